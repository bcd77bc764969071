/**
 * Benchmarks of the parts that a night's time goes into. Never shipped, no tests.
 */
@NullMarked
package org.sealedjoin.bench;

import org.jspecify.annotations.NullMarked;
