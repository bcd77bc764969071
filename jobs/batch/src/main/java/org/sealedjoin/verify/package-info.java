/**
 * A second reading of what a run made, slow and plain, before it is published.
 *
 * <p>Enters: the tables of a staged run. Leaves: verdicts only. Called by app.
 */
@NullMarked
package org.sealedjoin.verify;

import org.jspecify.annotations.NullMarked;
