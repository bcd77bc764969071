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
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.base.Label;
import org.sealedjoin.testing.LocalSpark;

/**
 * A guard that refused everything would pass every test of leaks. These plans are honest: nothing labelled leaves without approval, or
 * it goes where it may. Each is run to its end, and gives what it gives without a guard.
 */
class LegitimatePlansTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
    private static final String BROADCAST = "spark.sql.autoBroadcastJoinThreshold";

    @TempDir
    static Path folder;

    private static Clinic clinic;

    /** One honest plan, what runs it, and the rows that it must give, sorted as text. */
    private record Honest(String name, Function<Clinic, List<String>> run, List<String> gives) {
        @Override
        public String toString() {
            return name;
        }

        /** The same with adaptive execution off. */
        Honest notAdaptive() {
            return new Honest(name + ", not adaptive", with(ADAPTIVE, "false"), gives);
        }

        /** The same with joins of sorted rows instead of broadcasts. */
        Honest notBroadcast() {
            return new Honest(name + ", not broadcast", with(BROADCAST, "-1"), gives);
        }

        private Function<Clinic, List<String>> with(String key, String value) {
            return each -> {
                SPARK.conf().set(key, value);
                try {
                    return run.apply(each);
                } finally {
                    SPARK.conf().unset(key);
                }
            };
        }
    }

    @BeforeAll
    static void open() {
        clinic = new Clinic(SPARK, folder);
        clinic.rows("city STRING, country STRING", Clinic.row("Aarhus", "DK"), Clinic.row("Bergen", "NO"))
                .write()
                .parquet(unprotected());
    }

    @AfterAll
    static void shut() {
        clinic.close();
    }

    private static String unprotected() {
        return folder.resolve("countries").toString();
    }

    static Stream<Honest> plans() {
        return Stream.of(
                        withoutLabels(),
                        shapes(),
                        subqueries(),
                        ways(),
                        sources(),
                        internal(),
                        agreed(),
                        figures(),
                        numbers())
                .flatMap(List::stream);
    }

    @Test
    void corpus_countOfPlans_atLeastForty() {
        assertThat(plans().map(Honest::name).distinct().count())
                .isEqualTo(plans().count())
                .isGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void run_honestPlan_givesItsRows(Honest plan) {
        long refused = FlowGuard.of(SPARK).tally().refused();

        assertThat(plan.run().apply(clinic)).containsExactlyElementsOf(plan.gives());

        assertThat(FlowGuard.of(SPARK).tally().refused() - refused)
                .as("refused on the way")
                .isZero();
    }

    /** Rows without any label: collected as they are, nobody asks. */
    private static Honest open(String name, String sql, String... gives) {
        return new Honest(name, each -> Clinic.text(each.sql(sql)), List.of(gives));
    }

    private static Honest open(String name, Function<Clinic, Dataset<Row>> rows, String... gives) {
        return new Honest(name, each -> Clinic.text(rows.apply(each)), List.of(gives));
    }

    /** Rows that are approved for a sink and written there. */
    private static Honest written(String name, Sink sink, Function<Clinic, Dataset<Row>> rows, String... gives) {
        return new Honest(
                name,
                each -> {
                    String place = write(each, rows.apply(each), sink);
                    return unguarded(each, () -> Clinic.text(SPARK.read().parquet(place)));
                },
                List.of(gives));
    }

    private static String write(Clinic each, Dataset<Row> rows, Sink sink) {
        String place = each.place();
        return FlowGuard.of(SPARK).approve(rows, sink).out(Exit.files(place), approved -> {
            approved.write().parquet(place);
            return place;
        });
    }

    private static List<String> unguarded(Clinic each, Supplier<List<String>> look) {
        each.unguard();
        try {
            return look.get();
        } finally {
            each.guard();
        }
    }

    private static List<Honest> withoutLabels() {
        return List.of(
                open(
                        "column without a label",
                        "SELECT city FROM patients WHERE city LIKE '%n'",
                        "[Bergen]",
                        "[Bergen]",
                        "[Leaktown]"),
                open("public table", "SELECT * FROM cities WHERE people > 100", "[Aarhus,300]", "[Bergen,200]"),
                open(
                        "people per city",
                        "SELECT city, count(*) FROM patients GROUP BY city",
                        "[Aarhus,2]",
                        "[Bergen,2]",
                        "[Leaktown,1]"),
                open(
                        "many aggregates",
                        "SELECT min(city), max(people), sum(people), avg(people), count(DISTINCT city), collect_set(city)[0] IS NULL FROM cities",
                        "[Aarhus,300,505,168.33333333333334,3,false]"),
                open(
                        "expressions",
                        "SELECT upper(city), length(city) + 1, CASE WHEN people > 250 THEN 'big' ELSE 'small' END, concat_ws('/', city, people) FROM cities WHERE city <> 'Leaktown'",
                        "[AARHUS,7,big,Aarhus/300]",
                        "[BERGEN,7,small,Bergen/200]"),
                open("no table at all", "SELECT 1 + 1", "[2]"),
                open("range", "SELECT id FROM range(3)", "[0]", "[1]", "[2]"),
                open("values", "SELECT * FROM VALUES ('a', 1), ('b', 2) AS t(x, y)", "[a,1]", "[b,2]"),
                open("local rows", each -> each.rows("x STRING", Clinic.row("a")), "[a]"),
                open(
                        "whether a number is there",
                        "SELECT city, phone IS NOT NULL FROM patients WHERE city = 'Bergen'",
                        "[Bergen,false]",
                        "[Bergen,true]"),
                open(
                        "a count for which Spark reads no number",
                        // Never null, so Spark counts rows and leaves the expression out, with all that it could tell.
                        "SELECT count(x) FROM (SELECT element_at(array(1, 2), try_cast(phone AS INT)) AS x FROM patients DISTRIBUTE BY city)",
                        "[5]"),
                open("where no number is there", "SELECT city FROM patients WHERE phone IS NULL", "[Bergen]"));
    }

    private static List<Honest> shapes() {
        Honest join = open(
                "inner join",
                "SELECT c.city, c.people, v.country FROM cities c JOIN (SELECT 'Bergen' AS city, 'NO' AS country) v ON c.city = v.city",
                "[Bergen,200,NO]");
        Honest grouped = open(
                "join, group, sort",
                "SELECT c.people, count(*) AS n FROM patients p JOIN cities c ON p.city = c.city GROUP BY c.people ORDER BY n",
                "[200,2]",
                "[300,2]",
                "[5,1]");
        return List.of(
                join,
                join.notAdaptive(),
                grouped,
                grouped.notAdaptive(),
                grouped.notBroadcast(),
                open(
                        "left outer join",
                        "SELECT c.city, d.x FROM cities c LEFT JOIN (SELECT 'Aarhus' AS city, 1 AS x) d ON c.city = d.city",
                        "[Aarhus,1]",
                        "[Bergen,null]",
                        "[Leaktown,null]"),
                open(
                        "right outer join",
                        "SELECT c.people, d.city FROM cities c RIGHT JOIN (SELECT explode(array('Aarhus', 'Oslo')) AS city) d ON c.city = d.city",
                        "[300,Aarhus]",
                        "[null,Oslo]"),
                open(
                        "full outer join",
                        "SELECT c.city, d.city FROM cities c FULL JOIN (SELECT explode(array('Aarhus', 'Oslo')) AS city) d ON c.city = d.city",
                        "[Aarhus,Aarhus]",
                        "[Bergen,null]",
                        "[Leaktown,null]",
                        "[null,Oslo]"),
                open(
                        "semi and anti join",
                        "SELECT city FROM cities c LEFT SEMI JOIN patients p ON p.city = c.city LEFT ANTI JOIN (SELECT 'Bergen' AS city) b ON b.city = c.city",
                        "[Aarhus]",
                        "[Leaktown]"),
                open("cross join", "SELECT count(*) FROM cities CROSS JOIN patients", "[15]"),
                open(
                        "lateral join",
                        "SELECT c.city, l.n FROM cities c, LATERAL (SELECT count(*) AS n FROM patients p WHERE p.city = c.city) l",
                        "[Aarhus,2]",
                        "[Bergen,2]",
                        "[Leaktown,1]"),
                open(
                        "broadcast hint",
                        each -> each.patients()
                                .join(broadcast(each.cities()), "city")
                                .select("city", "people")
                                .distinct(),
                        "[Aarhus,300]",
                        "[Bergen,200]",
                        "[Leaktown,5]"),
                open(
                        "window",
                        "SELECT city, row_number() OVER (ORDER BY people DESC), sum(people) OVER (ORDER BY people) FROM cities",
                        "[Aarhus,1,505]",
                        "[Bergen,2,205]",
                        "[Leaktown,3,5]"),
                open(
                        "first of each",
                        "SELECT city FROM (SELECT city, row_number() OVER (PARTITION BY city ORDER BY city) AS n FROM patients) WHERE n = 1",
                        "[Aarhus]",
                        "[Bergen]",
                        "[Leaktown]"),
                open(
                        "ROLLUP",
                        "SELECT city, sum(people) FROM cities GROUP BY ROLLUP (city)",
                        "[Aarhus,300]",
                        "[Bergen,200]",
                        "[Leaktown,5]",
                        "[null,505]"),
                open(
                        "CUBE",
                        "SELECT city, people > 100 AS big, count(*) FROM cities WHERE city <> 'Bergen' GROUP BY CUBE (city, people > 100)",
                        "[Aarhus,null,1]",
                        "[Aarhus,true,1]",
                        "[Leaktown,false,1]",
                        "[Leaktown,null,1]",
                        "[null,false,1]",
                        "[null,null,2]",
                        "[null,true,1]"),
                open(
                        "GROUPING SETS",
                        "SELECT city, grouping(city), count(*) FROM patients GROUP BY GROUPING SETS ((city), ())",
                        "[Aarhus,0,2]",
                        "[Bergen,0,2]",
                        "[Leaktown,0,1]",
                        "[null,1,5]"),
                open(
                        "PIVOT",
                        "SELECT * FROM (SELECT city, people FROM cities) PIVOT (max(people) FOR city IN ('Aarhus', 'Bergen'))",
                        "[300,200]"),
                open(
                        "UNPIVOT",
                        "SELECT n, v FROM (SELECT max(people) AS a, min(people) AS b FROM cities) UNPIVOT (v FOR n IN (a, b))",
                        "[a,300]",
                        "[b,5]"),
                open("explode", "SELECT explode(array(city, 'x')) FROM cities WHERE people = 5", "[Leaktown]", "[x]"),
                open(
                        "LATERAL VIEW and positions",
                        "SELECT city, pos, part FROM cities LATERAL VIEW posexplode(split(city, 'r')) AS pos, part WHERE city = 'Bergen'",
                        "[Bergen,0,Be]",
                        "[Bergen,1,gen]"),
                open(
                        "UNION",
                        "SELECT city FROM cities UNION SELECT city FROM patients",
                        "[Aarhus]",
                        "[Bergen]",
                        "[Leaktown]"),
                open(
                        "UNION ALL, INTERSECT, EXCEPT",
                        "(SELECT city FROM cities INTERSECT SELECT city FROM patients) UNION ALL (SELECT city FROM cities EXCEPT SELECT 'Aarhus')",
                        "[Aarhus]",
                        "[Bergen]",
                        "[Bergen]",
                        "[Leaktown]",
                        "[Leaktown]"),
                open(
                        "DISTINCT, sort, limit, offset",
                        "SELECT DISTINCT city FROM patients ORDER BY city LIMIT 1 OFFSET 1",
                        "[Bergen]"),
                open(
                        "nested types",
                        "SELECT s.c, m['k'], a[1], transform(a, x -> x || '!') FROM (SELECT struct(city AS c) AS s, map('k', people) AS m, array(city, 'z') AS a FROM cities WHERE people = 5)",
                        "[Leaktown,5,z,ArraySeq(Leaktown!, z!)]"));
    }

    private static List<Honest> subqueries() {
        return List.of(
                open(
                        "scalar subquery",
                        "SELECT city FROM cities WHERE people = (SELECT max(people) FROM cities)",
                        "[Aarhus]"),
                open(
                        "correlated scalar subquery",
                        "SELECT city, (SELECT count(*) FROM patients p WHERE p.city = c.city) FROM cities c WHERE people = 5",
                        "[Leaktown,1]"),
                open(
                        "IN and NOT IN",
                        "SELECT city FROM cities WHERE city IN (SELECT city FROM patients) AND city NOT IN (SELECT max(city) FROM cities WHERE city < 'C')",
                        "[Aarhus]",
                        "[Leaktown]"),
                open(
                        "EXISTS and NOT EXISTS",
                        "SELECT city FROM cities c WHERE EXISTS (SELECT 1 FROM patients p WHERE p.city = c.city) AND NOT EXISTS (SELECT 1 FROM (SELECT 'Aarhus' AS x) y WHERE y.x = c.city)",
                        "[Bergen]",
                        "[Leaktown]"),
                open(
                        "EXISTS as a column",
                        "SELECT city, EXISTS (SELECT 1 FROM patients p WHERE p.city = c.city) FROM cities c WHERE people = 5",
                        "[Leaktown,true]"),
                open(
                        "WITH, used twice",
                        "WITH big AS (SELECT city FROM cities WHERE people > 100) SELECT a.city FROM big a JOIN big b ON a.city = b.city",
                        "[Aarhus]",
                        "[Bergen]"),
                open(
                        "view over a view",
                        each -> {
                            each.sql("CREATE OR REPLACE TEMP VIEW honest_one AS SELECT city, people AS n FROM cities");
                            each.sql(
                                    "CREATE OR REPLACE TEMP VIEW honest_two AS SELECT city FROM honest_one WHERE n < 100");
                            return each.sql("SELECT * FROM honest_two");
                        },
                        "[Leaktown]"),
                open(
                        "pipe syntax",
                        "FROM cities |> WHERE people > 100 |> EXTEND upper(city) AS u |> AGGREGATE max(u) AS m",
                        "[BERGEN]"),
                open(
                        "parameters",
                        each -> SPARK.sql("SELECT city FROM cities WHERE people < :most", Map.of("most", 100)),
                        "[Leaktown]"));
    }

    private static List<Honest> ways() {
        return List.of(
                open(
                        "repartition, coalesce, sort within",
                        each -> each.cities()
                                .repartition(3, col("city"))
                                .coalesce(1)
                                .sortWithinPartitions("people")
                                .select("city"),
                        "[Aarhus]",
                        "[Bergen]",
                        "[Leaktown]"),
                open(
                        "ranges",
                        each -> each.cities()
                                .repartitionByRange(2, col("people"))
                                .select("city"),
                        "[Aarhus]",
                        "[Bergen]",
                        "[Leaktown]"),
                open(
                        "sample of everything",
                        each -> each.cities().sample(1.0, 7).select("city"),
                        "[Aarhus]",
                        "[Bergen]",
                        "[Leaktown]"),
                open(
                        "dropDuplicates",
                        each -> each.patients().select("city").dropDuplicates("city"),
                        "[Aarhus]",
                        "[Bergen]",
                        "[Leaktown]"),
                new Honest(
                        "count, head, take, iterate",
                        each -> {
                            var cities = each.cities().orderBy("city").select("city");
                            return List.of(
                                    "" + each.patients().count(),
                                    "" + cities.head(),
                                    "" + cities.takeAsList(2),
                                    "" + cities.toLocalIterator().next(),
                                    "" + cities.isEmpty());
                        },
                        List.of("5", "[Aarhus]", "[[Aarhus], [Bergen]]", "[Aarhus]", "false")),
                new Honest(
                        "function of one's own and typed map over a public column",
                        each -> {
                            var shout = udf((UDF1<String, String>) text -> text + "!", DataTypes.StringType);
                            return each.cities()
                                    .filter("people = 5")
                                    .select(shout.apply(col("city")))
                                    .as(Encoders.STRING())
                                    .map((MapFunction<String, String>) text -> text + "?", Encoders.STRING())
                                    .collectAsList();
                        },
                        List.of("Leaktown!?")),
                new Honest(
                        "cache of a public table",
                        each -> {
                            Dataset<Row> kept = each.cities().select("city").persist(StorageLevel.MEMORY_ONLY());
                            try {
                                kept.count();
                                return Clinic.text(kept.filter("city = 'Bergen'"));
                            } finally {
                                kept.unpersist(true);
                            }
                        },
                        List.of("[Bergen]")),
                new Honest(
                        "public rows written without asking",
                        each -> {
                            String place = each.place();
                            each.cities().filter("people = 5").write().json(place);
                            return Clinic.text(SPARK.read()
                                    .schema("city STRING, people BIGINT")
                                    .json(place));
                        },
                        List.of("[Leaktown,5]")),
                new Honest(
                        "INSERT and CREATE TABLE of public rows",
                        each -> {
                            try {
                                each.sql(
                                        "CREATE TABLE honest USING parquet AS SELECT city FROM cities WHERE people = 5");
                                each.sql("INSERT INTO honest VALUES ('Oslo')");
                                each.sql("INSERT INTO honest SELECT city FROM cities WHERE people = 200");
                                return Clinic.text(SPARK.table("honest"));
                            } finally {
                                each.sql("DROP TABLE IF EXISTS honest");
                            }
                        },
                        List.of("[Bergen]", "[Leaktown]", "[Oslo]")));
    }

    private static List<Honest> sources() {
        return List.of(
                open(
                        "unprotected files beside protected ones",
                        each -> SPARK.read()
                                .schema("city STRING, country STRING")
                                .parquet(unprotected())
                                .join(each.cities(), "city"),
                        "[Aarhus,DK,300]",
                        "[Bergen,NO,200]"),
                open(
                        "protected CSV, a column without a label",
                        each -> csv(each).select("city", "day"),
                        "[Aarhus,mon]",
                        "[Leaktown,tue]"),
                written(
                        "protected CSV, ids to an internal table",
                        Clinic.INTERNAL,
                        each -> csv(each).select("patient_id", "day"),
                        "[1,mon]",
                        "[7,tue]"),
                open(
                        "glob of one table",
                        each -> SPARK.read()
                                .schema(Clinic.schema("cities"))
                                .parquet(each.path("cities") + "/*.parquet")
                                .select("city"),
                        "[Aarhus]",
                        "[Bergen]",
                        "[Leaktown]"),
                open(
                        "names of files",
                        each -> each.table("cities")
                                .selectExpr("city", "_metadata.file_size > 0")
                                .filter("people = 5"),
                        "[Leaktown,true]"));
    }

    private static Dataset<Row> csv(Clinic each) {
        return SPARK.read()
                .schema("patient_id BIGINT, phone STRING, city STRING, day STRING")
                .option("header", true)
                .csv(each.path("patients_csv"));
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
                                String place = write(
                                        each, kept.groupBy().agg(sum("score").as("sum")), Clinic.INTERNAL);
                                return unguarded(
                                        each, () -> Clinic.text(SPARK.read().parquet(place)));
                            } finally {
                                kept.unpersist(true);
                            }
                        },
                        List.of("[26]")),
                new Honest(
                        "written, read back, written on",
                        each -> {
                            String first = write(each, each.patients().select("patient_id", "score"), Clinic.INTERNAL);
                            Dataset<Row> back = SPARK.read()
                                    .schema("patient_id BIGINT, score INT")
                                    .parquet(first);
                            String second = write(each, back.filter("score > 10"), Clinic.INTERNAL);
                            return unguarded(
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
                        LegitimatePlansTest::byPurpose,
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
                LegitimatePlansTest::sameNumber,
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
