package org.sealedjoin.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;

/**
 * Casts the columns of an opened table to their declared types and says of each row why it is bad.
 *
 * <p>Adds {@link #REJECTED} INT: null for a good row, else the place in {@link #reasons} of the first reason found, such as {@code status: unknown
 * word}. Reasons name columns and never hold a value.
 */
final class CheckRows {
    static final String REJECTED = "_rejected";

    private static final String BROKEN = "line: more or fewer fields than the header";

    private final Dataset<Row> opened;
    private final boolean text;
    private final List<Column> typed = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();

    /** @param opened the table as {@link OpenTable} opens it */
    CheckRows(Table table, Dataset<Row> opened) {
        this.opened = opened;
        text = Arrays.asList(opened.columns()).contains(OpenTable.BROKEN_LINE);
        if (text) {
            reasons.add(new Reason(BROKEN, col(OpenTable.BROKEN_LINE).isNotNull()));
        }
        for (DeclaredColumn column : table.columns()) {
            judge(column);
        }
    }

    /** Why a row is bad, and when. */
    private record Reason(String words, Column applies) {}

    private void judge(DeclaredColumn column) {
        // An empty field of CSV is null, and so may one of Parquet be; an advertiser's empty hash is a malformed one.
        Column found = column.type() == ColumnType.STRING && column.labels().contains(Label.HASHED_NUMBER)
                ? coalesce(col(column.name()), lit(""))
                : col(column.name());
        Column value = text ? found.try_cast(column.type().sparkType()) : found;
        typed.add(value.as(column.name()));
        int before = reasons.size();
        if (column.required()) {
            reasons.add(new Reason(column.name() + ": null", found.isNull()));
        }
        if (!column.words().isEmpty()) {
            reasons.add(new Reason(
                    column.name() + ": unknown word",
                    not(value.isin(column.words().toArray()))));
        }
        column.least()
                .ifPresent(least -> reasons.add(new Reason(column.name() + ": below " + least, value.lt(lit(least)))));
        // Of Parquet no value is of another type. But a column that nothing is asked about would not be read, nor be
        // found damaged.
        if (text || reasons.size() == before) {
            reasons.add(
                    before,
                    new Reason(
                            column.name() + ": not a " + column.type(),
                            found.isNotNull().and(value.isNull())));
        }
    }

    /** Every reason that a row of the table can be rejected for. */
    List<String> reasons() {
        return reasons.stream().map(Reason::words).toList();
    }

    /** All rows, with {@link #REJECTED}. */
    Dataset<Row> all() {
        return rejecting(reasons());
    }

    /**
     * The good rows, when every row was checked. Only what was found is looked for again: a table without bad rows is read as it is, and of it only those
     * columns that somebody needs. Text with bad rows is read whole, for whether a line is broken shows in all its fields.
     *
     * @param found reasons for which rows of {@link #all} are rejected
     */
    Dataset<Row> good(Set<String> found) {
        return found.isEmpty()
                ? opened.select(typed.toArray(Column[]::new))
                : rejecting(text ? reasons() : found)
                        .filter(col(REJECTED).isNull())
                        .drop(REJECTED);
    }

    private Dataset<Row> rejecting(Collection<String> sought) {
        var first = new ArrayList<Column>();
        for (int place = 0; place < reasons.size(); place++) {
            if (sought.contains(reasons.get(place).words())) {
                first.add(when(reasons.get(place).applies(), lit(place)));
            }
        }
        first.add(lit(null).cast("int"));
        var columns = new ArrayList<>(typed);
        columns.add(coalesce(first.toArray(Column[]::new)).as(REJECTED));
        return opened.select(columns.toArray(Column[]::new));
    }
}
