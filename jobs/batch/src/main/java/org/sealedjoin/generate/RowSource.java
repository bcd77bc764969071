package org.sealedjoin.generate;

import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Table;

/**
 * How the rows of one table come about: {@code indexes} times {@link Rows#at}, each call a pure function of its index.
 *
 * @param table what the rows are
 * @param indexes how many calls
 * @param expectedRows roughly, to share them out to tasks
 * @param rows makes them
 */
record RowSource(Table table, long indexes, long expectedRows, Rows rows) {
    /** The rows that belong to one index. */
    @FunctionalInterface
    interface Rows extends Serializable {
        void at(long index, Sink out);
    }

    /** Takes the values of one row in the order of the declared columns: instants in seconds, days in days, both since 1970. */
    @FunctionalInterface
    interface Sink {
        void row(@Nullable Object... values);
    }

    /** What is written of a declared column; a raw number that stands in a hashed column is hashed here, by Spark. */
    Column written(DeclaredColumn column) {
        Column found = functions.col(column.name());
        if (column.name().equals("hashed_phone")) {
            return Uploads.hashed(found);
        }
        return switch (column.type()) {
            case TIMESTAMP -> functions.timestamp_seconds(found).as(column.name());
            case DATE -> functions.date_from_unix_date(found).as(column.name());
            default -> found;
        };
    }
}
