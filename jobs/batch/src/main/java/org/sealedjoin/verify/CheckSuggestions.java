package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantees 4 and 8 in {@code friend_suggestions}. */
final class CheckSuggestions {
    private static final SinkTable TABLE = Outputs.FRIEND_SUGGESTIONS;
    private static final String VIEWER = "account_id";
    private static final String SHOWN = "suggested_account_id";
    private static final String[] PAIR = {"a", "b"};

    /** An id and three answers, and what Spark's table needs beside them. */
    private static final int BYTES_A_PERSON = 64;

    /** Once in a list of third persons, mostly in that of friends too, with its share of what a list needs beside it. */
    private static final int BYTES_A_TIE = 50;

    private final Derived derived;

    CheckSuggestions(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> found = run.rows(TABLE);
        var evidence = new ReadEvidence(derived);
        try (var ties = new Kept(evidence.ties());
                var thirdPersons = new Kept(evidence.thirdPersons(ties.rows()))) {
            boolean few = derived.handed().areFew(Counts.of(ties.rows()), BYTES_A_TIE);
            Column knownAges =
                    col("viewer_adult").isNotNull().and(col("shown_adult").isNotNull());
            Column score = col("score").gt(0).and(col("score").lt(1));
            return new Broken(TABLE)
                    .rule(
                            4,
                            "suggestions of which not both sides agreed",
                            not(col("viewer_agreed").and(col("shown_agreed"))))
                    .rule(8, "people suggested to themselves", col(VIEWER).equalTo(col(SHOWN)))
                    .rule(8, "friends suggested to friends", col("friends"))
                    .rule(8, "people suggested across a block", col("blocked"))
                    .rule(8, "accounts suggested that give the viewer's number", col("same_number"))
                    .rule(8, "people suggested after being dismissed", col("dismissed"))
                    .rule(8, "suggestions of which an age is unknown", not(knownAges))
                    .rule(
                            8,
                            "adults suggested to minors or minors to adults",
                            col("viewer_adult").notEqual(col("shown_adult")))
                    .rule(8, "people suggested who may not be found", not(col("discoverable")))
                    .rule(8, "suggestions without firm evidence", not(col("firm")))
                    .rule(
                            8,
                            "suggestions with another reason than their evidence",
                            col("firm").and(col("reason").notEqual(col("why"))))
                    .rule(8, "suggestions whose score is not between 0 and 1", not(coalesce(score, lit(false))))
                    .rule(
                            8,
                            "suggestions stronger than the one before",
                            col("score").gt(col("before")))
                    .rule(9, "suggestions that stand twice", col("twice"))
                    .rule(9, "suggestions whose ranks have gaps", col("rank").notEqual(col("place")))
                    .rule(
                            8,
                            "suggestions above friends.per-person",
                            col("rank").gt(derived.facts().perPerson()))
                    .in(withEvidence(
                            withExclusions(withPeople(withNeighbours(found)), ties.rows()), thirdPersons.rows(), few));
        }
    }

    private static Dataset<Row> withNeighbours(Dataset<Row> suggestions) {
        var inOrder = Window.partitionBy(VIEWER).orderBy("rank");
        return suggestions
                .withColumn("before", lag(col("score"), 1).over(inOrder))
                .withColumn("place", row_number().over(inOrder))
                .withColumn("twice", Broken.repeated(VIEWER, SHOWN));
    }

