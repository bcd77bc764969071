/**
 * The run key and the functions that turn numbers into tokens.
 *
 * <p>Called by seal only.
 */
@NullMarked
package org.sealedjoin.token;

import org.jspecify.annotations.NullMarked;
