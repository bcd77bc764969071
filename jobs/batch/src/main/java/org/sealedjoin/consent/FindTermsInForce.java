package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_dt_interval;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.upper;

import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Terms in; one row out: the terms in force at the as-of, or nulls if there are none. */
final class FindTermsInForce {
    static final String VERSION = "in_force_version";
    static final String ANNOUNCED_AT = "in_force_announced_at";
    static final String WINDOW_END = "in_force_window_end";
    static final String OPT_IN_REGIONS = "in_force_opt_in_regions";

    /** No window is longer, in days: a slip of the keyboard must not overflow an instant and stop every night. */
    private static final int LONGEST_WINDOW_DAYS = 1_000_000;

    private static final String NEWEST = "newest";

    private final Instant asOf;

    FindTermsInForce(Instant asOf) {
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> terms) {
        // The order of the fields is the order in which they decide.
        Column newest = max(struct(
                col("effective_at"),
                col("announced_at"),
                col("terms_version"),
                col("objection_days"),
                col("opt_in_regions")));
        return terms.where(col("effective_at").leq(lit(asOf)))
                .agg(newest.as(NEWEST))
                .select(
                        field("terms_version").as(VERSION),
                        field("announced_at").as(ANNOUNCED_AT),
                        windowEnd().as(WINDOW_END),
                        split(bare(coalesce(field("opt_in_regions"), lit(""))), ",")
                                .as(OPT_IN_REGIONS));
    }

    /** A region, or a list of regions, as it compares: upper case, no blanks. */
    static Column bare(Column regions) {
        return upper(regexp_replace(regions, lit("\\s"), lit("")));
    }

    /** A day is 24 hours, whatever clocks do: the interval type counts it so in every time zone. */
    private static Column windowEnd() {
        Column days = least(field("objection_days"), lit(LONGEST_WINDOW_DAYS));
        return field("effective_at").plus(make_dt_interval(days));
    }

    private static Column field(String name) {
        return col(NEWEST).getField(name);
    }
}
