package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.guard.Operation;

/**
 * Suggests to each person the people whom the evidence supports most.
 *
 * <p>A suggestion needs entries in both books, a shared friend, or several third persons to whom both are tied by friendship or by entries
 * in both books. So it survives the loss of any one-way entries and rests on what the suggested person made or accepted, and what anybody
 * but the suggested person merely wrote down changes nothing: adding a number tells nobody whose it is. See docs/decisions/0004 and 0010.
 * Never suggested: friends, people blocked either way, people the person dismissed, people who are not discoverable by phone, adults to
 * minors or minors to adults, anybody of unknown age.
 *
 * <p>In: see {@link Tables}. Out: {@code account_id, suggested_account_id, rank, score, reason}.
 */
public final class SuggestFriends {
    /** Whom the two know, or do not want to know of. */
    static final Operation EXCLUSIONS = new Operation.Subtract("exclusions");

    /** How many of a person's candidates they can take out. */
    static final Operation REMOVALS = new Operation.Subtract("removals", "removed");

    private static final String SEEN_BY = "account_id";
    private static final String SUGGESTED = "suggested_account_id";

    private final FriendsPolicy policy;
    private final Instant asOf;

    /**
     * What suggestions are made from.
     *
     * @param connections {@code account_id, neighbour_id, friend, made, received}
     * @param accounts {@code account_id, birth_date, discoverable_by_phone, region}
     * @param agreed {@code account_id} of accounts that agreed to friends
     * @param friendships {@code account_id, friend_account_id, since}, agreed or not
     * @param blocks {@code account_id, blocked_account_id}
     * @param feedback {@code account_id, suggested_account_id, outcome, at}
     */
    public record Tables(
            Dataset<Row> connections,
            Dataset<Row> accounts,
            Dataset<Row> agreed,
            Dataset<Row> friendships,
            Dataset<Row> blocks,
            Dataset<Row> feedback) {}

    public SuggestFriends(FriendsPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    public Dataset<Row> apply(Tables tables) {
        Column[] order = {col("score").desc(), col(SUGGESTED).asc()};
        var bestFirst = Window.partitionBy(SEEN_BY).orderBy(order);
        return candidates(tables, GatherEvidence.Told.BEST)
                .withColumn("rank", row_number().over(bestFirst))
                .filter(col("rank").leq(policy.perPerson()))
                .select(SEEN_BY, SUGGESTED, "rank", "score", "reason");
    }

    /** Everybody whom the rules allow and the evidence supports: {@code account_id, suggested_account_id, score, features}. */
    public Dataset<Row> described(Tables tables) {
        return candidates(tables, GatherEvidence.Told.ALL_WITH_FEATURES)
                .select(SEEN_BY, SUGGESTED, "score", "features");
    }

    /** Every operation here that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(EXCLUSIONS, REMOVALS, SampleExamples.HELD_OUT);
    }

    private Dataset<Row> candidates(Tables tables, GatherEvidence.Told told) {
        Dataset<Row> people = new DescribePeople(asOf).apply(tables.accounts(), tables.agreed());
        Dataset<Row> blocks = policy.has(SafetyRule.BLOCKS)
                ? tables.blocks()
                : tables.blocks().limit(0);
        Dataset<Row> dismissed = tables.feedback()
                .filter(policy.has(SafetyRule.DISMISSED) ? col("outcome").equalTo("dismissed") : lit(false))
                .select(SEEN_BY, SUGGESTED)
                .distinct();
        // Friends of now are no candidates: GatherEvidence leaves them out, as connections say.
        Dataset<Row> excluded = directed(
                        tables.friendships().filter(col("since").gt(lit(asOf))), "friend_account_id")
                .unionByName(directed(blocks, "blocked_account_id"))
                .unionByName(dismissed);
        // So many more are kept of each person's candidates, and the best that remain are exact.
        Dataset<Row> removed = excluded.groupBy(SEEN_BY).agg(count(lit(1)).as("removed"));
        Dataset<Row> packed = new PackEvidence(policy)
                .apply(tables.connections(), people, removed, impressions(tables.feedback(), tables.agreed()));
        Dataset<Row> gathered = packed.repartition(col(SEEN_BY))
                .sortWithinPartitions(SEEN_BY, "step")
                .mapPartitions(new GatherEvidence(policy, told), Encoders.row(GatherEvidence.SCHEMA));
        return EXCLUSIONS.mark(gathered, all -> all.join(excluded, new String[] {SEEN_BY, SUGGESTED}, "left_anti"));
    }

    private static Dataset<Row> directed(Dataset<Row> rows, String other) {
        Dataset<Row> pairs = rows.select(col(SEEN_BY), col(other).as(SUGGESTED));
        return pairs.unionByName(
                rows.select(col(other).as(SEEN_BY), col(SEEN_BY).as(SUGGESTED)));
    }

    /** How often each suggestion was shown to a person who did nothing about it. */
    private Dataset<Row> impressions(Dataset<Row> feedback, Dataset<Row> agreed) {
        return feedback.filter(col("outcome").equalTo("shown").and(col("at").leq(lit(asOf))))
                .join(agreed, SEEN_BY)
                .join(agreed.withColumnRenamed(SEEN_BY, SUGGESTED), SUGGESTED)
                .groupBy(SEEN_BY, SUGGESTED)
                .agg(count(lit(1)).as("times"));
    }
}
