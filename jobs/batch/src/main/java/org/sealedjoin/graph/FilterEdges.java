package org.sealedjoin.graph;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps of published address-book edges those whose two ends are still linked for the purpose.
 *
 * <p>In: {@code contact_edges}; {@code links(purpose, account_id)} that both sides agree to. Out: {@code purpose, account_id,
 * contact_account_id}, ids taken from the links.
 */
public final class FilterEdges {
    public Dataset<Row> apply(Dataset<Row> edges, Dataset<Row> links) {
        Dataset<Row> owners = links.select("purpose", "account_id");
        Dataset<Row> contacts = owners.withColumnRenamed("account_id", "contact_account_id");
        Dataset<Row> owned = owners.join(edges, new String[] {"purpose", "account_id"});
        return contacts.join(owned, new String[] {"purpose", "contact_account_id"})
                .select(col("purpose"), col("account_id"), col("contact_account_id"));
    }
}
