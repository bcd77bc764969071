package org.sealedjoin.products.safety;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.guard.Operation;

/**
 * Tells each platform which of its own people the other one has reason to think abusive.
 *
 * <p>All that both platforms know of a linked person who agreed on both makes one probability ({@link SafetyModel}). Where it reaches the
 * threshold, a platform is told of its own subject if what the other one knows at least doubles the odds; the signal is what of that
 * weighed most. So nobody is told what it knew anyway, and a row never says more than one word about the other platform's counts.
 *
 * <p>Out: {@code platform, subject_id, signal, score, evidence_day}, a row at most for each subject. Scores are cut to thousandths.
 */
public final class SignalAbuse {
    /** What the other platform knows must at least double the odds. */
    private static final double DOUBLED = Math.log(2);

    private static final double USUAL = 5;
    private static final String LOG_ODDS = "log_odds";
    private static final String REASON = "reason";

    private final SafetyPolicy policy;
    private final Instant asOf;
    private final LocalDate today;

    public SignalAbuse(SafetyPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
        today = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
    }

    /**
     * What signals are made of. People in {@code usage}, {@code reports} and {@code people} agreed to safety on their platform.
     *
     * @param links {@code user_id, account_id}: people who agreed to safety on both platforms
     * @param usage {@code usage_daily}
     * @param reports {@code platform, reporter_id, reported_id, reported_at}
     * @param people {@code platform, subject_id, since, status}
     * @param numbers {@code user_id, number_changes INT, changed_at}: numbers that changed hands in the last days
     * @param friendships {@code account_id, friend_account_id}; like the next two, good for taking away only
     * @param edges {@code purpose, account_id, contact_account_id}
     * @param sameNumber {@code account_id, other_account_id}
     */
    public record Tables(
            Dataset<Row> links,
            Dataset<Row> usage,
            Dataset<Row> reports,
            Dataset<Row> people,
            Dataset<Row> numbers,
            Dataset<Row> friendships,
            Dataset<Row> edges,
            Dataset<Row> sameNumber) {}

    /** Every operation here that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(WeighReports.TIED);
    }

    /** Where rows are put that are read several times: without it Spark would work them out anew for each reader. */
    @FunctionalInterface
    public interface Keep {
        /** The same rows, read from where they were put. */
        Dataset<Row> rows(String name, Dataset<Row> rows);
    }

    /** Few rows: nothing is kept. */
    Dataset<Row> apply(Tables tables) {
        return apply(tables, (name, rows) -> rows);
    }

    public Dataset<Row> apply(Tables tables, Keep keep) {
        return told(weighed(tables, keep));
    }

    /** {@code user_id, account_id}, a column for each {@link Evidence}, and the newest day of each kind: a row for each link. */
    private Dataset<Row> weighed(Tables tables, Keep keep) {
        Dataset<Row> reporting = keep.rows("reporting_accounts", FindTies.reporting(tables.reports(), tables.links()));
        Dataset<Row> ties = new FindTies()
                .apply(tables.friendships(), tables.edges(), tables.sameNumber(), tables.links(), reporting);
        Dataset<Row> reports = new WeighReports(policy, asOf, keep).apply(tables.reports(), tables.people(), ties);
        double earlierDays = policy.windowDays() - policy.recentDays();
        Column usual = count("earlier").divide(lit(earlierDays)).plus(lit(USUAL));
        return joined(tables, reports)
                .select(
                        col("user_id"),
                        col("account_id"),
                        log1p(count("unanswered")).as(Evidence.UNANSWERED.word()),
                        greatest(log(count("busiest").plus(lit(USUAL)).divide(usual)), lit(0.0))
                                .as(Evidence.BURST.word()),
                        reportsOn(Platform.MESSAGING).as(Evidence.MESSAGING_REPORTS.word()),
                        log1p(count("number_changes")).as(Evidence.NUMBER_CHANGES.word()),
                        count("messaging_sanction").as(Evidence.BANNED.word()),
                        reportsOn(Platform.SOCIAL).as(Evidence.SOCIAL_REPORTS.word()),
                        count("social_sanction").as(Evidence.DISABLED.word()),
                        col("used_day"),
                        col("messaging_day"),
                        col("social_day"),
                        to_date(col("changed_at")).as("changed_day"));
    }

