package org.sealedjoin.products.safety;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_seconds;

import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.guard.Operation;

/**
 * What the reports about a person are worth, so that a brigade is worth little.
 *
 * <p>A reporter counts once for each person, in thousandths: in full if active and established, in proportion to the age if newer, divided if the
 * reporter names many people. Of reporters of one person who are tied to each other, by the table of ties or because they named
 * {@link SafetyPolicy#IN_CONCERT} of the same people, one who is tied to more of them takes the others' reports away.
 *
 * <p>In: {@code reports(platform, reporter_id, reported_id, reported_at)} of which both ends agreed; {@code people(platform, subject_id, since,
 * status)}; {@code ties(platform, subject_id, tied_id)} both ways round, good for taking away only. Out: {@code platform, reported_id,
 * weight LONG, reported_day DATE}.
 */
final class WeighReports {
    /** The only thing that ties of friendship do here is to take reports away. */
    static final Operation TIED = new Operation.Subtract("tied reporters");

    private static final int FULL = 1000;
    private static final long DAY_SECONDS = 86_400;
    private static final String[] REPORT = {"platform", "reported_id", "reporter_id"};
    private static final String[] TARGET = {"platform", "reported_id"};

    private final SafetyPolicy policy;
    private final Instant asOf;
    private final SignalAbuse.Keep keep;

    WeighReports(SafetyPolicy policy, Instant asOf, SignalAbuse.Keep keep) {
        this.policy = policy;
        this.asOf = asOf;
        this.keep = keep;
    }

    Dataset<Row> apply(Dataset<Row> reports, Dataset<Row> people, Dataset<Row> ties) {
        Dataset<Row> weighed = keep.rows("reporters", strongest(weighed(reports, people)));
        Dataset<Row> dominated = dominated(keep.rows("tied_reporters", tied(weighed, ties)));
        return keep.rows(
                "report_weights",
                TIED.mark(weighed, all -> all.join(dominated, REPORT, "left_anti"))
                        .groupBy("platform", "reported_id")
                        .agg(sum("weight").as("weight"), max("reported_day").as("reported_day")));
    }

    /** One row for each reporter of a person. */
    private Dataset<Row> weighed(Dataset<Row> reports, Dataset<Row> people) {
        Dataset<Row> each = reports.filter(col("reported_at")
                        .gt(lit(asOf.minus(Duration.ofDays(policy.windowDays()))))
                        .and(col("reported_at").leq(lit(asOf)))
                        .and(col("reporter_id").notEqual(col("reported_id"))))
                .groupBy("platform", "reporter_id", "reported_id")
                .agg(max("reported_at").as("reported_at"));
        Dataset<Row> busy =
                each.groupBy("platform", "reporter_id").agg(count(lit(1)).as("named"));
        Dataset<Row> reporters = people.filter(col("status").equalTo("active"))
                .select(col("platform"), col("subject_id").as("reporter_id"), col("since"));
        Column days = unix_seconds(col("reported_at"))
                .minus(unix_seconds(col("since")))
                .divide(lit(DAY_SECONDS))
                .cast("long");
        Column age = greatest(least(days, lit((long) policy.establishedDays())), lit(0L));
        Column established =
                age.multiply(FULL).divide(lit(policy.establishedDays())).cast("long");
        Column shared = established
                .multiply(SafetyPolicy.FREE_REPORTS)
                .divide(greatest(col("named"), lit((long) SafetyPolicy.FREE_REPORTS)))
                .cast("long");
        return each.join(busy, new String[] {"platform", "reporter_id"})
                .join(reporters, new String[] {"platform", "reporter_id"})
                .select(
                        col("platform"),
                        col("reported_id"),
                        col("reporter_id"),
                        shared.as("weight"),
                        to_date(col("reported_at")).as("reported_day"));
    }

    private static Dataset<Row> strongest(Dataset<Row> weighed) {
        var best = Window.partitionBy(col(TARGET[0]), col(TARGET[1]))
                .orderBy(col("weight").desc(), col("reporter_id").asc());
        return weighed.withColumn("place", row_number().over(best))
                .filter(col("place").leq(SafetyPolicy.MOST_REPORTERS))
                .drop("place");
    }

    /** {@code platform, reported_id, reporter_id, other_id}: reporters of one person who are tied to each other. */
    private static Dataset<Row> tied(Dataset<Row> weighed, Dataset<Row> ties) {
        Dataset<Row> one = weighed.select(col("platform"), col("reported_id"), col("reporter_id"));
        Dataset<Row> other = one.withColumnRenamed("reporter_id", "other_id");
        Dataset<Row> pairs = one.join(other, TARGET).filter(col("reporter_id").notEqual(col("other_id")));
        String[] pair = {"platform", "reporter_id", "other_id"};
        Dataset<Row> known = ties.select(
                col("platform"),
                col("subject_id").as("reporter_id"),
                col("tied_id").as("other_id"));
        Dataset<Row> inConcert = pairs.groupBy("platform", "reporter_id", "other_id")
                .agg(count_distinct(col("reported_id")).as("together"))
                .filter(col("together").geq(SafetyPolicy.IN_CONCERT))
                .select("platform", "reporter_id", "other_id");
        return pairs.join(known.unionByName(inConcert), pair, "left_semi");
    }

    /** Reports by people to whom a co-reporter is tied who is tied to more co-reporters, or to as many and of lesser id. */
    private static Dataset<Row> dominated(Dataset<Row> tied) {
        Dataset<Row> degrees =
                tied.groupBy(REPORT[0], REPORT[1], REPORT[2]).agg(count(lit(1)).as("degree"));
        Dataset<Row> ofOther =
                degrees.withColumnRenamed("reporter_id", "other_id").withColumnRenamed("degree", "other_degree");
        Column stronger = col("other_degree")
                .gt(col("degree"))
                .or(col("other_degree")
                        .equalTo(col("degree"))
                        .and(col("other_id").lt(col("reporter_id"))));
        return tied.join(degrees, REPORT)
                .join(ofOther, new String[] {"platform", "reported_id", "other_id"})
                .filter(stronger)
                .select(REPORT[0], REPORT[1], REPORT[2])
                .distinct();
    }
}
