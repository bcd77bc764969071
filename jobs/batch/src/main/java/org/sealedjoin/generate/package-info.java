/**
 * Synthetic input tables of any size, made by Spark, the same for the same seed.
 *
 * <p>Enters: a {@link org.sealedjoin.generate.GenerationSpec}. Leaves: a folder of input tables, {@code generation.json} beside them,
 * and the friendships held out for evaluation under {@code truth}. Every row is a pure function of the seed and an index, so the number
 * of tasks changes nothing but the speed. No person in it exists; whether the numbers may belong to somebody is the spec's choice.
 *
 * <p>Called by app.
 */
@NullMarked
package org.sealedjoin.generate;

import org.jspecify.annotations.NullMarked;
