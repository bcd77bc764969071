package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.token.RunKey;

/**
 * Tokenizes address books in the task that scans them and drops what the prefilter knows to be nobody linkable.
 *
 * <p>In: {@code contacts(owner_user_id, contact_phone, added_at)}, {@code users(user_id, region)}. Out: {@code owner_user_id,
 * added_at, token, refusal}: entries that may be linkable, and refused ones without a token, to be counted. The owner's region is
 * looked up by broadcast, so that no raw number crosses a shuffle.
 */
final class SealBooks {
    private final RunKey key;
    private final Instant asOf;
    private final Optional<Column> mayBeLinkable;

    SealBooks(RunKey key, Instant asOf, Optional<Column> mayBeLinkable) {
        this.key = key;
        this.asOf = asOf;
        this.mayBeLinkable = mayBeLinkable;
    }

    Dataset<Row> apply(Dataset<Row> contacts, Dataset<Row> users) {
        Dataset<Row> owners = users.select(col("user_id").as("owner_user_id"), col("region"));
        Dataset<Row> known = contacts.filter(
                        col("added_at").isNull().or(col("added_at").leq(lit(asOf))))
                .join(broadcast(owners), "owner_user_id");
        Dataset<Row> tokenized = new TokenizePhones(key, "contact_phone", col("region"))
                .apply(known)
                .select("owner_user_id", "added_at", Columns.TOKEN, Columns.REFUSAL);
        return mayBeLinkable
                .map(linkable -> tokenized.filter(col(Columns.TOKEN).isNull().or(linkable)))
                .orElse(tokenized);
    }
}
