package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_dt_interval;

import org.apache.spark.sql.Column;

/** How long an uploaded row counts. */
final class Retention {
    /** A hundred years. Whoever asks for more days than an instant can hold would stop everybody's night. */
    private static final int LONGEST_DAYS = 36_500;

    private Retention() {}

    /** The instant at which a row uploaded at {@code uploadedAt} no longer counts: {@code retention_days} × 24 h later. */
    static Column end(Column uploadedAt) {
        return uploadedAt.plus(days());
    }

    /** The instant at or before which a row must have been uploaded not to count any more at {@code instant}. */
    static Column start(Column instant) {
        return instant.minus(days());
    }

    private static Column days() {
        return make_dt_interval(
                least(col("retention_days"), lit(LONGEST_DAYS)), lit(0), lit(0), lit(0).cast("decimal(18,6)"));
    }
}
