package org.sealedjoin.guard;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sealedjoin.base.Label;

/**
 * A table under protection: where its files lie and what each column tells about people. A column that stands in the files and not
 * here carries the labels of all.
 *
 * @param name as it stands in messages
 * @param path folder of its files, as a path or Hadoop URI
 * @param ofRows labels of columns, read or not, that the choice of rows has from the start: that a row is there tells that much
 */
public record SourceTable(String name, String path, List<Column> columns, Set<Label> ofRows) {
    /**
     * One column.
     *
     * @param labels what it tells about people; a refusal names the first that is in the way, in the order in which they are given here
     * @param domain whose ids it holds, for example a platform; empty if it names nobody
     */
    public record Column(String name, Set<Label> labels, String domain) {
        public Column {
            labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
        }
    }

    /** A table of which only the columns tell. */
    public SourceTable(String name, String path, List<Column> columns) {
        this(name, path, columns, Set.of());
    }

    public SourceTable {
        columns = List.copyOf(columns);
        ofRows = Set.copyOf(ofRows);
    }
}
