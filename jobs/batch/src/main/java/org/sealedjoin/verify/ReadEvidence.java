package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;

/**
 * The firm evidence for pairs of accounts, docs/decisions/0004 read a second time: friendships and entries in both books, of people who
 * agreed to {@code friends}. Entries in one book only are no evidence at all here, so whatever is found outlives the loss of all of them.
 */
final class ReadEvidence {
    private final Derived derived;

    ReadEvidence(Derived derived) {
        this.derived = derived;
    }

    /** {@code a, b}: the ids in two columns, the lesser first. */
    static Dataset<Row> pairs(Dataset<Row> rows, String one, String other) {
        return rows.select(lesser(one, other).as("a"), greater(one, other).as("b"));
    }

    static Column lesser(String one, String other) {
        return when(col(one).leq(col(other)), col(one)).otherwise(col(other));
    }

    static Column greater(String one, String other) {
        return when(col(one).leq(col(other)), col(other)).otherwise(col(one));
    }

    /**
     * {@code of, with, friend, mutual, connections}: every tie from both its ends. {@code friend}: friends by the as-of instant; {@code
     * mutual}: each stands in the other's book; {@code connections}: how many friends, and people in each other's books, {@code of} has.
     */
    Dataset<Row> ties() {
        Column made = col("made");
        return friendships()
                .unionByName(entries())
                .groupBy("of", "with")
                .agg(
                        max("friend").as("friend"),
                        max("made").as("made"),
                        max("received").as("received"))
                .withColumn(
                        "connections",
                        count(when(col("friend").or(made.and(col("received"))), 1))
                                .over(Window.partitionBy("of")))
                .select(
                        col("of"),
                        col("with"),
                        col("friend"),
                        made.and(col("received")).as("mutual"),
                        col("connections"));
    }

    /**
     * {@code person, thirds, friends}: who may tell of a person, and the friends among them. Neither shops nor celebrities.
     *
     * @param ties see {@link #ties}
     */
    Dataset<Row> thirdPersons(Dataset<Row> ties) {
        return ties.filter(col("friend").or(col("mutual")))
                .filter(col("connections").leq(derived.facts().maxConnections()))
                .groupBy(col("with").as("person"))
                .agg(
                        collect_list(col("of")).as("thirds"),
                        collect_list(when(col("friend"), col("of"))).as("friends"));
    }

    /**
     * Adds {@code shared_friend BOOLEAN} to rows with {@code a, b}: true if a third person is a friend of both, false if enough others tell of
     * the two, null if neither. A third person is firmly tied to both, and no shop and no celebrity.
     *
     * <p>Lists of third persons are compared for the pairs asked about only: all pairs that third persons tell of are many times more.
     *
     * @param lists see {@link #thirdPersons}
     * @param few whether every task may hold all lists
     * @param asked which rows to look at; in all others {@code shared_friend} is null
     */
    Dataset<Row> withThirdPersons(Dataset<Row> pairs, Dataset<Row> lists, boolean few, Column asked) {
        Column friendsOfBoth = array_intersect(col("friends_a"), col("friends_b"));
        Column others = size(array_intersect(col("thirds_a"), col("thirds_b"))).minus(size(friendsOfBoth));
        Column enough = others.geq(derived.facts().minSharedContacts());
        return pairs.withColumn("asked", asked)
                .join(listsOf("a", lists, few), new String[] {"a", "asked"}, "left_outer")
                .join(listsOf("b", lists, few), new String[] {"b", "asked"}, "left_outer")
                .withColumn(
                        "shared_friend", when(size(friendsOfBoth).gt(0), true).when(enough, false))
                .drop("asked", "thirds_a", "friends_a", "thirds_b", "friends_b");
    }

    /** To be looked up, not sorted: rows that carry a list already would be sorted with it. */
    private static Dataset<Row> listsOf(String end, Dataset<Row> lists, boolean few) {
        return lists.select(
                        col("person").as(end),
                        lit(true).as("asked"),
                        col("thirds").as("thirds_" + end),
                        col("friends").as("friends_" + end))
                .hint(few ? "broadcast" : "shuffle_hash");
    }

    private Dataset<Row> entries() {
        Dataset<Row> edges = derived.edgesAllowed().filter(col("purpose").equalTo(Purpose.FRIENDS.word()));
        return ends(edges, "account_id", "contact_account_id", false, true);
    }

    /** Friends by the as-of instant who both agreed. */
    private Dataset<Row> friendships() {
        Dataset<Row> agreed = derived.yes(Platform.SOCIAL, "account_id")
                .filter(col("purpose").equalTo(Purpose.FRIENDS.word()))
                .select("account_id");
        Dataset<Row> begun = derived.input()
                .rows(Inputs.SOCIAL_FRIENDSHIPS)
                .filter(col("since")
                        .isNull()
                        .or(col("since").leq(lit(derived.facts().asOf()))))
                .filter(col("account_id").notEqual(col("friend_account_id")))
                .join(agreed, new String[] {"account_id"}, "left_semi")
                .join(
                        agreed.withColumnRenamed("account_id", "friend_account_id"),
                        new String[] {"friend_account_id"},
                        "left_semi");
        return ends(begun, "account_id", "friend_account_id", true, false);
    }

    /** Each row twice: as its first and as its second person sees it. */
    private static Dataset<Row> ends(Dataset<Row> rows, String one, String other, boolean friend, boolean entry) {
        Column end = explode(array(end(one, other, friend, entry, false), end(other, one, friend, false, entry)));
        return rows.select(end.as("end")).select("end.*");
    }

    private static Column end(String of, String with, boolean friend, boolean made, boolean received) {
        return struct(
                col(of).as("of"),
                col(with).as("with"),
                lit(friend).as("friend"),
                lit(made).as("made"),
                lit(received).as("received"));
    }
}
