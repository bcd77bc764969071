package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Sends each person's packed list of firm connections to all who have a firm connection to that person, and each person's own list to the
 * person. A path through a third person then costs a few bytes in a list, not a row.
 *
 * <p>In: {@code connections(account_id, neighbour_id, friend, made, received)}; {@code people(account_id, adult, discoverable, region)};
 * {@code removed(account_id, removed)}, how many suggestions of a person may be taken out later; {@code impressions(account_id,
 * suggested_account_id, times)}. Out: {@code account_id, step, packed}, read by {@link GatherEvidence}.
 */
final class PackEvidence {
    static final StructType SCHEMA = StructType.fromDDL("account_id LONG, step INT, packed BINARY");

    private final FriendsPolicy policy;

    PackEvidence(FriendsPolicy policy) {
        this.policy = policy;
    }

    Dataset<Row> apply(Dataset<Row> connections, Dataset<Row> people, Dataset<Row> removed, Dataset<Row> impressions) {
        Column firm = col("friend").or(col("made").and(col("received")));
        // What a person merely wrote down tells that person nothing, so it need not travel.
        Dataset<Row> telling = policy.has(SafetyRule.FIRM_EVIDENCE)
                ? connections.filter(col("friend").or(col("received")))
                : connections;
        Dataset<Row> degrees =
                connections.filter(firm).groupBy("account_id").agg(count(lit(1)).as("degree"));
        Dataset<Row> ends = (policy.has(SafetyRule.FIRM_EVIDENCE)
                        ? people.join(degrees, "account_id")
                        : people.join(degrees, new String[] {"account_id"}, "left_outer"))
                .select(
                        col("account_id").as("neighbour_id"),
                        coalesce(col("degree"), lit(0L)).as("degree"),
                        col("region"),
                        col("adult"),
                        col("discoverable"));
        // Outer: who has no neighbour of known age still sees what such neighbours connect to.
        Dataset<Row> lists = telling.join(ends, new String[] {"neighbour_id"}, "left_outer")
                .groupBy("account_id")
                .agg(collect_list(struct(
                                col("neighbour_id"),
                                col("degree"),
                                col("region"),
                                col("friend"),
                                col("made"),
                                col("received"),
                                col("adult"),
                                col("discoverable")))
                        .as("neighbours"));
        Dataset<Row> own = people.select(
                col("account_id"), col("adult").as("own_adult"), col("region").as("own_region"));
        Dataset<Row> shown = impressions
                .groupBy("account_id")
                .agg(collect_list(struct(col("suggested_account_id"), col("times")))
                        .as("shown"));
        Dataset<Row> persons = SuggestFriends.REMOVALS
                .mark(lists, all -> all.join(removed, new String[] {"account_id"}, "left_outer"))
                .join(degrees, new String[] {"account_id"}, "left_outer")
                .join(own, new String[] {"account_id"}, "left_outer")
                .join(shown, new String[] {"account_id"}, "left_outer")
                .select(
                        col("account_id"),
                        coalesce(col("degree"), lit(0L)),
                        col("neighbours"),
                        coalesce(col("removed"), lit(0L)),
                        col("own_adult"),
                        col("own_region"),
                        col("shown"));
        return persons.flatMap((FlatMapFunction<Row, Row>) new PackPerson(policy)::rows, Encoders.row(SCHEMA));
    }
}
