package org.sealedjoin.table;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.sealedjoin.base.Label;

/**
 * One declared column.
 *
 * @param name as it stands in files
 * @param required true if null makes the row a bad one
 * @param labels what the column tells about people, in the order in which refusals name them
 * @param words the code words it may hold; empty if any text will do
 * @param least the smallest whole number it may hold, if there is one
 * @param description one line for the tables page
 */
public record DeclaredColumn(
        String name,
        ColumnType type,
        boolean required,
        Set<Label> labels,
        List<String> words,
        OptionalLong least,
        String description) {
    public DeclaredColumn {
        labels = Collections.unmodifiableSet(new LinkedHashSet<>(labels));
        words = List.copyOf(words);
    }
}
