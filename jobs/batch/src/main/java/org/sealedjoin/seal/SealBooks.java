package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.token.RunKey;

/**
 * Tokenizes address books in the task that scans them.
 *
 * <p>In: {@code contacts(owner_user_id, contact_phone, added_at)}, {@code users(user_id, region)}. Out: {@code owner_user_id,
 * added_at, token, refusal}: entries known by the as-of; refused ones have no token, and are there to be counted. The owner's region is
 * looked up by broadcast, so that no raw number crosses a shuffle.
 */
final class SealBooks {
    private final RunKey key;
    private final Instant asOf;

    SealBooks(RunKey key, Instant asOf) {
        this.key = key;
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> contacts, Dataset<Row> users) {
        Dataset<Row> owners = users.select(col("user_id").as("owner_user_id"), col("region"));
        Dataset<Row> known = contacts.filter(
                        col("added_at").isNull().or(col("added_at").leq(lit(asOf))))
                .join(broadcast(owners), "owner_user_id");
        return new TokenizePhones(key, "contact_phone", col("region"))
                .apply(known)
                .select("owner_user_id", "added_at", Columns.TOKEN, Columns.REFUSAL);
    }
}
