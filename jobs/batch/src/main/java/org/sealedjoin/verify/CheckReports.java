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

/** Guarantee 6 in {@code audience_reports}: one row for each audience, coarse figures above the minimum only. */
final class CheckReports {
    private static final String TABLE = Outputs.AUDIENCE_REPORTS.folder();
    private static final String KEY = "audience_id";

    private final Derived derived;

    CheckReports(Derived derived) {
        this.derived = derived;
    }

    /** @param touched see {@link ReadAudiences#touched} */
    List<Verdict> check(RunTables run, Dataset<Row> touched) {
        Dataset<Row> found = run.rows(Outputs.AUDIENCE_REPORTS);
        Dataset<Row> due = new ReadAudiences(derived).due(touched);
        Dataset<Row> rows = found.join(due, KEY);
        Column ready = col("status").equalTo("ready");
        Column figures = col("reach_low").isNotNull().or(col("reach_high").isNotNull());
        long fewest = derived.facts().minPeople();
        return List.of(
                verdict("audiences without a report", due.join(found, new String[] {KEY}, "left_anti")),
                verdict("reports of no audience", found.join(due, new String[] {KEY}, "left_anti")),
                verdict("audiences with more than one report", Mark.repeated(found, KEY)),
                verdict("reports for another advertiser", rows.filter(differ(col("advertiser_id"), col("owner")))),
                verdict(
                        "reports ready below audience.min-people",
                        rows.filter(ready.and(col("reach").lt(fewest)))),
                verdict(
                        "reports with another status than is due",
                        rows.filter(differ(col("status"), col("due_status")))),
                verdict(
                        "reports with figures and not ready",
                        found.filter(not(ready).and(figures))),
                verdict("ranges that are not coarse", found.filter(ready.and(not(coarse())))),
                // The figures carry no noise yet; when they do, a range may leave the true reach out.
                verdict("ranges that leave their reach out", rows.filter(ready.and(not(holdsReach())))),
                verdict(
                        "reports with another number of rows received",
                        rows.filter(differ(col("rows_received"), col("received")))),
                verdict(
                        "reports with another number of malformed rows",
                        rows.filter(differ(col("rows_malformed"), col("malformed")))),
                verdict("reports with another end", rows.filter(differ(unix_micros(col("expires_at")), col("ends")))));
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

    private static Verdict verdict(String check, Dataset<Row> violations) {
        return Verdict.none(6, TABLE + ": " + check, Violations.count(violations));
    }
}
