package org.sealedjoin.guard;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;
import static org.sealedjoin.guard.Honest.open;
import static org.sealedjoin.guard.Honest.written;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.testing.LocalSpark;

/** Plans without labels in what leaves: shapes of queries, subqueries, ways to run them, sources of rows. */
final class HonestQueries {
    private static final SparkSession SPARK = LocalSpark.session();

    private HonestQueries() {}

    static List<Honest> all() {
        return Stream.of(withoutLabels(), shapes(), subqueries(), ways(), sources())
                .flatMap(List::stream)
                .toList();
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
                                .parquet(LegitimatePlansTest.unprotected())
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
                .option("escape", "\"")
                .csv(each.path("patients_csv"));
    }
}
