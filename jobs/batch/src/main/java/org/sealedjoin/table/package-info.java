/**
 * Every table, declared once: columns, types, nullability, labels, description; and the strict reading of input.
 *
 * <p>Enters: files under the input folder. Leaves: {@code Dataset<Row>}s whose rows are as declared, and counts of those that were
 * not. Together with {@code release} the package that opens the files of a run.
 */
@NullMarked
package org.sealedjoin.table;

import org.jspecify.annotations.NullMarked;
