package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds pairs of people whom evidence connects: entries in both books, or a third person both are connected to.
 *
 * <p>A connection is <em>firm</em> if it is a friendship or an entry in both books, and a path through a third person if both its steps
 * are. Only firm evidence makes a candidate, so no one-way entry makes or unmakes one; one-way entries only add weight, and never those
 * that the viewer alone wrote down. Degrees count friends and a person's own book, so that nobody changes another's by an entry.
 *
 * <p>In: {@code connections(account_id, neighbour_id, friend, made, received)}, {@code people(account_id, adult, discoverable)}. Out,
 * one row a pair with {@code a < b}, both adults or both minors: {@code a, b, a_discoverable, b_discoverable, firm} (pieces of
 * evidence, at least 1), {@code shared_friends, weight_for_a, weight_for_b} (as each of them sees it; in millionths, so that sums do not
 * depend on their order), {@code mutual BOOLEAN}.
 */
final class FindCandidates {
    private static final int MILLION = 1_000_000;

    private final FriendsPolicy policy;

    FindCandidates(FriendsPolicy policy) {
        this.policy = policy;
    }

    Dataset<Row> apply(Dataset<Row> connections, Dataset<Row> people) {
        return paths(connections, people)
                .unionByName(entries(connections, people))
                .groupBy("a", "b", "a_discoverable", "b_discoverable")
                .agg(
                        sum("firm").as("firm"),
                        sum("shared_friends").as("shared_friends"),
                        sum("weight_for_a").as("weight_for_a"),
                        sum("weight_for_b").as("weight_for_b"),
                        max("mutual").as("mutual"))
                .filter(col("firm").geq(1));
    }

    /** One row for each pair and third person. */
    private Dataset<Row> paths(Dataset<Row> connections, Dataset<Row> people) {
        Dataset<Row> degrees = connections
                .filter(col("friend").or(col("made")))
                .groupBy("account_id")
                .agg(count(lit(1)).as("degree"))
                .filter(col("degree").leq(policy.maxConnections()));
        Dataset<Row> steps = connections
                .join(degrees, "account_id")
                .join(people.withColumnRenamed("account_id", "neighbour_id"), "neighbour_id")
                .select(
                        col("account_id").as("through"),
                        col("adult"),
                        adamicAdar(col("degree")).as("weight"),
                        col("neighbour_id").as("end"),
                        col("discoverable"),
                        col("friend"),
                        col("friend").or(col("made").and(col("received"))).as("firm"),
                        col("friend").or(col("made")).as("seen_by_end"));
        Dataset<Row> left = steps.as("left");
        Dataset<Row> right = steps.drop("weight").as("right");
        Column sameThird = col("left.through")
                .equalTo(col("right.through"))
                .and(col("left.adult").equalTo(col("right.adult")))
                .and(col("left.end").lt(col("right.end")))
                // Two people who only wrote the third down themselves: nothing that either may be told.
                .and(col("left.seen_by_end").or(col("right.seen_by_end")));
        Column firm = col("left.firm").and(col("right.firm"));
        return left.join(right, sameThird)
                .select(
                        col("left.end").as("a"),
                        col("right.end").as("b"),
                        col("left.discoverable").as("a_discoverable"),
                        col("right.discoverable").as("b_discoverable"),
                        when(firm, 1L).otherwise(0L).as("firm"),
                        when(col("left.friend").and(col("right.friend")), 1L)
                                .otherwise(0L)
                                .as("shared_friends"),
                        when(col("left.seen_by_end"), col("weight"))
                                .otherwise(0L)
                                .as("weight_for_a"),
                        when(col("right.seen_by_end"), col("weight"))
                                .otherwise(0L)
                                .as("weight_for_b"),
                        lit(false).as("mutual"));
    }

    /** One row for each pair of which one has the other in the book. */
    private static Dataset<Row> entries(Dataset<Row> connections, Dataset<Row> people) {
        Dataset<Row> firstPeople = people.select(
                col("account_id").as("a"),
                col("adult").as("a_adult"),
                col("discoverable").as("a_discoverable"));
        Dataset<Row> secondPeople = people.select(
                col("account_id").as("b"),
                col("adult").as("b_adult"),
                col("discoverable").as("b_discoverable"));
        Column mutual = col("made").and(col("received"));
        return connections
                .filter(col("account_id")
                        .lt(col("neighbour_id"))
                        .and(col("made").or(col("received"))))
                .withColumnRenamed("account_id", "a")
                .withColumnRenamed("neighbour_id", "b")
                .join(firstPeople, "a")
                .join(secondPeople, "b")
                .filter(col("a_adult").equalTo(col("b_adult")))
                .select(
                        col("a"),
                        col("b"),
                        col("a_discoverable"),
                        col("b_discoverable"),
                        when(mutual, 1L).otherwise(0L).as("firm"),
                        lit(0L).as("shared_friends"),
                        weightOfEntry(mutual, col("received")).as("weight_for_a"),
                        weightOfEntry(mutual, col("made")).as("weight_for_b"),
                        mutual.as("mutual"));
    }

    /** Weight of a shared connection, {@code 1 / ln degree} in millionths (Adamic and Adar, Social Networks 25, 2003). */
    private static Column adamicAdar(Column degree) {
        return round(lit(MILLION).divide(log(greatest(degree, lit(2L))))).cast("long");
    }

    /** An entry in both books tells most; one that only the other wrote down tells something; one's own alone tells nothing new. */
    private static Column weightOfEntry(Column mutual, Column byOther) {
        return when(mutual, 5L * MILLION).when(byOther, 3L * MILLION).otherwise(0L);
    }
}
