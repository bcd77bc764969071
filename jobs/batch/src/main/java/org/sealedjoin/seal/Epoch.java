package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;

import org.apache.spark.sql.Column;

/** The epoch of a number that an instant lies in, as columns; {@code cuts} null means that the number was never cut. */
final class Epoch {
    private Epoch() {}

    /** Newest cut at or before {@code instant}; null if there is none. */
    static Column start(Column instant) {
        return array_max(filter(col(Columns.CUTS), cut -> cut.leq(instant)));
    }

    /** Oldest cut after {@code instant}; null if there is none. */
    static Column end(Column instant) {
        return array_min(filter(col(Columns.CUTS), cut -> cut.gt(instant)));
    }

    /** True if {@code instant} lies in the epoch of the row; false if it is null, unless the number was never cut. */
    static Column holds(Column instant) {
        Column start = col(Columns.EPOCH_START);
        Column end = col(Columns.EPOCH_END);
        return start.isNull()
                .and(end.isNull())
                .or(instant.isNotNull()
                        .and(start.isNull().or(instant.geq(start)))
                        .and(end.isNull().or(instant.lt(end))));
    }
}
