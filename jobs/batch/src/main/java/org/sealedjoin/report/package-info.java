/**
 * What a person or a watch program looks at after a run: the page, metrics, and what changed since the night before.
 *
 * <p>Enters: manifests, which hold counts only. Leaves: text. Opens no file and sees no row. Called by app.
 */
@NullMarked
package org.sealedjoin.report;

import org.jspecify.annotations.NullMarked;
