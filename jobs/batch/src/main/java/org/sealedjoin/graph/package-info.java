/**
 * Contact and friendship graphs of ids. No number, hash or token enters.
 *
 * <p>Called by app and products.
 */
@NullMarked
package org.sealedjoin.graph;

import org.jspecify.annotations.NullMarked;
