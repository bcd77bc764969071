package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the upload sessions that count: all batches from 1 to the last came, and no later session replaced the audience.
 *
 * <p>In: {@code audience_uploads} without hashes. Out: {@code audience_id, session_id, closed_at}; sessions take effect in the order
 * of {@code closed_at}, then {@code session_id}.
 */
final class OrderSessions {
    private static final String CLOSED_AT = "closed_at";

    private final Instant asOf;

    OrderSessions(Instant asOf) {
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> uploads) {
        Column ifLast = col("last_batch");
        Dataset<Row> whole = uploads.filter(col("uploaded_at").leq(lit(asOf)))
                .groupBy("audience_id", "session_id")
                .agg(
                        count_distinct(col("batch_seq")).as("batches"),
                        max(col("batch_seq")).as("greatest"),
                        max(when(ifLast, col("batch_seq"))).as("last"),
                        max(when(ifLast, col("uploaded_at"))).as(CLOSED_AT),
                        max(col("op").equalTo("replace")).as("replaces"))
                .filter(col("last").equalTo(col("greatest")).and(col("batches").equalTo(col("last"))));
        Dataset<Row> newestReplacement = whole.filter(col("replaces"))
                .groupBy("audience_id")
                .agg(max(place()).as("replaced"));
        return whole.join(broadcast(newestReplacement), new String[] {"audience_id"}, "left_outer")
                .filter(col("replaced").isNull().or(place().geq(col("replaced"))))
                .select("audience_id", "session_id", CLOSED_AT);
    }

    private static Column place() {
        return struct(col(CLOSED_AT), col("session_id"));
    }
}
