/**
 * Arithmetic of figures that leave: noise, ranges, budgets. Counts and keys in; noisy integers and what follows from them out. Without
 * Spark, and of no product: a figure is a count of people that answers a question of somebody who asks.
 *
 * <p>Called by products, release and verify.
 */
@NullMarked
package org.sealedjoin.privacy;

import org.jspecify.annotations.NullMarked;
