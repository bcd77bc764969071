package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log10;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Operation;

/**
 * Tells advertisers what they may know of each of their audiences: a status, a coarse range, and counts of what they sent themselves.
 *
 * <p>The range comes from the true count without noise; see the limits in docs/guarantees.md. In: see {@link #apply}. Out: the columns
 * of {@code audience_reports}, a row for each audience.
 */
public final class ReportAudiences {
    /** Figures that rest on who is in an audience, coarse and above the threshold. No noise yet: see docs/guarantees.md. */
    static final Operation RANGES =
            new Operation.Release("thresholded range", released(), List.of("status", "reach_low", "reach_high"));

    private final AudiencePolicy policy;
    private final Instant asOf;

    public ReportAudiences(AudiencePolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    /**
     * @param members {@code audience_id, account_id} of {@link FindMembers}
     * @param received {@code audience_id, rows_received, rows_malformed}
     * @param uploads {@code audience_uploads}; hashes are not read
     * @param audiences {@code audience_id, advertiser_id, retention_days}
     * @param advertisers {@code advertiser_id, status}
     */
    public Dataset<Row> apply(
            Dataset<Row> members,
            Dataset<Row> received,
            Dataset<Row> uploads,
            Dataset<Row> audiences,
            Dataset<Row> advertisers) {
        Dataset<Row> reach = members.groupBy("audience_id").agg(count(lit(1)).as("reach"));
        Dataset<Row> newest = uploads.join(
                        new OrderSessions(asOf).apply(uploads), new String[] {"audience_id", "session_id"})
                .filter(col("op").notEqual("remove").and(col("uploaded_at").leq(lit(asOf))))
                .groupBy("audience_id")
                .agg(max("uploaded_at").as("newest_at"));
        Dataset<Row> active = advertisers
                .filter(col("status").equalTo("active"))
                .select(col("advertiser_id"), lit(true).as("active"));
        String[] audience = {"audience_id"};
        Dataset<Row> reports = audiences
                .join(reach, audience, "left_outer")
                .join(received, audience, "left_outer")
                .join(newest, audience, "left_outer")
                .join(active, new String[] {"advertiser_id"}, "left_outer")
                .withColumn("expires_at", Retention.end(col("newest_at")))
                .withColumn("status", status())
                .select(
                        col("advertiser_id"),
                        col("audience_id"),
                        col("status"),
                        ifReady(rangeStep().multiply(floor(col("reach").divide(rangeStep()))))
                                .as("reach_low"),
                        ifReady(rangeStep()
                                        .multiply(floor(col("reach").divide(rangeStep()))
                                                .plus(1)))
                                .as("reach_high"),
                        coalesce(col("rows_received"), lit(0L)).as("rows_received"),
                        coalesce(col("rows_malformed"), lit(0L)).as("rows_malformed"),
                        col("expires_at"));
        return RANGES.mark(reports, UnaryOperator.identity());
    }

    private static Set<Label> released() {
        var labels = new HashSet<>(Label.unconsentedForAll());
        labels.addAll(Set.of(Label.PERSON_ID, Label.ADVERTISER_INPUT));
        return labels;
    }

    private Column status() {
        return when(col("active").isNull(), "suspended")
                .when(col("expires_at").leq(lit(asOf)), "expired")
                .when(col("reach").geq(policy.minPeople()), "ready")
                .otherwise("too_small");
    }

    /** Ranges are as wide as the largest power of ten in the count: 100 to 200, 3000 to 4000. */
    private static Column rangeStep() {
        return pow(lit(10), floor(log10(col("reach")))).cast("long");
    }

    private static Column ifReady(Column value) {
        return when(col("status").equalTo("ready"), value.cast("long"));
    }
}
