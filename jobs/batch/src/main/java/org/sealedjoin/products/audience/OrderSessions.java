package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Finds the upload sessions in force: all batches from 1 to the last came within the advertiser's daily quota, and no later session replaced
 * the audience.
 *
 * <p>In: {@code audience_uploads}, hashes are not read; {@code audiences}. Out: {@code audience_id, session_id, closed_at, counts_from};
 * sessions take effect in the order of {@code closed_at}, then {@code session_id}; rows that put in count if they were uploaded after {@code counts_from}.
 */
public final class OrderSessions {
    private static final String CLOSED_AT = "closed_at";

    private final AudiencePolicy policy;
    private final Instant asOf;

    public OrderSessions(AudiencePolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    public Dataset<Row> apply(Dataset<Row> uploads, Dataset<Row> audiences) {
        Dataset<Row> owned = audiences.select(
                col("audience_id"),
                col("advertiser_id"),
                Retention.start(lit(asOf)).as("counts_from"));
        Dataset<Row> whole = withinQuota(
                        uploads.filter(col("uploaded_at").leq(lit(asOf))).join(broadcast(owned), "audience_id"))
                .groupBy("audience_id", "session_id", "counts_from")
                .agg(
                        count(lit(1)).as("batches"),
                        max(col("batch_seq")).as("greatest"),
                        max(when(col("last_at").isNotNull(), col("batch_seq"))).as("last"),
                        max(col("last_at")).as(CLOSED_AT),
                        max(col("replaces")).as("replaces"))
                .filter(col("last").equalTo(col("greatest")).and(col("batches").equalTo(col("last"))));
        Dataset<Row> newestReplacement = whole.filter(col("replaces"))
                .groupBy("audience_id")
                .agg(max(place()).as("replaced"));
        return whole.join(broadcast(newestReplacement), new String[] {"audience_id"}, "left_outer")
                .filter(col("replaced").isNull().or(place().geq(col("replaced"))))
                .select("audience_id", "session_id", CLOSED_AT, "counts_from");
    }

    /** One row a batch, without those that came when the advertiser's rows of the day had run out. */
    private Dataset<Row> withinQuota(Dataset<Row> uploads) {
        var earlierThatDay = Window.partitionBy(col("advertiser_id"), to_date(col("came_at")))
                .orderBy("came_at", "audience_id", "session_id", "batch_seq")
                .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        return uploads.groupBy("advertiser_id", "audience_id", "session_id", "counts_from", "batch_seq")
                .agg(
                        max(col("uploaded_at")).as("came_at"),
                        max(when(col("last_batch"), col("uploaded_at"))).as("last_at"),
                        max(col("op").equalTo("replace")).as("replaces"),
                        count(lit(1)).as("rows"))
                .withColumn("rows_that_day", sum("rows").over(earlierThatDay))
                .filter(col("rows_that_day").leq(policy.maxRowsPerDay()));
    }

    private static Column place() {
        return struct(col(CLOSED_AT), col("session_id"));
    }
}
