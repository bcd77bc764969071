package org.sealedjoin.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.Label;

/**
 * A declared table, of the input or of the output.
 *
 * @param presence whether a run can do without it
 * @param badRows what bad rows do to a run
 * @param key the column that names a row; empty if rows have no name. A key that stands twice makes both rows bad
 */
public record Table(
        String name, Presence presence, BadRows badRows, String key, String description, List<DeclaredColumn> columns) {
    /** Whether a run can do without a table. */
    public enum Presence {
        NEEDED,
        MAY_BE_ABSENT
    }

    /** What bad rows of a table do to a run. They are left out and counted whatever it is. */
    public enum BadRows {
        /** Stop it above {@code input.max-rejected-share}. */
        STOP_ABOVE_SHARE,
        /** A single one stops it: rows of the table protect people. */
        STOP_ALWAYS,
        /** Never stop it: outsiders write the table, and one of them could stop everybody's night. */
        NEVER_STOP
    }

    public Table {
        columns = List.copyOf(columns);
    }

    /** True if its rows protect people. */
    public boolean protective() {
        return badRows == BadRows.STOP_ALWAYS;
    }

    /** Starts the declaration of an input table that every run needs. */
    static Builder table(String name, String description) {
        return new Builder(name, description);
    }

    /** The column of that name. */
    public DeclaredColumn column(String columnName) {
        return columns.stream()
                .filter(column -> column.name().equals(columnName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Table " + name + " declares no column " + columnName));
    }

    /** Names of all columns, in order. */
    public List<String> columnNames() {
        return columns.stream().map(DeclaredColumn::name).toList();
    }

    /** The Spark schema of rows of this table. */
    public StructType schema() {
        var schema = new StructType();
        for (DeclaredColumn column : columns) {
            schema = schema.add(column.name(), column.type().sparkType(), !column.required());
        }
        return schema;
    }

    /** Collects columns in the order they are named. */
    static final class Builder {
        private final String name;
        private final String description;
        private final List<DeclaredColumn> columns = new ArrayList<>();
        private Presence presence = Presence.NEEDED;
        private BadRows badRows = BadRows.STOP_ABOVE_SHARE;
        private String key = "";

        private Builder(String name, String description) {
            this.name = name;
            this.description = description;
        }

        Builder mayBeAbsent() {
            presence = Presence.MAY_BE_ABSENT;
            return this;
        }

        Builder protective() {
            badRows = BadRows.STOP_ALWAYS;
            return this;
        }

        Builder writtenByOutsiders() {
            badRows = BadRows.NEVER_STOP;
            return this;
        }

        Builder key(String column) {
            key = column;
            return this;
        }

        Builder required(String column, ColumnType type, String text, Label... labels) {
            return add(new DeclaredColumn(column, type, true, inOrder(labels), List.of(), OptionalLong.empty(), text));
        }

        Builder optional(String column, ColumnType type, String text, Label... labels) {
            return add(new DeclaredColumn(column, type, false, inOrder(labels), List.of(), OptionalLong.empty(), text));
        }

        Builder word(String column, String text, List<String> words) {
            return add(
                    new DeclaredColumn(column, ColumnType.STRING, true, Set.of(), words, OptionalLong.empty(), text));
        }

        Builder atLeast(String column, ColumnType type, long least, String text, Label... labels) {
            return add(
                    new DeclaredColumn(column, type, true, inOrder(labels), List.of(), OptionalLong.of(least), text));
        }

        private static Set<Label> inOrder(Label... labels) {
            return new LinkedHashSet<>(List.of(labels));
        }

        private Builder add(DeclaredColumn column) {
            columns.add(column);
            return this;
        }

        Table build() {
            return new Table(name, presence, badRows, key, description, columns);
        }
    }
}