    /** Each link with what there is about either side of it, null where there is nothing. */
    private Dataset<Row> joined(Tables tables, Dataset<Row> reports) {
        return tables.links()
                .select("user_id", "account_id")
                .join(new CountUsage(policy, asOf).apply(tables.usage()), new String[] {"user_id"}, "left_outer")
                .join(reported(reports, Platform.MESSAGING, "user_id"), new String[] {"user_id"}, "left_outer")
                .join(reported(reports, Platform.SOCIAL, "account_id"), new String[] {"account_id"}, "left_outer")
                .join(
                        sanctioned(tables.people(), Platform.MESSAGING, "user_id"),
                        new String[] {"user_id"},
                        "left_outer")
                .join(
                        sanctioned(tables.people(), Platform.SOCIAL, "account_id"),
                        new String[] {"account_id"},
                        "left_outer")
                .join(
                        tables.numbers().select("user_id", "number_changes", "changed_at"),
                        new String[] {"user_id"},
                        "left_outer");
    }

    /** A row for each platform of whose subject the other one has something to tell. */
    private Dataset<Row> told(Dataset<Row> weighed) {
        Column logOdds = lit(policy.model().intercept());
        for (Evidence evidence : Evidence.values()) {
            logOdds = logOdds.plus(contribution(evidence));
        }
        Column steps = lit((double) SafetyPolicy.SCORE_STEPS);
        Column probability = lit(1.0).divide(lit(1.0).plus(exp(col(LOG_ODDS).multiply(lit(-1.0)))));
        // Cut, not rounded: nothing is certain, so no score is 1.
        Column score =
                least(floor(probability.multiply(steps)), steps.minus(lit(1.0))).divide(steps);
        return weighed.withColumn(LOG_ODDS, logOdds)
                .withColumn("score", score)
                .filter(col("score").geq(lit(policy.threshold())))
                .select(
                        col("score"),
                        explode(array(
                                        about(Platform.MESSAGING, "user_id", Platform.SOCIAL),
                                        about(Platform.SOCIAL, "account_id", Platform.MESSAGING)))
                                .as("told"))
                .select(
                        col("told.platform").as("platform"),
                        col("told.subject_id").as("subject_id"),
                        col("told.reason").as(REASON),
                        col("score"))
                .filter(col(REASON).getField("weight").geq(lit(DOUBLED)))
                .select(
                        col("platform"),
                        col("subject_id"),
                        col(REASON).getField("signal").as("signal"),
                        col("score"),
                        col(REASON).getField("day").as("evidence_day"));
    }

    /** What the other platform knows, as the signal that weighs most; of two that weigh the same, the one that is declared first. */
    private Column about(Platform platform, String id, Platform other) {
        Column[] reasons = Arrays.stream(Signal.values())
                .map(signal -> reason(signal, other))
                .toArray(Column[]::new);
        return struct(
                lit(platform.word()).as("platform"),
                col(id).as("subject_id"),
                array_max(array(reasons)).as(REASON));
    }

    private Column reason(Signal signal, Platform other) {
        Column weight = lit(0.0);
        for (Evidence evidence : Evidence.values()) {
            if (evidence.signal() == signal && evidence.origin() == other) {
                weight = weight.plus(contribution(evidence));
            }
        }
        // Compared in this order.
        return struct(
                weight.as("weight"),
                lit(-signal.ordinal()).as("first"),
                lit(signal.word()).as("signal"),
                dayOf(signal, other).as("day"));
    }

    private Column contribution(Evidence evidence) {
        return col(evidence.word()).multiply(lit(policy.model().weight(evidence)));
    }

    private Column dayOf(Signal signal, Platform other) {
        return switch (signal) {
            case UNSOLICITED_MESSAGES, BURST -> col("used_day");
            case REPORTS -> col(other.word() + "_day");
            case NUMBER_CHURN -> col("changed_day");
            // Nobody wrote down when; it was so today.
            case SANCTION -> lit(today);
        };
    }

    private static Column count(String column) {
        return coalesce(col(column).cast("double"), lit(0.0));
    }

    private static Column reportsOn(Platform platform) {
        Column reports = count(platform.word() + "_weight").divide(lit(1000.0));
        return log1p(least(reports, lit((double) SafetyPolicy.MOST_REPORTS)));
    }

    private static Dataset<Row> reported(Dataset<Row> reports, Platform platform, String id) {
        return reports.filter(col("platform").equalTo(platform.word()))
                .select(
                        col("reported_id").as(id),
                        col("weight").as(platform.word() + "_weight"),
                        col("reported_day").as(platform.word() + "_day"));
    }

    private static Dataset<Row> sanctioned(Dataset<Row> people, Platform platform, String id) {
        return people.filter(col("platform").equalTo(platform.word()))
                .select(
                        col("subject_id").as(id),
                        when(col("status").isin("banned", "disabled"), lit(1.0))
                                .otherwise(lit(0.0))
                                .as(platform.word() + "_sanction"));
    }
}
