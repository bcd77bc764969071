package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantee 6 in {@code audience_reports}: one row for each audience, ranges of noisy figures above the minimum only. */
final class CheckReports {
    private static final SinkTable TABLE = Outputs.AUDIENCE_REPORTS;
    private static final String KEY = "audience_id";

    private final Derived derived;

    CheckReports(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        var told = new ReadFigures(run, "advertiser", derived.facts().minPeople());
        Dataset<Row> due = new ReadAudiences(derived).due();
        Dataset<Row> rows = run.rows(Outputs.AUDIENCE_REPORTS)
                .withColumn("told", lit(true))
                .withColumn("twice", Broken.repeated(KEY))
                .join(due.withColumn("due", lit(true)), new String[] {KEY}, "full_outer")
                .join(told.spent("advertiser_id"), new String[] {"advertiser_id"}, "left_outer");
        rows = Mark.among(rows, "own", told.ranges("advertiser_id"), "advertiser_id", "reach_low", "reach_high");
        Column there = col("told").isNotNull();
        Column both = there.and(col("due").isNotNull());
        Column ready = col("status").equalTo("ready");
        Column figures = col("reach_low").isNotNull().or(col("reach_high").isNotNull());
        Column left = lit(derived.facts().askerBudget().millionths()).minus(coalesce(col("spent"), lit(0L)));
        return new Broken(TABLE)
                .rule(6, "audiences without a report", not(there))
                .rule(6, "reports of no audience", Broken.absent("due"))
                .rule(6, "audiences with more than one report", col("twice"))
                .rule(6, "reports for another advertiser", both.and(differ(col("advertiser_id"), col("owner"))))
                .rule(6, "reports with another status than is due", both.and(not(coalesce(fits(), lit(false)))))
                .rule(
                        6,
                        "reports over budget though something is left",
                        col("status")
                                .equalTo("over_budget")
                                .and(left.geq(derived.facts().figure().millionths())))
                .rule(6, "reports with figures and not ready", not(ready).and(figures))
                .rule(6, "ranges that are none of those told", ready.and(not(coalesce(told.isRange(), lit(false)))))
                .rule(6, "ranges of no figure that the advertiser paid for", ready.and(not(col("own"))))
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

    /** A status that its own bytes give an advertiser is due; what else is told follows from a figure or the budget. */
    private static Column fits() {
        return when(
                        col("due_status").equalTo("asks"),
                        col("status").isin("ready", "too_small", "over_budget", "processing"))
                .otherwise(col("status").equalTo(col("due_status")));
    }

    private static Column differ(Column found, Column due) {
        return not(found.eqNullSafe(due));
    }
}
