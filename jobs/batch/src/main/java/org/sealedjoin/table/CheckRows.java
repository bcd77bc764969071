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

    private final Table table;

    CheckRows(Table table) {
        this.table = table;
    }

    Dataset<Row> apply(Dataset<Row> opened) {
        boolean text = Arrays.asList(opened.columns()).contains(OpenTable.BROKEN_LINE);
        var selected = new ArrayList<Column>();
        var reasons = new ArrayList<Column>();
        if (text) {
            reasons.add(when(col(OpenTable.BROKEN_LINE).isNotNull(), "line: more or fewer fields than the header"));
        }
        for (DeclaredColumn column : table.columns()) {
            // An empty field of CSV is null; an advertiser's empty hash is a malformed one, which never stops a run.
            var found = text && column.labels().contains(Label.HASHED_NUMBER)
                    ? coalesce(col(column.name()), lit(""))
                    : col(column.name());
            var typed = text ? found.try_cast(column.type().sparkType()) : found;
            selected.add(typed.as(column.name()));
            reasons.addAll(reasonsOf(column, found, typed));
        }
        selected.add(coalesce(reasons.toArray(Column[]::new)).as(REJECTED));
        return opened.select(selected.toArray(Column[]::new));
    }

    private static List<Column> reasonsOf(DeclaredColumn column, Column found, Column typed) {
        var reasons = new ArrayList<Column>();
        if (column.required()) {
            reasons.add(when(found.isNull(), column.name() + ": null"));
        }
        reasons.add(when(found.isNotNull().and(typed.isNull()), column.name() + ": not a " + column.type()));
        if (!column.words().isEmpty()) {
            reasons.add(when(not(typed.isin(column.words().toArray())), column.name() + ": unknown word"));
        }
        if (column.least().isPresent()) {
            long least = column.least().getAsLong();
            reasons.add(when(typed.lt(lit(least)), column.name() + ": below " + least));
        }
        return reasons;
    }
}
