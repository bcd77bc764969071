package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.guard.Operation;

/**
 * Suggests to each person the people whom the evidence supports most.
 *
 * <p>A suggestion needs entries in both books, or a third person to whom both are tied by friendship or by entries in both books. So it
 * survives the loss of any one-way entries and rests on what the suggested person made or accepted, and an entry that only the viewer
 * wrote down changes nothing in what the viewer sees: adding a number tells nobody whose it is. See docs/decisions/0004. Never
 * suggested: friends, people blocked either way, people the person dismissed, people who are not discoverable by phone, adults to
 * minors or minors to adults, anybody of unknown age.
 *
 * <p>In: see {@link #apply}. Out: {@code account_id, suggested_account_id, rank, score, reason}.
 */
public final class SuggestFriends {
    /** Whom the two know, or do not want to know of. */
    private static final Operation EXCLUSIONS = new Operation.Subtract("exclusions");

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
        Dataset<Row> candidates = EXCLUSIONS.mark(
                new FindCandidates(policy).apply(connections, people),
                all -> all.join(known, new String[] {"a", "b"}, "left_anti"));
        Dataset<Row> dismissed = feedback.filter(col("outcome").equalTo("dismissed"))
                .select(SEEN_BY, SUGGESTED)
                .distinct();
        return best(EXCLUSIONS.mark(
                bothWays(candidates), all -> all.join(dismissed, new String[] {SEEN_BY, SUGGESTED}, "left_anti")));
    }

    /** Every operation here that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(EXCLUSIONS);
    }

    private static Dataset<Row> pairs(Dataset<Row> rows, String other) {
        return rows.select(
                least(col(SEEN_BY), col(other)).as("a"),
                greatest(col(SEEN_BY), col(other)).as("b"));
    }

    /** Each pair as up to two suggestions, one in each direction that the rules allow. */
    private static Dataset<Row> bothWays(Dataset<Row> candidates) {
        return candidates
                .select(
                        explode(array(
                                        direction("a", "b", "b_discoverable", "weight_for_a"),
                                        direction("b", "a", "a_discoverable", "weight_for_b")))
                                .as("way"),
                        col("shared_friends"),
                        col("mutual"))
                .select("way.*", "shared_friends", "mutual")
                .filter(col("allowed"));
    }

    private static Column direction(String seenBy, String suggested, String discoverable, String weight) {
        return struct(
                col(seenBy).as(SEEN_BY),
                col(suggested).as(SUGGESTED),
                col(weight).as("weight"),
                col(discoverable).as("allowed"));
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
                        when(col("mutual"), "in_your_contacts")
                                .when(col("shared_friends").gt(0), "shared_friends")
                                .otherwise("shared_contacts")
                                .as("reason"));
    }
}
