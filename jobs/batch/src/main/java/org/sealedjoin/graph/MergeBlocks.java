package org.sealedjoin.graph;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Blocks of both platforms as pairs of accounts.
 *
 * <p>In: {@code socialBlocks(account_id, blocked_account_id)}, {@code messagingBlocks(user_id, blocked_user_id)}, {@code
 * identities(user_id, account_id)}, which may hold people who agreed to nothing: a block only ever takes away. Out: {@code account_id,
 * blocked_account_id}.
 */
public final class MergeBlocks {
    public Dataset<Row> apply(Dataset<Row> socialBlocks, Dataset<Row> messagingBlocks, Dataset<Row> identities) {
        Dataset<Row> blocked = identities.select(
                col("user_id").as("blocked_user_id"), col("account_id").as("blocked_account_id"));
        return messagingBlocks
                .join(identities, "user_id")
                .join(blocked, "blocked_user_id")
                .select("account_id", "blocked_account_id")
                .unionByName(socialBlocks.select("account_id", "blocked_account_id"))
                .distinct();
    }
}
