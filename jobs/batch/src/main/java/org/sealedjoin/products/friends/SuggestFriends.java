package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.table.Counts;

/**
 * Suggests to each person the people whom the evidence supports most.
 *
 * <p>A suggestion needs entries in both books, a shared friend, or several third persons to whom both are tied by friendship or by entries
 * in both books. So it survives the loss of any one-way entries and rests on what the suggested person made or accepted, and what anybody
 * but the suggested person merely wrote down changes nothing: adding a number tells nobody whose it is. See docs/decisions/0004 and 0010.
 * Never suggested: friends, people blocked either way, people the person dismissed, people who are not discoverable by phone, adults to
 * minors or minors to adults, anybody of unknown age.
 *
 * <p>In: see {@link Tables}. Out: {@code account_id, suggested_account_id, rank, score, reason}. What is returned can be computed until this
 * is closed, which frees the memory of all processes. See docs/decisions/0012.
 */
public final class SuggestFriends implements AutoCloseable {
    /** Whom the two know, or do not want to know of. */
    static final Operation EXCLUSIONS = new Operation.Subtract("exclusions");

    /** How many of a person's candidates they can take out. */
    static final Operation REMOVALS = new Operation.Subtract("removals", "removed");

    private static final String SEEN_BY = "account_id";
    private static final String SUGGESTED = "suggested_account_id";

    /** Bytes of an excluded pair in the table of a broadcast join. */
    private static final long EXCLUDED_BYTES = 64;

    private final FriendsPolicy policy;
    private final Instant asOf;
    private final ShareGraph share;

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
        this.share = new ShareGraph(policy);
    }

    public Dataset<Row> apply(Tables tables) {
        Dataset<Row> excluded = excluded(tables);
        Dataset<Row> gathered = gathered(tables, excluded, ChooseBest.Told.BEST);
        // A broadcast join leaves rows where they are and as they are ordered.
        boolean inOrder = Counts.of(excluded) * EXCLUDED_BYTES <= policy.graphMaxBytes();
        Dataset<Row> left = without(inOrder ? broadcast(excluded) : excluded, gathered);
        Dataset<Row> ordered = inOrder
                ? left
                : left.repartition(col(SEEN_BY))
                        .sortWithinPartitions(col(SEEN_BY), col("score").desc(), col(SUGGESTED));
        return ordered.mapPartitions(new RankSuggestions(policy.perPerson()), Encoders.row(RankSuggestions.SCHEMA));
    }

    /** Everybody whom the rules allow and the evidence supports: {@code account_id, suggested_account_id, score, features}. */
    public Dataset<Row> described(Tables tables) {
        Dataset<Row> excluded = excluded(tables);
        return without(excluded, gathered(tables, excluded, ChooseBest.Told.ALL_WITH_FEATURES))
                .select(SEEN_BY, SUGGESTED, "score", "features");
    }

    /** Every operation here that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(EXCLUSIONS, REMOVALS, SampleExamples.HELD_OUT);
    }

    /** Frees what tasks were handed. */
    @Override
    public void close() {
        share.close();
    }

    /** {@code account_id, suggested_account_id}: pairs that must not be suggested. Friends of now are no candidates anyway. */
    private Dataset<Row> excluded(Tables tables) {
        Dataset<Row> blocks = policy.has(SafetyRule.BLOCKS)
                ? tables.blocks()
                : tables.blocks().limit(0);
        Dataset<Row> dismissed = tables.feedback()
                .filter(policy.has(SafetyRule.DISMISSED) ? col("outcome").equalTo("dismissed") : lit(false))
                .select(SEEN_BY, SUGGESTED)
                .distinct();
        return directed(tables.friendships().filter(col("since").gt(lit(asOf))), "friend_account_id")
                .unionByName(directed(blocks, "blocked_account_id"))
                .unionByName(dismissed);
    }

    private static Dataset<Row> without(Dataset<Row> excluded, Dataset<Row> gathered) {
        return EXCLUSIONS.mark(gathered, all -> all.join(excluded, new String[] {SEEN_BY, SUGGESTED}, "left_anti"));
    }

    /** See {@link ChooseBest#SCHEMA}. */
    private Dataset<Row> gathered(Tables tables, Dataset<Row> excluded, ChooseBest.Told told) {
        // So many more are kept of each person's candidates, and the best that remain are exact.
        Dataset<Row> removed = excluded.groupBy(SEEN_BY).agg(count(lit(1)).as("removed"));
        Dataset<Row> shown = impressions(tables.feedback(), tables.agreed())
                .groupBy(SEEN_BY)
                .agg(collect_list(struct(col(SUGGESTED), col("times"))).as("shown"));
        var describe = new DescribePeople(asOf);
        Dataset<Row> everybody = describe.everybody(tables.accounts(), tables.agreed());
        Dataset<Row> people = describe.apply(tables.accounts(), tables.agreed());
        GraphSize size = GraphSize.of(everybody, tables.connections());
        if (size.fits(policy.graphMaxBytes())) {
            ShareGraph.Shared graph = share.apply(tables.connections(), everybody);
            Dataset<Row> viewers = people.select(SEEN_BY).repartition(graph.tasks(), col(SEEN_BY));
            return REMOVALS.mark(viewers, all -> all.join(removed, new String[] {SEEN_BY}, "left_outer"))
                    .select(col(SEEN_BY), coalesce(col("removed"), lit(0L)).as("removed"))
                    .unionByName(ShareGraph.labels(tables.connections()))
                    .join(shown, new String[] {SEEN_BY}, "left_outer")
                    .sortWithinPartitions(SEEN_BY)
                    .mapPartitions(new GatherEvidence(policy, told, graph), Encoders.row(ChooseBest.SCHEMA));
        }
        return new PackEvidence(policy, size.blocks(policy.graphMaxBytes()))
                .apply(tables.connections(), people, removed, shown)
                .repartition(col("block"))
                .sortWithinPartitions("block")
                .mapPartitions(new GatherBlocks(policy, told), Encoders.row(ChooseBest.SCHEMA));
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
