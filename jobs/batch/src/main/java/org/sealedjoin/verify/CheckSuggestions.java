package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
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
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;

/** Guarantees 4 and 8 in {@code friend_suggestions}. */
final class CheckSuggestions {
    private static final String TABLE = Outputs.FRIEND_SUGGESTIONS.folder();
    private static final String VIEWER = "account_id";
    private static final String SHOWN = "suggested_account_id";
    private static final String[] PAIR = {"a", "b"};

    private final Derived derived;

    CheckSuggestions(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> found = run.rows(Outputs.FRIEND_SUGGESTIONS);
        try (var ties = new Kept(new ReadEvidence(derived).ties());
                var judged = new Kept(withEvidence(withExclusions(withPeople(found)), ties.rows(), found))) {
            Dataset<Row> rows = judged.rows();
            Column agreed = col("viewer_agreed").and(col("shown_agreed"));
            Column knownAges =
                    col("viewer_adult").isNotNull().and(col("shown_adult").isNotNull());
            Column score = col("score").gt(0).and(col("score").lt(1));
            return List.of(
                    verdict(4, "suggestions of which not both sides agreed", rows.filter(not(agreed))),
                    verdict(
                            8,
                            "people suggested to themselves",
                            rows.filter(col(VIEWER).equalTo(col(SHOWN)))),
                    verdict(8, "friends suggested to friends", rows.filter(col("friends"))),
                    verdict(8, "people suggested across a block", rows.filter(col("blocked"))),
                    verdict(8, "people suggested after being dismissed", rows.filter(col("dismissed"))),
                    verdict(8, "suggestions of which an age is unknown", rows.filter(not(knownAges))),
                    verdict(
                            8,
                            "adults suggested to minors or minors to adults",
                            rows.filter(col("viewer_adult").notEqual(col("shown_adult")))),
                    verdict(8, "people suggested who may not be found", rows.filter(not(col("discoverable")))),
                    verdict(8, "suggestions without firm evidence", rows.filter(not(col("firm")))),
                    verdict(
                            8,
                            "suggestions with another reason than their evidence",
                            rows.filter(col("firm").and(col("reason").notEqual(col("why"))))),
                    verdict(
                            8,
                            "suggestions whose score is not between 0 and 1",
                            rows.filter(not(coalesce(score, lit(false))))),
                    verdict(
                            8,
                            "suggestions stronger than the one before",
                            rows.filter(col("score").gt(col("before")))),
                    verdict(9, "suggestions that stand twice", Mark.repeated(found, VIEWER, SHOWN)),
                    verdict(9, "people whose ranks have gaps", gaps(found)),
                    verdict(
                            8,
                            "suggestions above friends.per-person",
                            found.filter(col("rank").gt(derived.facts().perPerson()))));
        }
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
        Dataset<Row> rows = suggestions
                .withColumn(
                        "before",
                        lag(col("score"), 1).over(Window.partitionBy(VIEWER).orderBy("rank")))
                .join(viewers, new String[] {VIEWER}, "left_outer")
                .join(shown, new String[] {SHOWN}, "left_outer");
        for (String mark : List.of("viewer_agreed", "shown_agreed", "discoverable")) {
            rows = rows.withColumn(mark, coalesce(col(mark), lit(false)));
        }
        return rows.withColumn("a", ReadEvidence.lesser(VIEWER, SHOWN))
                .withColumn("b", ReadEvidence.greater(VIEWER, SHOWN));
    }

    private Dataset<Row> withExclusions(Dataset<Row> suggestions) {
        Dataset<Row> friends =
                ReadEvidence.pairs(derived.input().rows(Inputs.SOCIAL_FRIENDSHIPS), "account_id", "friend_account_id");
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
        Dataset<Row> dismissed = derived.input()
                .rows(Inputs.SUGGESTION_FEEDBACK)
                .filter(col("outcome").equalTo("dismissed"));
        Dataset<Row> rows = Mark.among(suggestions, "friends", friends, PAIR);
        rows = Mark.among(rows, "blocked", ReadEvidence.pairs(blocks, "account_id", "blocked_account_id"), PAIR);
        return Mark.among(rows, "dismissed", dismissed, VIEWER, SHOWN);
    }

    private Dataset<Row> withEvidence(Dataset<Row> suggestions, Dataset<Row> ties, Dataset<Row> found) {
        Dataset<Row> wanted = ReadEvidence.pairs(found, VIEWER, SHOWN).distinct();
        Dataset<Row> others = new ReadEvidence(derived).throughOthers(ties, wanted);
        Dataset<Row> mutual = ReadEvidence.pairs(ties.filter(col("mutual")), "of", "with");
        return Mark.among(suggestions, "mutual", mutual, PAIR)
                .join(others, PAIR, "left_outer")
                .withColumn("firm", col("mutual").or(col("shared_friend").isNotNull()))
                .withColumn(
                        "why",
                        when(col("mutual"), "in_your_contacts")
                                .when(col("shared_friend"), "shared_friends")
                                .otherwise("shared_contacts"));
    }

    private static Dataset<Row> gaps(Dataset<Row> suggestions) {
        return suggestions
                .groupBy(VIEWER)
                .agg(
                        min("rank").as("first"),
                        max("rank").as("last"),
                        count_distinct(col("rank")).as("ranks"),
                        count(lit(1)).as("rows"))
                .filter(col("first")
                        .notEqual(1)
                        .or(col("last").notEqual(col("rows")))
                        .or(col("ranks").notEqual(col("rows"))));
    }

    private static Verdict verdict(int guarantee, String check, Dataset<Row> violations) {
        return Verdict.none(guarantee, TABLE + ": " + check, Violations.count(violations));
    }
}
