/**
 * A second reading of what a run made, written apart from the pipeline, slow and plain.
 *
 * <p>Enters: the input, and the tables and manifest of a run. Leaves: verdicts, which are counts. Imports nothing of what decides consent,
 * joins numbers or makes products, so that a fault there is not made here too. Called by app.
 */
@NullMarked
package org.sealedjoin.verify;

import org.jspecify.annotations.NullMarked;
