package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;

/**
 * Joins sealed address books with the holders of the numbers in them.
 *
 * <p>In: {@code books} of {@link SealBooks}, {@code holders(user_id, token, epoch_start, epoch_end)}. Out: {@code owner_user_id,
 * contact_user_id, hub BOOLEAN}, one row for each pair, only entries made while the contact held the number. A hub's number stands in
 * more address books than the policy allows, whoever owns them and whether or not they agreed; an entry that is too old connects as little and
 * is marked alike.
 */
final class JoinBooks {
    static final Operation HUB_CUT = new Operation.Subtract("hub cut", "hub");

    private static final String IN_EPOCH = "in_epoch";
    private static final String RECENT = "recent";

    private final SealPolicy policy;
    private final Instant asOf;

    JoinBooks(SealPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    /** Pairs of owner and contact, with {@code in_epoch, recent BOOLEAN}; read twice by {@link #mark}, so worth keeping. */
    Dataset<Row> pairs(Dataset<Row> books, Dataset<Row> holders) {
        Dataset<Row> contacts = holders.withColumnRenamed("user_id", "contact_user_id");
        return books.filter(col(Columns.TOKEN).isNotNull())
                .join(contacts, Columns.TOKEN)
                .filter(col("owner_user_id").notEqual(col("contact_user_id")))
                .select(
                        col("owner_user_id"),
                        col("contact_user_id"),
                        Epoch.holds(col("added_at")).as(IN_EPOCH),
                        col("added_at")
                                .isNull()
                                .or(col("added_at").geq(lit(asOf.minus(Duration.ofDays(policy.maxEntryAgeDays())))))
                                .as(RECENT))
                .groupBy("owner_user_id", "contact_user_id")
                .agg(max(col(IN_EPOCH)).as(IN_EPOCH), max(col(RECENT)).as(RECENT));
    }

    /** Drops pairs outside the epoch and marks hubs. */
    Dataset<Row> mark(Dataset<Row> pairs) {
        Column hub = count(lit(1)).gt(policy.maxBookDegree());
        Dataset<Row> hubs = pairs.groupBy("contact_user_id").agg(hub.as("hub")).filter(col("hub"));
        return HUB_CUT.mark(
                        pairs.filter(col(IN_EPOCH)),
                        all -> all.join(broadcast(hubs), new String[] {"contact_user_id"}, "left_outer"))
                .select(
                        col("owner_user_id"),
                        col("contact_user_id"),
                        col("hub").isNotNull().or(not(col(RECENT))).as("hub"));
    }
}
