package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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

    /** {@code a, b}: people who have each other in their books. */
    Dataset<Row> mutual() {
        // An edge stands once a direction, so whoever stands twice as a pair stands in both directions.
        return pairs(edges().distinct(), "account_id", "contact_account_id")
                .groupBy("a", "b")
                .agg(count(lit(1)).as("directions"))
                .filter(col("directions").equalTo(2))
                .select("a", "b");
    }

    /** {@code a, b, shared_friend BOOLEAN}: pairs of {@code wanted} who are both firmly tied to a third person. */
    Dataset<Row> throughOthers(Dataset<Row> wanted) {
        Dataset<Row> ties = bothWays(friendships()
                        .withColumn("friend", lit(true))
                        .unionByName(mutual().withColumn("friend", lit(false))))
                .groupBy("of", "with")
                .agg(max("friend").as("friend"));
        Dataset<Row> usable = ties.join(fewConnections(), "of");
        Dataset<Row> first =
                usable.select(col("of"), col("with").as("a"), col("friend").as("first"));
        Dataset<Row> second =
                usable.select(col("of"), col("with").as("b"), col("friend").as("second"));
        return first.join(second, "of")
                .filter(col("a").lt(col("b")))
                .join(wanted, new String[] {"a", "b"}, "left_semi")
                .groupBy("a", "b")
                .agg(max(col("first").and(col("second"))).as("shared_friend"));
    }

    private Dataset<Row> edges() {
        return derived.edgesAllowed()
                .filter(col("purpose").equalTo(Purpose.FRIENDS.word()))
                .select("account_id", "contact_account_id");
    }

    /** {@code a, b}: friends by the as-of instant who both agreed. */
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
        return pairs(begun, "account_id", "friend_account_id").distinct();
    }

    /** {@code of}: people whom their friends and their own books do not make a shop or a celebrity. */
    private Dataset<Row> fewConnections() {
        Dataset<Row> known = bothWays(friendships().withColumn("friend", lit(true)))
                .select("of", "with")
                .union(edges());
        return known.groupBy("of")
                .agg(count_distinct(col("with")).as("connections"))
                .filter(col("connections").leq(derived.facts().maxConnections()))
                .select("of");
    }

    private static Dataset<Row> bothWays(Dataset<Row> pairs) {
        return pairs.select(col("a").as("of"), col("b").as("with"), col("friend"))
                .union(pairs.select(col("b"), col("a"), col("friend")));
    }
}