    private Dataset<Row> withPeople(Dataset<Row> suggestions) {
        long asOf = ChronoUnit.MICROS.between(Instant.EPOCH, derived.facts().asOf());
        UDF1<Integer, Boolean> ofAge = born -> AskPerson.isAdult(born, asOf);
        Column adult = when(
                col("birth_date").isNotNull(), udf(ofAge, DataTypes.BooleanType).apply(unix_date(col("birth_date"))));
        Dataset<Row> people = Mark.among(
                        derived.input().rows(Inputs.SOCIAL_ACCOUNTS),
                        "agreed",
                        derived.yes(Platform.SOCIAL, "account_id")
                                .filter(col("purpose").equalTo(Purpose.FRIENDS.word())),
                        "account_id")
                .select(col("account_id"), col("agreed"), adult.as("adult"), col("discoverable_by_phone"));
        Dataset<Row> viewers = people.select(
                col("account_id").as(VIEWER),
                col("agreed").as("viewer_agreed"),
                col("adult").as("viewer_adult"));
        Dataset<Row> shown = people.select(
                col("account_id").as(SHOWN),
                col("agreed").as("shown_agreed"),
                col("adult").as("shown_adult"),
                col("discoverable_by_phone").as("discoverable"));
        long accounts = derived.input().rowsUsed(Inputs.SOCIAL_ACCOUNTS);
        Dataset<Row> rows = suggestions
                .join(derived.handed().ifFew(viewers, accounts, BYTES_A_PERSON), new String[] {VIEWER}, "left_outer")
                .join(derived.handed().ifFew(shown, accounts, BYTES_A_PERSON), new String[] {SHOWN}, "left_outer");
        for (String mark : List.of("viewer_agreed", "shown_agreed", "discoverable")) {
            rows = rows.withColumn(mark, coalesce(col(mark), lit(false)));
        }
        return rows.withColumn("a", ReadEvidence.lesser(VIEWER, SHOWN))
                .withColumn("b", ReadEvidence.greater(VIEWER, SHOWN));
    }

    private Dataset<Row> withExclusions(Dataset<Row> suggestions, Dataset<Row> ties) {
        Dataset<Row> users = derived.identities();
        Dataset<Row> blocks = derived.input()
                .rows(Inputs.MESSAGING_BLOCKS)
                .select("user_id", "blocked_user_id")
                .join(users, "user_id")
                .join(
                        users.select(
                                col("user_id").as("blocked_user_id"),
                                col("account_id").as("blocked_account_id")),
                        "blocked_user_id")
                .select("account_id", "blocked_account_id")
                .unionByName(derived.input().rows(Inputs.SOCIAL_BLOCKS).select("account_id", "blocked_account_id"));
        Dataset<Row> facts = facts(
                        derived.input().rows(Inputs.SOCIAL_FRIENDSHIPS), "account_id", "friend_account_id", "friends")
                .union(facts(blocks, "account_id", "blocked_account_id", "blocked"))
                .union(facts(derived.numbers().sameNumber(), "account_id", "other_account_id", "same_number"))
                .union(facts(ties.filter(col("mutual")), "of", "with", "mutual"))
                .groupBy("a", "b")
                .agg(
                        max(col("fact").equalTo("friends")).as("friends"),
                        max(col("fact").equalTo("blocked")).as("blocked"),
                        max(col("fact").equalTo("same_number")).as("same_number"),
                        max(col("fact").equalTo("mutual")).as("mutual"));
        Dataset<Row> dismissed = derived.input()
                .rows(Inputs.SUGGESTION_FEEDBACK)
                .filter(col("outcome").equalTo("dismissed"));
        Dataset<Row> rows =
                suggestions.join(facts, PAIR, "left_outer").withColumn("mutual", coalesce(col("mutual"), lit(false)));
        return Mark.among(rows, "dismissed", dismissed, VIEWER, SHOWN);
    }

    private static Dataset<Row> facts(Dataset<Row> rows, String one, String other, String fact) {
        return ReadEvidence.pairs(rows, one, other).withColumn("fact", lit(fact));
    }

    private Dataset<Row> withEvidence(Dataset<Row> suggestions, Dataset<Row> thirdPersons, boolean few) {
        return new ReadEvidence(derived)
                .withThirdPersons(suggestions, thirdPersons, few, not(col("mutual")))
                .withColumn("firm", col("mutual").or(col("shared_friend").isNotNull()))
                .withColumn(
                        "why",
                        when(col("mutual"), "in_your_contacts")
                                .when(col("shared_friend"), "shared_friends")
                                .otherwise("shared_contacts"));
    }
}
