/**
 * Benchmarks. Whole runs of the {@code friends} job, ours and that of peers, with their rows compared; and JMH for the parts that a night's
 * time goes into. Never shipped.
 *
 * <p>Enters: generated tables only, so ids may be printed here. Nothing of the program imports this package.
 */
@NullMarked
package org.sealedjoin.bench;

import org.jspecify.annotations.NullMarked;
