package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.Instant;
import java.util.OptionalDouble;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.guard.Operation;

/**
 * Examples to fit the ranking to: pairs with their features, as they were without the friendship in question, and whether the pair was wanted.
 *
 * <p>From feedback: pairs that were shown; wanted if accepted; a friendship that came of it is taken out of the evidence, the last showing does
 * not count as an impression. From friendships held out: everybody whom the remaining evidence supports; wanted if held out. Out: {@code
 * account_id, features, wanted}, at most {@code most} rows, chosen by a hash of the pair.
 */
public final class SampleExamples implements AutoCloseable {
    static final Operation HELD_OUT = new Operation.Subtract("held-out friendships");

    private static final int PARTS = 1_000_000;
    private static final String[] PAIR = {"account_id", "suggested_account_id"};

    private final Instant asOf;
    private final OptionalDouble holdOut;
    private final int most;
    private final SuggestFriends suggest;

    /** @param holdOut share of friendships to learn from; empty: learn from feedback */
    public SampleExamples(FriendsPolicy policy, Instant asOf, OptionalDouble holdOut, int most) {
        this.asOf = asOf;
        this.holdOut = holdOut;
        this.most = most;
        this.suggest = new SuggestFriends(policy.without(SafetyRule.DISMISSED), asOf);
    }

    /** The friendships that stay in the evidence. */
    public Dataset<Row> known(Dataset<Row> friendships, Dataset<Row> feedback) {
        if (holdOut.isPresent()) {
            return friendships.filter(not(heldOut()));
        }
        Dataset<Row> accepted =
                feedback.filter(col("outcome").equalTo("accepted").and(col("at").leq(lit(asOf))));
        Dataset<Row> bothWays = accepted.select(
                        col("account_id"), col("suggested_account_id").as("friend_account_id"))
                .unionByName(accepted.select(
                        col("suggested_account_id").as("account_id"),
                        col("account_id").as("friend_account_id")));
        return HELD_OUT.mark(
                friendships, all -> all.join(bothWays, new String[] {"account_id", "friend_account_id"}, "left_anti"));
    }

    /**
     * @param tables with {@link #known} as friendships, and connections made of them
     * @param friendships all of them
     */
    public Dataset<Row> apply(SuggestFriends.Tables tables, Dataset<Row> friendships) {
        Dataset<Row> agreed = tables.agreed();
        Dataset<Row> earlier = tables.feedback()
                .filter(col("at").leq(lit(asOf)))
                .withColumn("last_at", max(col("at")).over(Window.partitionBy("account_id", "suggested_account_id")))
                .filter(col("outcome").notEqual("shown").or(col("at").lt(col("last_at"))))
                .drop("last_at");
        Dataset<Row> described = suggest.described(new SuggestFriends.Tables(
                tables.connections(), tables.accounts(), agreed, tables.friendships(), tables.blocks(), earlier));
        Dataset<Row> labelled = holdOut.isPresent()
                ? described
                        .join(ofFriendships(friendships.filter(heldOut()), agreed), PAIR, "left_outer")
                        .withColumn("wanted", coalesce(col("wanted"), lit(false)))
                : described.join(ofFeedback(tables.feedback(), agreed), PAIR);
        Column byHash = xxhash64(col(PAIR[0]), col(PAIR[1]));
        return labelled.orderBy(byHash, col(PAIR[0]), col(PAIR[1]))
                .limit(most)
                .select("account_id", "features", "wanted");
    }

    /** As {@link SuggestFriends#close}. */
    @Override
    public void close() {
        suggest.close();
    }

    /** Chosen by the pair, whichever way round it is written. */
    private Column heldOut() {
        Column one = least(col("account_id"), col("friend_account_id"));
        Column other = greatest(col("account_id"), col("friend_account_id"));
        return pmod(xxhash64(one, other, lit(2026)), lit(PARTS)).lt(holdOut.orElse(0) * PARTS);
    }

    private static Dataset<Row> ofFriendships(Dataset<Row> held, Dataset<Row> agreed) {
        return agreedOnly(
                        held.select(col("account_id"), col("friend_account_id").as(PAIR[1]))
                                .unionByName(held.select(
                                        col("friend_account_id").as("account_id"),
                                        col("account_id").as(PAIR[1]))),
                        agreed)
                .distinct()
                .withColumn("wanted", lit(true));
    }

    private Dataset<Row> ofFeedback(Dataset<Row> feedback, Dataset<Row> agreed) {
        return agreedOnly(feedback.filter(col("at").leq(lit(asOf))), agreed)
                .groupBy(PAIR[0], PAIR[1])
                .agg(max(col("outcome").equalTo("accepted")).as("wanted"));
    }

    private static Dataset<Row> agreedOnly(Dataset<Row> pairs, Dataset<Row> agreed) {
        return pairs.join(agreed, PAIR[0]).join(agreed.withColumnRenamed(PAIR[0], PAIR[1]), PAIR[1]);
    }
}
