/** Advertisers who try to learn of one person what their reports must not tell. */
@NullMarked
package org.sealedjoin.products.audience.attack;

import org.jspecify.annotations.NullMarked;
