package org.sealedjoin.graph;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;

/**
 * Address-book entries as edges between accounts, for the purposes that may use them: friends and safety, never ads.
 *
 * <p>In: {@code entries(owner_user_id, contact_user_id, hub)} of the seal; {@code links(purpose, user_id, account_id)} that both sides
 * agreed to. Out: {@code purpose, account_id, contact_account_id}, where owner and contact both agreed to the purpose. Hubs connect
 * nobody for friends.
 */
public final class BuildContactEdges {
    private final boolean fewLinked;

    /** @param fewLinked whether all links fit into memory: entries are then joined with them where they lie, and cross no network */
    public BuildContactEdges(boolean fewLinked) {
        this.fewLinked = fewLinked;
    }

    public Dataset<Row> apply(Dataset<Row> entries, Dataset<Row> links) {
        Dataset<Row> usable = links.filter(col("purpose").isin(Purpose.FRIENDS.word(), Purpose.SAFETY.word()));
        Dataset<Row> owners = usable.select(col("purpose"), col("user_id").as("owner_user_id"), col("account_id"));
        Dataset<Row> contacts = usable.select(
                col("purpose"),
                col("user_id").as("contact_user_id"),
                col("account_id").as("contact_account_id"));
        return entries.join(near(owners), "owner_user_id")
                .join(near(contacts), new String[] {"purpose", "contact_user_id"})
                .filter(not(col("hub").and(col("purpose").equalTo(Purpose.FRIENDS.word()))))
                .select("purpose", "account_id", "contact_account_id");
    }

    private Dataset<Row> near(Dataset<Row> linked) {
        return fewLinked ? broadcast(linked) : linked;
    }
}
