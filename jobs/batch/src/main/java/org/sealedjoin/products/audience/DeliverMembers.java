package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Keeps the members of audiences that are ready and, with the noise of their question, still large enough today: a figure stays all month, and
 * made-up people who leave after it was released must not leave the one real person of their list alone with the advertisement.
 *
 * <p>Out: {@code audience_members}.
 */
public final class DeliverMembers {
    private final AudiencePolicy policy;

    public DeliverMembers(AudiencePolicy policy) {
        this.policy = policy;
    }

    /**
     * @param members {@code audience_id, account_id} of {@link FindMembers}
     * @param reports {@code audience_reports}
     * @param asked {@code audience_id, noise}
     */
    public Dataset<Row> apply(Dataset<Row> members, Dataset<Row> reports, Dataset<Row> asked) {
        Dataset<Row> ready = reports.filter(col("status").equalTo("ready")).select("audience_id");
        Dataset<Row> largeEnough = members.groupBy("audience_id")
                .agg(count(lit(1)).as("people"))
                .join(asked.select("audience_id", "noise"), "audience_id")
                .filter(col("people").plus(col("noise")).geq(policy.minPeople()))
                .join(ready, new String[] {"audience_id"}, "left_semi");
        return members.join(broadcast(largeEnough), new String[] {"audience_id"}, "left_semi")
                .select("audience_id", "account_id");
    }
}
