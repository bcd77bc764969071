package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Suggests to each person the people whom the evidence supports most.
 *
 * <p>A suggestion needs a firm path or an entry in both books, or two loose ones that the suggested person made or accepted a step of:
 * so it survives the loss of any single one-way entry, and nobody is suggested on the strength of what others wrote down alone. Never
 * suggested: friends, people blocked either way, people the person dismissed, people who are not discoverable by phone, adults to
 * minors or minors to adults, anybody of unknown age.
 *
 * <p>In: see {@link #apply}. Out: {@code account_id, suggested_account_id, rank, score, reason}.
 */
public final class SuggestFriends {
    private static final String SEEN_BY = "account_id";
    private static final String SUGGESTED = "suggested_account_id";

    private final FriendsPolicy policy;
    private final Instant asOf;

    public SuggestFriends(FriendsPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    /**
     * @param connections {@code account_id, neighbour_id, friend, made, received}
     * @param accounts {@code account_id, birth_date, discoverable_by_phone}
     * @param agreed {@code account_id} of accounts that agreed to friends
     * @param friendships {@code account_id, friend_account_id}, agreed or not
     * @param blocks {@code account_id, blocked_account_id}
     * @param feedback {@code account_id, suggested_account_id, outcome}
     */
    public Dataset<Row> apply(
            Dataset<Row> connections,
            Dataset<Row> accounts,
            Dataset<Row> agreed,
            Dataset<Row> friendships,
            Dataset<Row> blocks,
            Dataset<Row> feedback) {
        Dataset<Row> people = new DescribePeople(asOf).apply(accounts, agreed);
        Dataset<Row> known = pairs(friendships, "friend_account_id").unionByName(pairs(blocks, "blocked_account_id"));
        Dataset<Row> candidates = new FindCandidates(policy)
                .apply(connections, people)
                .join(known, new String[] {"a", "b"}, "left_anti")
                .join(dismissals(feedback), new String[] {"a", "b"}, "left_outer");
        return best(bothWays(candidates));
    }

    private static Dataset<Row> pairs(Dataset<Row> rows, String other) {
        return rows.select(
                least(col(SEEN_BY), col(other)).as("a"),
                greatest(col(SEEN_BY), col(other)).as("b"));
    }

    private static Dataset<Row> dismissals(Dataset<Row> feedback) {
        Column byLesser = col(SEEN_BY).lt(col(SUGGESTED));
        return feedback.filter(col("outcome").equalTo("dismissed"))
                .groupBy(
                        least(col(SEEN_BY), col(SUGGESTED)).as("a"),
                        greatest(col(SEEN_BY), col(SUGGESTED)).as("b"))
                .agg(
                        max(when(byLesser, true).otherwise(false)).as("dismissed_by_a"),
                        max(when(byLesser, false).otherwise(true)).as("dismissed_by_b"));
    }

    /** Each pair as up to two suggestions, one in each direction that the rules allow. */
    private static Dataset<Row> bothWays(Dataset<Row> candidates) {
        return candidates
                .select(
                        explode(array(
                                        direction(
                                                "a",
                                                "b",
                                                "loose_by_b",
                                                "b_discoverable",
                                                "dismissed_by_a",
                                                "a_has_b",
                                                "b_has_a"),
                                        direction(
                                                "b",
                                                "a",
                                                "loose_by_a",
                                                "a_discoverable",
                                                "dismissed_by_b",
                                                "b_has_a",
                                                "a_has_b")))
                                .as("way"),
                        col("firm"),
                        col("shared_friends"))
                .select("way.*", "firm", "shared_friends")
                .filter(col("allowed"))
                .filter(col("firm").geq(1).or(col("loose").geq(2)));
    }

    private static Column direction(
            String seenBy,
            String suggested,
            String loose,
            String discoverable,
            String dismissed,
            String made,
            String received) {
        return struct(
                col(seenBy).as(SEEN_BY),
                col(suggested).as(SUGGESTED),
                col(loose).as("loose"),
                col(discoverable)
                        .and(coalesce(col(dismissed), lit(false)).equalTo(false))
                        .as("allowed"),
                // What only the viewer wrote down shows nowhere, not even in rank or reason: it would confirm whose
                // number it is.
                col("weight")
                        .plus(when(col(received).and(col(made)), 5L * FindCandidates.MILLION)
                                .when(col(received), 3L * FindCandidates.MILLION)
                                .otherwise(0L))
                        .as("weight"),
                col(made).and(col(received)).as("in_book"));
    }

    private Dataset<Row> best(Dataset<Row> suggestions) {
        Column strength = col("weight").divide(1e6);
        var bestFirst = Window.partitionBy(SEEN_BY)
                .orderBy(col("weight").desc(), col(SUGGESTED).asc());
        return suggestions
                .withColumn("rank", row_number().over(bestFirst))
                .filter(col("rank").leq(policy.perPerson()))
                .select(
                        col(SEEN_BY),
                        col(SUGGESTED),
                        col("rank"),
                        strength.divide(strength.plus(1)).as("score"),
                        when(col("in_book"), "in_your_contacts")
                                .when(col("shared_friends").gt(0), "shared_friends")
                                .otherwise("shared_contacts")
                                .as("reason"));
    }
}
