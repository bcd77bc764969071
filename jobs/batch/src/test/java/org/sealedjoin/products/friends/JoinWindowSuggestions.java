package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/** What {@link SuggestFriends} does, as anybody would write it: a self-join with one row a path, a grouping, a window. */
public final class JoinWindowSuggestions {
    private static final double MILLION = 1_000_000;

    private final FriendsPolicy policy;
    private final Instant asOf;

    public JoinWindowSuggestions(FriendsPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    public Dataset<Row> apply(SuggestFriends.Tables tables) {
        Dataset<Row> people = new DescribePeople(asOf).apply(tables.accounts(), tables.agreed());
        Dataset<Row> firm =
                tables.connections().filter(col("friend").or(col("made").and(col("received"))));
        Dataset<Row> degrees = firm.groupBy("account_id").agg(count(lit(1)).as("degree"));
        Dataset<Row> pairs = paths(firm, degrees, people)
                .unionByName(entries(tables.connections(), people))
                .groupBy("a", "b")
                .agg(
                        sum("f_count").as("f_count"),
                        sum("f_aa").as("f_aa"),
                        sum("f_damped").as("f_damped"),
                        sum("f_ra").as("f_ra"),
                        sum("c_count").as("c_count"),
                        sum("c_aa").as("c_aa"),
                        sum("c_damped").as("c_damped"),
                        sum("c_ra").as("c_ra"),
                        max("mutual").as("mutual"),
                        max("a_wrote").as("a_wrote"),
                        max("b_wrote").as("b_wrote"))
                .filter(col("mutual").or(col("f_count").gt(0)).or(col("c_count").geq(policy.minSharedContacts())));
        return best(scored(directed(pairs), degrees, people, tables));
    }

    private Dataset<Row> paths(Dataset<Row> firm, Dataset<Row> degrees, Dataset<Row> people) {
        Dataset<Row> steps = firm.join(degrees.filter(col("degree").leq(policy.maxConnections())), "account_id")
                .join(people.withColumnRenamed("account_id", "neighbour_id"), "neighbour_id")
                .select(
                        col("account_id").as("through"),
                        col("degree"),
                        col("neighbour_id").as("end"),
                        col("adult"),
                        col("friend"));
        Dataset<Row> left = steps.as("left");
        Dataset<Row> right = steps.drop("degree").as("right");
        Column friends = col("left.friend").and(col("right.friend"));
        Column degree = col("left.degree");
        Column aa = round(lit(MILLION).divide(log(greatest(degree, lit(2L))))).cast("long");
        Column damped = round(lit(MILLION).divide(sqrt(degree))).cast("long");
        Column ra = round(lit(MILLION).divide(degree)).cast("long");
        return left.join(
                        right,
                        col("left.through")
                                .equalTo(col("right.through"))
                                .and(col("left.adult").equalTo(col("right.adult")))
                                .and(col("left.end").lt(col("right.end"))))
                .select(
                        col("left.end").as("a"),
                        col("right.end").as("b"),
                        when(friends, 1L).otherwise(0L).as("f_count"),
                        when(friends, aa).otherwise(0L).as("f_aa"),
                        when(friends, damped).otherwise(0L).as("f_damped"),
                        when(friends, ra).otherwise(0L).as("f_ra"),
                        when(friends, 0L).otherwise(1L).as("c_count"),
                        when(friends, 0L).otherwise(aa).as("c_aa"),
                        when(friends, 0L).otherwise(damped).as("c_damped"),
                        when(friends, 0L).otherwise(ra).as("c_ra"),
                        lit(false).as("mutual"),
                        lit(false).as("a_wrote"),
                        lit(false).as("b_wrote"));
    }

    private static Dataset<Row> entries(Dataset<Row> connections, Dataset<Row> people) {
        Dataset<Row> one = people.select(col("account_id").as("a"), col("adult").as("a_adult"));
        Dataset<Row> other =
                people.select(col("account_id").as("b"), col("adult").as("b_adult"));
        return connections
                .filter(col("account_id")
                        .lt(col("neighbour_id"))
                        .and(col("made").or(col("received"))))
                .withColumnRenamed("account_id", "a")
                .withColumnRenamed("neighbour_id", "b")
                .join(one, "a")
                .join(other, "b")
                .filter(col("a_adult").equalTo(col("b_adult")))
                .select(
                        col("a"),
                        col("b"),
                        lit(0L).as("f_count"),
                        lit(0L).as("f_aa"),
                        lit(0L).as("f_damped"),
                        lit(0L).as("f_ra"),
                        lit(0L).as("c_count"),
                        lit(0L).as("c_aa"),
                        lit(0L).as("c_damped"),
                        lit(0L).as("c_ra"),
                        col("made").and(col("received")).as("mutual"),
                        col("made").as("a_wrote"),
                        col("received").as("b_wrote"));
    }

    private static Dataset<Row> directed(Dataset<Row> pairs) {
        Column facts = struct(
                col("f_count"),
                col("f_aa"),
                col("f_damped"),
                col("f_ra"),
                col("c_count"),
                col("c_aa"),
                col("c_damped"),
                col("c_ra"),
                col("mutual"));
        return pairs.select(explode(array(
                                struct(
                                        col("a").as("account_id"),
                                        col("b").as("suggested_account_id"),
                                        col("b_wrote").and(not(col("mutual"))).as("by_suggested"),
                                        facts.as("facts")),
                                struct(
                                        col("b").as("account_id"),
                                        col("a").as("suggested_account_id"),
                                        col("a_wrote").and(not(col("mutual"))).as("by_suggested"),
                                        facts.as("facts"))))
                        .as("way"))
                .select("way.*")
                .select("account_id", "suggested_account_id", "by_suggested", "facts.*");
    }

    private Dataset<Row> scored(
            Dataset<Row> ways, Dataset<Row> degrees, Dataset<Row> people, SuggestFriends.Tables tables) {
        Dataset<Row> viewers = people.select(col("account_id"), col("region").as("own_region"));
        Dataset<Row> suggested = people.filter(col("discoverable"))
                .join(degrees, "account_id")
                .select(col("account_id").as("suggested_account_id"), col("region"), col("degree"));
        Dataset<Row> times = tables.feedback()
                .filter(col("outcome").equalTo("shown").and(col("at").leq(lit(asOf))))
                .groupBy("account_id", "suggested_account_id")
                .agg(count(lit(1)).as("times"));
        Dataset<Row> known =
                pairs(tables.friendships(), "friend_account_id").union(pairs(tables.blocks(), "blocked_account_id"));
        Dataset<Row> dismissed = tables.feedback().filter(col("outcome").equalTo("dismissed"));
        String[] pair = {"account_id", "suggested_account_id"};
        RankingModel model = policy.model();
        var score = udf(
                (UDF1<scala.collection.Seq<Double>, Double>) features -> {
                    double[] plain = new double[features.size()];
                    for (int i = 0; i < plain.length; i++) {
                        plain[i] = features.apply(i);
                    }
                    return model.score(plain);
                },
                DataTypes.DoubleType);
        return ways.join(viewers, "account_id")
                .join(suggested, "suggested_account_id")
                .withColumn("a", least(col("account_id"), col("suggested_account_id")))
                .withColumn("b", greatest(col("account_id"), col("suggested_account_id")))
                .join(known, new String[] {"a", "b"}, "left_anti")
                .join(dismissed.select("account_id", "suggested_account_id"), pair, "left_anti")
                .join(times, pair, "left_outer")
                .withColumn("score", score.apply(features()));
    }

    private static Column features() {
        List<Column> features = new ArrayList<>();
        for (String kind : List.of("f_", "c_")) {
            features.add(col(kind + "count").cast("double"));
            for (String weight : List.of("aa", "damped", "ra")) {
                features.add(col(kind + weight).divide(MILLION));
            }
        }
        features.add(when(col("mutual"), 1.0).otherwise(0.0));
        features.add(when(col("by_suggested"), 1.0).otherwise(0.0));
        features.add(log1p(col("degree")));
        features.add(when(col("region").equalTo(col("own_region")), 1.0).otherwise(0.0));
        features.add(log1p(coalesce(col("times"), lit(0L))));
        return array(features.toArray(Column[]::new));
    }

    private static Dataset<Row> pairs(Dataset<Row> rows, String other) {
        return rows.select(
                least(col("account_id"), col(other)).as("a"),
                greatest(col("account_id"), col(other)).as("b"));
    }

    private Dataset<Row> best(Dataset<Row> suggestions) {
        Column[] order = {col("score").desc(), col("suggested_account_id").asc()};
        var bestFirst = Window.partitionBy("account_id").orderBy(order);
        return suggestions
                .withColumn("rank", row_number().over(bestFirst))
                .filter(col("rank").leq(policy.perPerson()))
                .select(
                        col("account_id"),
                        col("suggested_account_id"),
                        col("rank"),
                        col("score"),
                        when(col("mutual"), "in_your_contacts")
                                .when(col("f_count").gt(0), "shared_friends")
                                .otherwise("shared_contacts")
                                .as("reason"));
    }
}
