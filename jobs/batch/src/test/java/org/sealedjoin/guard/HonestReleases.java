package org.sealedjoin.guard;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.sealedjoin.guard.Honest.written;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.base.Label;
import org.sealedjoin.testing.LocalSpark;

/** Plans whose rows go where they may: approved tables, consent, noisy figures, tokens that stay behind. */
final class HonestReleases {
    private static final SparkSession SPARK = LocalSpark.session();

    private HonestReleases() {}

    static List<Honest> all() {
        return Stream.of(internal(), agreed(), figures(), numbers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Honest> internal() {
        Honest minutes = written(
                "minutes of each patient",
                Clinic.INTERNAL,
                each -> each.patients()
                        .join(each.visits(), "patient_id")
                        .groupBy("patient_id")
                        .agg(sum("minutes").as("minutes"), max("score").as("score")),
                "[1,30,3]",
                "[3,30,8]",
                "[7,40,13]");
        var byScore = Window.partitionBy("city").orderBy(col("score").desc());
        return List.of(
                minutes,
                minutes.notAdaptive(),
                minutes.notBroadcast(),
                written(
                        "window by a labelled column",
                        Clinic.INTERNAL,
                        each -> each.patients()
                                .withColumn("n", row_number().over(byScore))
                                .filter("n = 1")
                                .select("patient_id", "n"),
                        "[2,1]",
                        "[3,1]",
                        "[7,1]"),
                written(
                        "conditions, subqueries",
                        Clinic.INTERNAL,
                        each -> each.sql(
                                "SELECT patient_id FROM patients p WHERE score > (SELECT avg(minutes) / 5 FROM visits) AND patient_id IN (SELECT patient_id FROM visits) AND EXISTS (SELECT 1 FROM visits v WHERE v.patient_id = p.patient_id AND v.minutes > 35)"),
                        "[7]"),
                written(
                        "set operations on ids",
                        Clinic.INTERNAL,
                        each -> each.sql(
                                "(SELECT patient_id FROM patients EXCEPT SELECT patient_id FROM visits) UNION ALL (SELECT patient_id FROM visits INTERSECT SELECT patient_id FROM patients)"),
                        "[1]",
                        "[2]",
                        "[3]",
                        "[7]",
                        "[9]"),
                written(
                        "nested and exploded ids",
                        Clinic.INTERNAL,
                        each -> each.patients()
                                .select(struct(col("patient_id"), col("score")).as("s"))
                                .selectExpr("explode(array(s.patient_id)) AS patient_id", "s.score AS score")
                                .filter("score > 7"),
                        "[3,8]",
                        "[7,13]"),
                written(
                        "repartition by id, sorted, one file",
                        Clinic.INTERNAL,
                        each -> each.patients()
                                .select("patient_id", "city")
                                .repartition(2, col("patient_id"))
                                .repartition(1)
                                .sortWithinPartitions("patient_id")
                                .limit(2),
                        "[1,Aarhus]",
                        "[2,Aarhus]"),
                written(
                        "nothing is left of it",
                        Clinic.INTERNAL,
                        each -> each.patients()
                                .join(each.visits().filter("minutes > 1000"), "patient_id")
                                .groupBy("patient_id")
                                .agg(count(lit(1)).as("n"))),
                new Honest(
                        "kept in memory, then written",
                        each -> {
                            Dataset<Row> scores = each.patients()
                                    .select("patient_id", "score")
                                    .filter("score > 4");
                            Dataset<Row> kept = FlowGuard.of(SPARK)
                                    .approve(scores, Clinic.INTERNAL)
                                    .out(Exit.memory(), rows -> {
                                        Dataset<Row> cached = rows.persist(StorageLevel.MEMORY_AND_DISK());
                                        return cached;
                                    });
                            try {
                                String place = Honest.write(
                                        each, kept.groupBy().agg(sum("score").as("sum")), Clinic.INTERNAL);
                                return Honest.unguarded(
                                        each, () -> Clinic.text(SPARK.read().parquet(place)));
                            } finally {
                                kept.unpersist(true);
                            }
                        },
                        List.of("[26]")),
                new Honest(
                        "written, read back, written on",
                        each -> {
                            String first =
                                    Honest.write(each, each.patients().select("patient_id", "score"), Clinic.INTERNAL);
                            Dataset<Row> back = SPARK.read()
                                    .schema("patient_id BIGINT, score INT")
                                    .parquet(first);
                            String second = Honest.write(each, back.filter("score > 10"), Clinic.INTERNAL);
                            return Honest.unguarded(
                                    each, () -> Clinic.text(SPARK.read().parquet(second)));
                        },
                        List.of("[7,13]")),
                new Honest(
                        "handed to tasks",
                        each -> {
                            Dataset<Row> ids =
                                    each.patients().select("patient_id").filter("patient_id < 3");
                            return FlowGuard.of(SPARK)
                                    .approve(ids, Clinic.INTERNAL)
                                    .out(
                                            Exit.tasks(),
                                            rows -> List.of(""
                                                    + rows.toJavaRDD()
                                                            .map(row -> row.getLong(0))
                                                            .fold(0L, Long::sum)));
                        },
                        List.of("3")),
                written(
                        "declared local rows",
                        Clinic.INTERNAL,
                        each -> FlowGuard.of(SPARK)
                                .declare(
                                        each.rows("patient_id BIGINT", Clinic.row(5L)),
                                        Map.of("patient_id", Set.of(Label.PERSON_ID))),
                        "[5]"));
    }

    private static List<Honest> agreed() {
        Honest adverts =
                written("people who agreed to ads", Clinic.ADVERTS, Clinic::agreedToAds, "[1,Aarhus]", "[2,Aarhus]");
        return List.of(
                adverts,
                adverts.notAdaptive(),
                adverts.notBroadcast(),
                written(
                        "agreed, joined with a public table",
                        Clinic.ADVERTS,
                        each -> each.agreedToAds()
                                .join(broadcast(each.cities()), "city")
                                .select("patient_id", "people"),
                        "[1,300]",
                        "[2,300]"),
                written(
                        "agreed, without the blocked",
                        Clinic.ADVERTS,
                        each -> Clinic.NOT_BLOCKED.mark(
                                each.agreedToAds(
                                        each.agreedToFriends(each.patients().select("patient_id"))),
                                all -> all.join(each.blocked(), new String[] {"patient_id"}, "left_anti")),
                        "[1]"),
                written(
                        "agreed to both, then anything of theirs",
                        new Sink("products/both", "own systems", Set.of(Label.PERSON_ID, Label.USAGE)),
                        each -> each.agreedToFriends(
                                        each.agreedToAds(each.patients().select("patient_id", "score")))
                                .filter("score > 1"),
                        "[1,3]"),
                written(
                        "each row for its purpose",
                        Clinic.BY_PURPOSE,
                        HonestReleases::byPurpose,
                        "[1,ads]",
                        "[1,friends]",
                        "[2,ads]",
                        "[3,friends]"),
                written(
                        "rows of one purpose",
                        Clinic.ADVERTS,
                        each -> byPurpose(each).filter("purpose = 'ads'").select("patient_id"),
                        "[1]",
                        "[2]"));
    }

    private static Dataset<Row> byPurpose(Clinic each) {
        Dataset<Row> yes = each.decisions()
                .filter("place = 'clinic'")
                .selectExpr(
                        "subject_id",
                        "explode(filter(array(if(ads, 'ads', null), if(friends, 'friends', null)), x -> x IS NOT NULL)) AS purpose");
        return Clinic.AGREED_BY_ROW.mark(
                each.patients().select("patient_id"),
                all -> all.join(yes, all.col("patient_id").equalTo(yes.col("subject_id")))
                        .select("patient_id", "purpose"));
    }

    private static List<Honest> figures() {
        var counts = new CountRows(Clinic.COUNT);
        return List.of(
                new Honest(
                        "number of people who agreed",
                        each -> collected(counts.all(each.agreedToAds())),
                        List.of("[2]")),
                new Honest(
                        "people by known words",
                        each -> collected(counts.by(
                                each.patients().filter("score > 2"), Map.of("city", List.of("Aarhus", "Bergen")))),
                        List.of("[Aarhus,2]", "[Bergen,1]", "[other,1]")),
                written(
                        "noisy figure for everybody",
                        Clinic.PUBLIC,
                        each -> Clinic.NOISY.mark(
                                each.patients(),
                                all -> all.groupBy("city")
                                        .agg(round(sum("score").divide(10)).as("figure"))
                                        .select("city", "figure")),
                        "[Aarhus,1.0]",
                        "[Bergen,1.0]",
                        "[Leaktown,1.0]"));
    }

    private static List<String> collected(Dataset<Row> counted) {
        return FlowGuard.of(SPARK).approve(counted, Clinic.PUBLIC).out(Exit.driver(), Clinic::text);
    }

    private static List<Honest> numbers() {
        Honest tokens = written(
                "tokens joined and left behind",
                Clinic.INTERNAL,
                HonestReleases::sameNumber,
                "[1,1]",
                "[2,2]",
                "[3,3]",
                "[7,7]");
        return List.of(
                tokens,
                tokens.notAdaptive(),
                tokens.notBroadcast(),
                written(
                        "a public table is brought to the task that reads a number",
                        Clinic.INTERNAL,
                        each -> {
                            var tokenize = udf(new Clinic.Tokenize(), DataTypes.StringType);
                            Dataset<Row> known = each.patients()
                                    .join(broadcast(each.cities()), "city")
                                    .withColumn("t", tokenize.apply(concat(col("phone"), col("people"))))
                                    .filter("t IS NOT NULL")
                                    .select("patient_id", "people");
                            return Clinic.LEAVE_TOKENS.mark(known, UnaryOperator.identity());
                        },
                        "[1,300]",
                        "[2,300]",
                        "[3,200]",
                        "[7,5]"));
    }

    private static Dataset<Row> sameNumber(Clinic each) {
        var tokenize = udf(new Clinic.Tokenize(), DataTypes.StringType);
        Dataset<Row> one = each.patients()
                .select(col("patient_id").as("a"), tokenize.apply(col("phone")).as("t"));
        Dataset<Row> other = each.patients()
                .select(col("patient_id").as("b"), tokenize.apply(col("phone")).as("u"));
        return Clinic.LEAVE_TOKENS.mark(
                one.join(other, col("t").equalTo(col("u"))).select("a", "b"), UnaryOperator.identity());
    }
}
