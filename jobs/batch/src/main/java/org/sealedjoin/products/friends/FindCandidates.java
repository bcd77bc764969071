package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds pairs of people whom evidence connects: an address-book entry between them, or a third person both are connected to.
 *
 * <p>A path through a third person is <em>firm</em> if each of its two steps is a friendship or an entry in both books; such a path
 * does not depend on any single one-way entry. Every other path is <em>loose</em>. A loose path counts for a person only if that
 * person made or accepted a step of it.
 *
 * <p>In: {@code connections(account_id, neighbour_id, friend, made, received)}, {@code people(account_id, adult, discoverable)}. Out,
 * one row a pair with {@code a < b}, both adults or both minors: {@code a, b, a_discoverable, b_discoverable, firm, loose_by_a,
 * loose_by_b, shared_friends, weight} (of the third persons, in millionths, so that sums do not depend on their order), {@code a_has_b, b_has_a}.
 */
final class FindCandidates {
    static final int MILLION = 1_000_000;

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
                        sum("loose_by_a").as("loose_by_a"),
                        sum("loose_by_b").as("loose_by_b"),
                        sum("shared_friends").as("shared_friends"),
                        sum("weight").as("weight"),
                        max("a_has_b").as("a_has_b"),
                        max("b_has_a").as("b_has_a"));
    }

    /** One row for each pair and third person. */
    private Dataset<Row> paths(Dataset<Row> connections, Dataset<Row> people) {
        Dataset<Row> degrees = connections
                .groupBy("account_id")
                .agg(count(lit(1)).as("degree"))
                .filter(col("degree").between(2, policy.maxConnections()));
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
                        col("friend").or(col("received")).as("by_end"));
        Dataset<Row> left = steps.as("left");
        Dataset<Row> right = steps.drop("weight").as("right");
        Column sameThird = col("left.through")
                .equalTo(col("right.through"))
                .and(col("left.adult").equalTo(col("right.adult")))
                .and(col("left.end").lt(col("right.end")));
        Column firm = col("left.firm").and(col("right.firm"));
        return left.join(right, sameThird)
                .select(
                        col("left.end").as("a"),
                        col("right.end").as("b"),
                        col("left.discoverable").as("a_discoverable"),
                        col("right.discoverable").as("b_discoverable"),
                        one(firm).as("firm"),
                        one(not(firm).and(col("left.by_end"))).as("loose_by_a"),
                        one(not(firm).and(col("right.by_end"))).as("loose_by_b"),
                        one(col("left.friend").and(col("right.friend"))).as("shared_friends"),
                        col("weight"),
                        lit(false).as("a_has_b"),
                        lit(false).as("b_has_a"));
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
        Column twoWay = col("made").and(col("received"));
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
                        one(twoWay).as("firm"),
                        one(not(twoWay).and(col("made"))).as("loose_by_a"),
                        one(not(twoWay).and(col("received"))).as("loose_by_b"),
                        lit(0L).as("shared_friends"),
                        lit(0L).as("weight"),
                        col("made").as("a_has_b"),
                        col("received").as("b_has_a"));
    }

    /** Weight of a shared connection, {@code 1 / ln degree} in millionths (Adamic and Adar, Social Networks 25, 2003). */
    private static Column adamicAdar(Column degree) {
        return round(lit(MILLION).divide(log(degree))).cast("long");
    }

    private static Column one(Column condition) {
        return when(condition, 1L).otherwise(0L);
    }
}
