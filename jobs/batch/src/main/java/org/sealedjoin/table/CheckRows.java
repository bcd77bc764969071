package org.sealedjoin.table;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;

/**
 * Casts the columns of an opened table to their declared types and says of each row why it is bad.
 *
 * <p>Adds {@link #REJECTED} STRING: null for a good row, else the first reason found, such as {@code status: unknown word}. Reasons
 * name columns and never hold a value.
 */
final class CheckRows {
    static final String REJECTED = "_rejected";

    private static final String BROKEN = "line: more or fewer fields than the header";

    private final Table table;

    CheckRows(Table table) {
        this.table = table;
    }

    Dataset<Row> apply(Dataset<Row> opened) {
        boolean text = Arrays.asList(opened.columns()).contains(OpenTable.BROKEN_LINE);
        var selected = new ArrayList<Column>();
        var reasons = new ArrayList<Column>();
        if (text) {
            reasons.add(when(col(OpenTable.BROKEN_LINE).isNotNull(), BROKEN));
        }
        for (DeclaredColumn column : table.columns()) {
            // An empty field of CSV is null, and so may one of Parquet be; an advertiser's empty hash is a malformed
            // one.
            var found = column.type() == ColumnType.STRING && column.labels().contains(Label.HASHED_NUMBER)
                    ? coalesce(col(column.name()), lit(""))
                    : col(column.name());
            var typed = text ? found.try_cast(column.type().sparkType()) : found;
            selected.add(typed.as(column.name()));
            reasons.addAll(reasonsOf(column, found, typed));
        }
        selected.add(coalesce(reasons.toArray(Column[]::new)).as(REJECTED));
        return opened.select(selected.toArray(Column[]::new));
    }

    /** Every reason that a row of the table can be rejected for. */
    List<String> reasons() {
        var reasons = new ArrayList<String>();
        reasons.add(BROKEN);
        for (DeclaredColumn column : table.columns()) {
            reasons.add(isNull(column));
            reasons.add(isOfOtherType(column));
            reasons.add(isUnknown(column));
            column.least().ifPresent(least -> reasons.add(isBelow(column, least)));
        }
        return reasons;
    }

    private static String isNull(DeclaredColumn column) {
        return column.name() + ": null";
    }

    private static String isOfOtherType(DeclaredColumn column) {
        return column.name() + ": not a " + column.type();
    }

    private static String isUnknown(DeclaredColumn column) {
        return column.name() + ": unknown word";
    }

    private static String isBelow(DeclaredColumn column, long least) {
        return column.name() + ": below " + least;
    }

    private static List<Column> reasonsOf(DeclaredColumn column, Column found, Column typed) {
        var reasons = new ArrayList<Column>();
        if (column.required()) {
            reasons.add(when(found.isNull(), isNull(column)));
        }
        reasons.add(when(found.isNotNull().and(typed.isNull()), isOfOtherType(column)));
        if (!column.words().isEmpty()) {
            reasons.add(when(not(typed.isin(column.words().toArray())), isUnknown(column)));
        }
        if (column.least().isPresent()) {
            long least = column.least().getAsLong();
            reasons.add(when(typed.lt(lit(least)), isBelow(column, least)));
        }
        return reasons;
    }
}
