package org.sealedjoin.graph;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One graph of who is connected to whom and how, from address books and friendships.
 *
 * <p>In: {@code contactEdges(account_id, contact_account_id)} agreed to for friends; {@code friendships(account_id,
 * friend_account_id, since)}; {@code agreed(account_id)}, accounts that agreed to friends on the social network. Out: {@code
 * account_id, neighbour_id, friend, made, received}, each connection seen from both its ends: {@code made} says that the account has
 * the neighbour in its book, {@code received} the reverse. A friendship counts only if both its ends agreed.
 */
public final class BuildConnections {
    private final Instant asOf;

    public BuildConnections(Instant asOf) {
        this.asOf = asOf;
    }

    public Dataset<Row> apply(Dataset<Row> contactEdges, Dataset<Row> friendships, Dataset<Row> agreed) {
        Dataset<Row> entries = contactEdges.select(
                col("account_id"),
                col("contact_account_id").as("neighbour_id"),
                lit(false).as("friend"),
                lit(true).as("made"),
                lit(false).as("received"));
        Dataset<Row> friends = friendships
                .filter(col("since").isNull().or(col("since").leq(lit(asOf))))
                .filter(col("account_id").notEqual(col("friend_account_id")))
                .join(agreed, "account_id")
                .join(agreed.withColumnRenamed("account_id", "friend_account_id"), "friend_account_id")
                .select(
                        col("account_id"),
                        col("friend_account_id").as("neighbour_id"),
                        lit(true).as("friend"),
                        lit(false).as("made"),
                        lit(false).as("received"));
        Dataset<Row> oneWay = entries.unionByName(friends);
        return oneWay.unionByName(turned(oneWay))
                .groupBy("account_id", "neighbour_id")
                .agg(
                        max(col("friend")).as("friend"),
                        max(col("made")).as("made"),
                        max(col("received")).as("received"));
    }

    private static Dataset<Row> turned(Dataset<Row> connections) {
        return connections.select(
                col("neighbour_id").as("account_id"),
                col("account_id").as("neighbour_id"),
                col("friend"),
                col("received").as("made"),
                col("made").as("received"));
    }
}
