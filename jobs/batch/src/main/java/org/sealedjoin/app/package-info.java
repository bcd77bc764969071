/**
 * The command line, settings and Spark session; wires the stages of a run. Nothing imports it.
 */
@NullMarked
package org.sealedjoin.app;

import org.jspecify.annotations.NullMarked;
