package org.sealedjoin.bench;

import java.util.List;

/**
 * Rows in which two outputs differ in one way.
 *
 * @param explained whether the difference is one that two right jobs may have
 * @param examples some of the rows, as text
 */
record Difference(String table, String reason, boolean explained, long rows, List<String> examples) {
    Difference {
        examples = List.copyOf(examples);
    }

    Difference explainedBy(String cause) {
        return new Difference(table, reason + ": " + cause, true, rows, examples);
    }
}
