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
 * Packs each person's list of connections and sends it once to every block of viewers that needs it: the person's own, and those of people
 * to whom the person has a firm connection. For graphs that do not fit into one process.
 *
 * <p>In: {@code connections(account_id, neighbour_id, friend, made, received)}; {@code people(account_id, adult, discoverable, region)};
 * {@code removed(account_id, removed)}, how many suggestions of a person may be taken out later; {@code shown(account_id, shown)}, suggestions
 * and how often. Out: {@code block, account_id, packed}, read by {@link GatherBlocks}.
 */
final class PackEvidence {
    static final StructType SCHEMA = StructType.fromDDL("block INT, account_id LONG, packed BINARY");

    private final FriendsPolicy policy;
    private final int blocks;

    PackEvidence(FriendsPolicy policy, int blocks) {
        this.policy = policy;
        this.blocks = blocks;
    }

    Dataset<Row> apply(Dataset<Row> connections, Dataset<Row> people, Dataset<Row> removed, Dataset<Row> shown) {
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
        return persons.flatMap((FlatMapFunction<Row, Row>) new PackPerson(policy, blocks)::rows, Encoders.row(SCHEMA));
    }
}
