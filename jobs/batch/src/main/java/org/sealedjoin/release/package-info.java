/**
 * Writing what leaves a run: staged, then published in one step, or not at all.
 *
 * <p>Enters: rows for declared sinks, counts for the manifest. Leaves: files below the output folder. Together with {@code table} the
 * package that opens the files of a run. Called by app.
 */
@NullMarked
package org.sealedjoin.release;

import org.jspecify.annotations.NullMarked;
