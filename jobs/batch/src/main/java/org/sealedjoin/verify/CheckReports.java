package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.unix_micros;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantee 6 in {@code audience_reports}: one row for each audience, coarse figures above the minimum only. */
final class CheckReports {
    private static final SinkTable TABLE = Outputs.AUDIENCE_REPORTS;
    private static final String KEY = "audience_id";

    private final Derived derived;

    CheckReports(Derived derived) {
        this.derived = derived;
    }

    /** @param touched see {@link ReadAudiences#touched} */
    List<Verdict> check(RunTables run, Dataset<Row> touched) {
        Dataset<Row> found = run.rows(Outputs.AUDIENCE_REPORTS);
        Dataset<Row> due = new ReadAudiences(derived).due(touched);
        Dataset<Row> rows = found.withColumn("told", lit(true))
                .withColumn("twice", Broken.repeated(KEY))
                .join(due.withColumn("due", lit(true)), new String[] {KEY}, "full_outer");
        Column told = col("told").isNotNull();
        Column both = told.and(col("due").isNotNull());
        Column ready = col("status").equalTo("ready");
        Column figures = col("reach_low").isNotNull().or(col("reach_high").isNotNull());
        long fewest = derived.facts().minPeople();
        return new Broken(TABLE)
                .rule(6, "audiences without a report", not(told))
                .rule(6, "reports of no audience", Broken.absent("due"))
                .rule(6, "audiences with more than one report", col("twice"))
                .rule(6, "reports for another advertiser", both.and(differ(col("advertiser_id"), col("owner"))))
                .rule(
                        6,
                        "reports ready below audience.min-people",
                        ready.and(col("reach").lt(fewest)))
                .rule(6, "reports with another status than is due", both.and(differ(col("status"), col("due_status"))))
                .rule(6, "reports with figures and not ready", not(ready).and(figures))
                .rule(6, "ranges that are not coarse", ready.and(not(coarse())))
                // The figures carry no noise yet; when they do, a range may leave the true reach out.
                .rule(6, "ranges that leave their reach out", both.and(ready).and(not(holdsReach())))
                .rule(
                        6,
                        "reports with another number of rows received",
                        both.and(differ(col("rows_received"), col("received"))))
                .rule(
                        6,
                        "reports with another number of malformed rows",
                        both.and(differ(col("rows_malformed"), col("malformed"))))
                .rule(6, "reports with another end", both.and(differ(unix_micros(col("expires_at")), col("ends"))))
                .in(rows);
    }

    private static Column differ(Column found, Column due) {
        return not(found.eqNullSafe(due));
    }

    /** From a multiple of a power of ten to the next: the largest power of ten that is not above the lower end. */
    private static Column coarse() {
        Column low = greatest(col("reach_low"), lit(1L));
        Column step = pow(lit(10), floor(log10(low))).cast("long");
        Column whole = col("reach_low")
                .geq(1)
                .and(col("reach_low").mod(step).equalTo(0))
                .and(col("reach_high").equalTo(col("reach_low").plus(step)));
        return coalesce(whole, lit(false));
    }

    private static Column holdsReach() {
        return coalesce(col("reach").geq(col("reach_low")).and(col("reach").lt(col("reach_high"))), lit(false));
    }
}
