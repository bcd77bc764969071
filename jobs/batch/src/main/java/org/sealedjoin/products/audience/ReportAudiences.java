package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.privacy.spark.ReleaseReach;
import org.sealedjoin.privacy.spark.SpendBudgets;
import org.sealedjoin.privacy.spark.TellRange;

/**
 * Tells advertisers what they may know of each of their audiences: a status, a range, and counts of what they sent themselves.
 *
 * <p>Status and range follow from the noisy figure and from the advertiser's own bytes and budget. In: see {@link #apply}. Out: the columns
 * of {@code audience_reports}, a row for each audience.
 */
public final class ReportAudiences {
    /** What is told of a noisy figure; which questions have one follows from the advertiser's own budget. */
    static final Operation RANGES = new Operation.Release(
            "status and range of a noisy figure",
            ReleaseReach.released(),
            List.of("status", "reach_low", "reach_high"));

    private final AudiencePolicy policy;
    private final Instant asOf;

    public ReportAudiences(AudiencePolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    /**
     * What a report rests on.
     *
     * @param received {@code audience_id, rows_received, rows_malformed}
     * @param uploads {@code audience_uploads}; hashes are not read
     * @param sessions {@code audience_id, session_id} of {@link OrderSessions}
     * @param audiences {@code audience_id, advertiser_id, retention_days}
     * @param advertisers {@code advertiser_id, status}
     */
    public record Sent(
            Dataset<Row> received,
            Dataset<Row> uploads,
            Dataset<Row> sessions,
            Dataset<Row> audiences,
            Dataset<Row> advertisers) {}

    /**
     * @param asked {@code audience_id, advertiser_id, figure_key}
     * @param decided {@code id, figure_key, outcome} of {@link ReleaseReach#decide}
     * @param figures {@code released_figures}
     */
    public Dataset<Row> apply(Sent sent, Dataset<Row> asked, Dataset<Row> decided, Dataset<Row> figures) {
        String[] audience = {"audience_id"};
        Dataset<Row> newest = sent.uploads()
                .filter(col("op").notEqual("remove").and(col("uploaded_at").leq(lit(asOf))))
                .join(sent.sessions(), new String[] {"audience_id", "session_id"})
                .groupBy("audience_id")
                .agg(max("uploaded_at").as("newest_at"));
        Dataset<Row> active = sent.advertisers()
                .filter(col("status").equalTo("active"))
                .select(col("advertiser_id"), lit(true).as("active"));
        Dataset<Row> answers = asked.join(
                        decided.select(col("id").as("advertiser_id"), col("figure_key"), col(SpendBudgets.OUTCOME)),
                        new String[] {"advertiser_id", "figure_key"})
                .join(figures.select("figure_key", "value"), new String[] {"figure_key"}, "left_outer")
                .select(
                        col("audience_id"),
                        col(SpendBudgets.OUTCOME),
                        TellRange.range(policy.minPeople(), col("value")).as("told"));
        Dataset<Row> reports = sent.audiences()
                .join(sent.received(), audience, "left_outer")
                .join(newest, audience, "left_outer")
                .join(active, new String[] {"advertiser_id"}, "left_outer")
                .join(answers, audience, "left_outer")
                .withColumn("expires_at", Retention.end(col("newest_at")))
                .withColumn("status", status())
                .select(
                        col("advertiser_id"),
                        col("audience_id"),
                        col("status"),
                        ifReady(col("told.low")).as("reach_low"),
                        ifReady(col("told.high")).as("reach_high"),
                        coalesce(col("rows_received"), lit(0L)).as("rows_received"),
                        coalesce(col("rows_malformed"), lit(0L)).as("rows_malformed"),
                        col("expires_at"));
        return RANGES.mark(reports, UnaryOperator.identity());
    }

    private Column status() {
        Column outcome = col(SpendBudgets.OUTCOME);
        return when(col("active").isNull(), "suspended")
                .when(col("newest_at").isNull(), "processing")
                .when(col("expires_at").leq(lit(asOf)), "expired")
                .when(outcome.equalTo(ReleaseReach.WAITS), "processing")
                .when(outcome.equalTo(SpendBudgets.REFUSED), "over_budget")
                .when(col("told").isNotNull(), "ready")
                .otherwise("too_small");
    }

    private static Column ifReady(Column value) {
        return when(col("status").equalTo("ready"), value);
    }
}
