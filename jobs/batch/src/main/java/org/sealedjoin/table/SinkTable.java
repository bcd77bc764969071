package org.sealedjoin.table;

import java.util.List;
import org.sealedjoin.guard.Sink;

/**
 * A table that a run publishes.
 *
 * @param table columns and description
 * @param sink its place and what may flow into it
 * @param sortedBy columns by which rows are sorted within a file
 * @param oneFile true if all rows lie in one file whose size and shape must not depend on who is in it
 */
public record SinkTable(Table table, Sink sink, List<String> sortedBy, boolean oneFile) {
    public SinkTable {
        sortedBy = List.copyOf(sortedBy);
    }

    /** Folder below the run's, for example {@code products/friend_suggestions}. */
    public String folder() {
        return sink.name();
    }
}
