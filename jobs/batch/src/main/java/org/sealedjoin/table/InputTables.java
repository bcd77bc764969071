package org.sealedjoin.table;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;

/** All declared input tables, read and checked. */
public final class InputTables {
    private final Map<String, CheckedTable> tables;

    InputTables(Map<String, CheckedTable> tables) {
        this.tables = tables;
    }

    /** The good rows of a table; no rows if it is absent. */
    public Dataset<Row> rows(Table table) {
        return checked(table).rows();
    }

    /** The good rows of a table without its columns of raw or hashed numbers. */
    public Dataset<Row> rowsWithoutNumbers(Table table) {
        String[] numbers = table.columns().stream()
                .filter(column -> column.labels().contains(Label.RAW_NUMBER)
                        || column.labels().contains(Label.HASHED_NUMBER))
                .map(DeclaredColumn::name)
                .toArray(String[]::new);
        return rows(table).drop(numbers);
    }

    /** The same tables, of which one has other rows: those that {@code change} makes of the good ones. Counts stay those of the files. */
    public InputTables with(Table table, UnaryOperator<Dataset<Row>> change) {
        CheckedTable found = checked(table);
        var changed = new LinkedHashMap<>(tables);
        changed.put(
                table.name(),
                new CheckedTable(
                        table,
                        found.present(),
                        found.files(),
                        change.apply(found.rows()),
                        found.rowsRead(),
                        found.rejected()));
        return new InputTables(changed);
    }

    /** How many good rows the files of a table hold. Starts no job. */
    public long rowsUsed(Table table) {
        return checked(table).rowsUsed();
    }

    /** True if the table's folder holds files. */
    public boolean has(Table table) {
        return checked(table).present();
    }

    /** Every declared table, in the order of declaration. */
    public Collection<CheckedTable> all() {
        return tables.values();
    }

    private CheckedTable checked(Table table) {
        CheckedTable found = tables.get(table.name());
        if (found == null) {
            throw new IllegalArgumentException("Table " + table.name() + " is not an input table");
        }
        return found;
    }
}
