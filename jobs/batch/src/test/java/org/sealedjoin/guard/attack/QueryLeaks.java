package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.sealedjoin.guard.Clinic.PLANTED;
import static org.sealedjoin.guard.attack.Leak.of;
import static org.sealedjoin.guard.attack.Leak.rows;
import static org.sealedjoin.guard.attack.Leak.sql;

import java.util.ArrayList;
import java.util.List;

/** By the shape of the query: conditions, joins, subqueries, set operations, order, SQL commands. */
final class QueryLeaks {
    private static final String IS_PLANTED = "phone = '" + PLANTED + "'";

    private QueryLeaks() {}

    static List<Leak> all() {
        var leaks = new ArrayList<Leak>();
        leaks.addAll(conditions());
        leaks.addAll(joins());
        leaks.addAll(subqueries());
        leaks.addAll(sets());
        leaks.addAll(order());
        leaks.addAll(commands());
        return leaks;
    }

    /** Patient 7's city, by conditions only: nothing that is selected has a label. */
    private static Leak city(String name, String text) {
        return sql(name, text).gives("[Leaktown]");
    }

    private static List<Leak> conditions() {
        return List.of(
                city("WHERE equal", "SELECT city FROM patients WHERE " + IS_PLANTED),
                city("WHERE IN", "SELECT city FROM patients WHERE phone IN ('x', '" + PLANTED + "')"),
                city("WHERE LIKE", "SELECT city FROM patients WHERE phone LIKE '%177'"),
                city("WHERE RLIKE", "SELECT city FROM patients WHERE phone RLIKE '177$'"),
                city(
                        "WHERE between",
                        "SELECT city FROM patients WHERE phone BETWEEN '+15005550170' AND '+15005550180'"),
                city(
                        "WHERE a hash is",
                        "SELECT city FROM patients WHERE sha2(phone, 256) = sha2('" + PLANTED + "', 256)"),
                city("WHERE an OR hides it", "SELECT city FROM patients WHERE city = 'nowhere' OR " + IS_PLANTED),
                city(
                        "WHERE a NOT hides it",
                        "SELECT city FROM patients WHERE NOT (phone IS NULL OR phone <> '" + PLANTED + "')"),
                city(
                        "WHERE a choice is null",
                        "SELECT city FROM (SELECT city, CASE WHEN " + IS_PLANTED
                                + " THEN phone END AS p FROM patients) WHERE p IS NOT NULL"),
                city(
                        "WHERE a failed cast is null",
                        "SELECT city FROM (SELECT city, phone, try_cast(replace(phone, '+1500555017', '') AS INT) AS p FROM patients) WHERE p IS NOT NULL AND p < 10"),
                city(
                        "WHERE one of a union is null",
                        "SELECT city FROM (SELECT city, phone AS p FROM patients WHERE city = 'nowhere' UNION ALL"
                                + " SELECT city, nullif(phone, '" + PLANTED
                                + "') FROM patients WHERE city = 'Leaktown') WHERE p IS NULL"),
                city("HAVING", "SELECT city FROM patients GROUP BY city HAVING max(phone) = '" + PLANTED + "'"),
                city(
                        "HAVING a count of matches",
                        "SELECT city FROM patients GROUP BY city HAVING count_if(" + IS_PLANTED + ") > 0"),
                city("FILTER of an aggregate", "SELECT max(city) FILTER (WHERE " + IS_PLANTED + ") FROM patients"),
                sql("count of matches", "SELECT 'hits', count_if(" + IS_PLANTED + ") FROM patients")
                        .gives("[hits,1]"),
                sql("sum of a condition", "SELECT 'hits', sum(int(" + IS_PLANTED + ")) FROM patients")
                        .gives("[hits,1]"),
                city(
                        "QUALIFY-like row number",
                        "SELECT city FROM (SELECT city, row_number() OVER (ORDER BY phone DESC) AS n FROM patients) WHERE n = 1"),
                city(
                        "condition on a flag column",
                        "SELECT city FROM (SELECT city, " + IS_PLANTED + " AS flag FROM patients) WHERE flag"));
    }

    private static List<Leak> joins() {
        return List.of(
                city(
                        "inner join on the number",
                        "SELECT p.city FROM patients p JOIN (SELECT '" + PLANTED
                                + "' AS guess) g ON p.phone = g.guess"),
                city(
                        "cross join with a condition",
                        "SELECT p.city FROM patients p CROSS JOIN (SELECT '" + PLANTED
                                + "' AS guess) g WHERE p.phone = g.guess"),
                city(
                        "left semi join",
                        "SELECT p.city FROM patients p LEFT SEMI JOIN (SELECT '" + PLANTED
                                + "' AS guess) g ON p.phone = g.guess"),
                city(
                        "left anti join",
                        "SELECT p.city FROM patients p LEFT ANTI JOIN cities c ON p.phone <> '" + PLANTED
                                + "' OR p.phone IS NULL"),
                sql(
                        "left outer join, other side told",
                        "SELECT p.city, g.guess FROM patients p LEFT JOIN (SELECT explode(array('" + PLANTED
                                + "', 'x')) AS guess) g ON p.phone = g.guess"),
                sql(
                        "right outer join",
                        "SELECT p.city, g.guess FROM (SELECT '" + PLANTED
                                + "' AS guess) g RIGHT JOIN patients p ON p.phone = g.guess"),
                sql(
                        "full outer join",
                        "SELECT p.city, g.guess FROM patients p FULL JOIN (SELECT '" + PLANTED
                                + "' AS guess) g ON p.phone = g.guess"),
                sql(
                                "range join finds digits",
                                "SELECT g.id FROM patients p JOIN range(100, 200) g ON p.phone = concat('+15005550', g.id)")
                        .gives("[177]"),
                sql("join USING", "SELECT * FROM patients JOIN (SELECT '" + PLANTED + "' AS phone) g USING (phone)"),
                sql("natural join", "SELECT * FROM patients NATURAL JOIN (SELECT '" + PLANTED + "' AS phone) g"),
                sql(
                        "broadcast join",
                        "SELECT /*+ BROADCAST(p) */ p.phone FROM visits v JOIN patients p ON v.patient_id = p.patient_id"),
                sql("self join", "SELECT b.phone FROM patients a JOIN patients b ON a.patient_id = b.patient_id"),
                sql(
                        "lateral subquery",
                        "SELECT c.city, l.p FROM cities c, LATERAL (SELECT max(phone) AS p FROM patients WHERE patients.city = c.city) l"),
                rows(
                        "lateral join",
                        clinic -> clinic.cities().lateralJoin(clinic.patients().select("phone"))),
                sql("lateral table function", "SELECT x FROM patients, LATERAL explode(array(phone)) AS t(x)"),
                sql("LATERAL VIEW", "SELECT x FROM patients LATERAL VIEW explode(array(phone)) t AS x"));
    }

    private static List<Leak> subqueries() {
        return List.of(
                rows(
                        "scalar subquery of a Dataset",
                        clinic -> clinic.cities()
                                .select(clinic.patients().select(max("phone")).scalar())),
                sql("scalar subquery in SELECT", "SELECT (SELECT max(phone) FROM patients)"),
                city(
                        "scalar subquery in WHERE",
                        "SELECT city FROM cities WHERE '" + PLANTED
                                + "' = (SELECT max(phone) FROM patients WHERE patients.city = cities.city)"),
                sql(
                        "correlated scalar subquery",
                        "SELECT c.city, (SELECT max(phone) FROM patients p WHERE p.city = c.city) FROM cities c"),
                city(
                        "EXISTS",
                        "SELECT city FROM cities c WHERE EXISTS (SELECT 1 FROM patients p WHERE p.city = c.city AND "
                                + IS_PLANTED + ")"),
                city(
                        "NOT EXISTS",
                        "SELECT city FROM cities c WHERE NOT EXISTS (SELECT 1 FROM patients p WHERE p.city = c.city AND (phone IS NULL OR phone <> '"
                                + PLANTED + "'))"),
                city(
                        "IN a subquery",
                        "SELECT city FROM cities WHERE city IN (SELECT city FROM patients WHERE " + IS_PLANTED + ")"),
                city(
                        "NOT IN a subquery",
                        "SELECT city FROM cities WHERE city NOT IN (SELECT city FROM patients WHERE phone <> '"
                                + PLANTED + "' OR phone IS NULL)"),
                sql(
                                "EXISTS in SELECT",
                                "SELECT city, EXISTS (SELECT 1 FROM patients p WHERE p.city = c.city AND " + IS_PLANTED
                                        + ") FROM cities c")
                        .gives("[Leaktown,true]"),
                city(
                        "subquery in ORDER BY",
                        "SELECT city FROM (SELECT city, (SELECT max(phone) FROM patients p WHERE p.city = c.city) AS m FROM cities c) ORDER BY m DESC LIMIT 1"),
                sql("WITH", "WITH a AS (SELECT phone FROM patients), b AS (SELECT * FROM a) SELECT * FROM b"),
                sql(
                        "WITH, twice used",
                        "WITH a AS (SELECT phone, rand() AS r FROM patients) SELECT x.phone FROM a x JOIN a y ON x.r = y.r"),
                sql(
                                "recursive WITH",
                                "WITH RECURSIVE r(p, n) AS (SELECT max(phone), 1 FROM patients UNION ALL SELECT p, n + 1 FROM r WHERE n < 2) SELECT * FROM r")
                        .says("guard"),
                sql("pipe syntax", "FROM patients |> WHERE city = 'Leaktown' |> EXTEND phone AS p |> SELECT p"),
                sql("TABLE", "TABLE patients"),
                sql(
                        "PIVOT",
                        "SELECT * FROM (SELECT phone, city FROM patients) PIVOT (max(phone) FOR city IN ('Leaktown' AS l))"),
                sql("UNPIVOT", "SELECT v FROM (SELECT phone, city FROM patients) UNPIVOT (v FOR n IN (phone, city))"));
    }

    private static List<Leak> sets() {
        return List.of(
                sql("UNION", "SELECT city FROM cities UNION SELECT phone FROM patients"),
                sql("UNION ALL", "SELECT city FROM cities UNION ALL SELECT phone FROM patients"),
                sql("INTERSECT", "SELECT '" + PLANTED + "' AS guess INTERSECT SELECT phone FROM patients"),
                sql("INTERSECT ALL", "SELECT '" + PLANTED + "' AS guess INTERSECT ALL SELECT phone FROM patients"),
                sql(
                        "EXCEPT",
                        "SELECT explode(array('" + PLANTED
                                + "', '+15005550101')) AS guess EXCEPT SELECT phone FROM patients WHERE city <> 'Leaktown'"),
                sql(
                        "EXCEPT ALL",
                        "SELECT explode(array('" + PLANTED
                                + "', '+15005550101')) AS guess EXCEPT ALL SELECT phone FROM patients WHERE city <> 'Leaktown'"),
                rows(
                        "unionByName",
                        clinic -> clinic.cities().unionByName(clinic.patients().select("phone"), true)),
                sql("DISTINCT", "SELECT DISTINCT phone FROM patients"),
                sql(
                                "count of DISTINCT",
                                "SELECT 'n', count(*) FROM (SELECT DISTINCT substr(phone, 1, 11) AS p FROM patients)")
                        .gives("[n,3]"),
                rows(
                                "dropDuplicates by the number",
                                clinic -> clinic.patients()
                                        .dropDuplicates("phone")
                                        .select("city"))
                        .gives("[Leaktown]"));
    }

    private static List<Leak> order() {
        return List.of(
                of(
                                "ORDER BY the number",
                                clinic -> clinic.patients()
                                        .orderBy(col("phone").desc_nulls_last())
                                        .select("city")
                                        .collectAsList())
                        .gives("[[Leaktown]"),
                sql("ORDER BY and LIMIT", "SELECT city FROM patients ORDER BY phone DESC LIMIT 1")
                        .gives("[Leaktown]"),
                sql("ORDER BY and OFFSET", "SELECT city FROM patients ORDER BY phone LIMIT 1 OFFSET 4")
                        .gives("[Leaktown]"),
                rows(
                                "increasing ids after a sort",
                                clinic -> clinic.patients()
                                        .orderBy(col("phone").desc())
                                        .withColumn("at", monotonically_increasing_id())
                                        .select("city", "at"))
                        .gives("[Leaktown,0]"),
                of(
                                "increasing ids after a sort within partitions",
                                clinic -> clinic.patients()
                                        .coalesce(1)
                                        .sortWithinPartitions(col("phone").desc())
                                        .withColumn("at", monotonically_increasing_id())
                                        .select("city", "at")
                                        .collectAsList())
                        .gives("[Leaktown,0]"),
                rows(
                                "partition by the number",
                                clinic -> clinic.patients()
                                        .repartition(64, col("phone"))
                                        .select(col("city"), spark_partition_id()))
                        .gives("[Leaktown,"),
                rows(
                                "ranges of the number",
                                clinic -> clinic.patients()
                                        .repartitionByRange(8, col("phone"))
                                        .select(col("city"), monotonically_increasing_id()))
                        .gives("[Leaktown,"),
                of("rows dealt out in the order of their hashes", clinic -> {
                            String setting = "spark.sql.optimizer.excludedRules";
                            clinic.spark().conf().set(setting, "org.apache.spark.sql.catalyst.optimizer.ColumnPruning");
                            try {
                                return clinic.patients()
                                        .select("city", "score")
                                        .repartition(3)
                                        .select(col("city"), spark_partition_id())
                                        .collectAsList();
                            } finally {
                                clinic.spark().conf().unset(setting);
                            }
                        })
                        .gives("[Leaktown,"),
                sql(
                                "DISTRIBUTE BY",
                                "SELECT city, spark_partition_id() FROM (SELECT city, phone FROM patients DISTRIBUTE BY phone)")
                        .gives("[Leaktown,"),
                sql(
                                "SORT BY",
                                "SELECT city FROM (SELECT city, phone FROM patients SORT BY phone DESC NULLS LAST) LIMIT 1")
                        .gives("[Leaktown]"),
                rows(
                                "rebalance by the number",
                                clinic -> clinic.patients()
                                        .hint("rebalance", col("phone"))
                                        .select(col("city"), spark_partition_id()))
                        .gives("[Leaktown,"),
                of(
                                "sample of a sort",
                                clinic -> clinic.patients()
                                        .orderBy(col("phone").desc())
                                        .sample(0.999, 7)
                                        .select("city")
                                        .head())
                        .gives("[Leaktown]"),
                sql("last of a sort", "SELECT first(city) FROM (SELECT * FROM patients ORDER BY phone DESC)")
                        .gives("[Leaktown]"));
    }

    private static List<Leak> commands() {
        return List.of(
                of("SQL variable", clinic -> {
                    clinic.sql("DECLARE OR REPLACE VARIABLE stolen STRING");
                    clinic.sql("SET VAR stolen = (SELECT max(phone) FROM patients)");
                    return clinic.sql("SELECT stolen").collectAsList();
                }),
                of("default of a SQL variable", clinic -> {
                    clinic.sql("DECLARE OR REPLACE VARIABLE stolen STRING DEFAULT 'x'");
                    clinic.sql("SET VAR (stolen) = (SELECT phone FROM patients WHERE city = 'Leaktown')");
                    return clinic.sql("SELECT stolen").collectAsList();
                }),
                of(
                        "EXECUTE IMMEDIATE",
                        clinic -> clinic.sql("EXECUTE IMMEDIATE 'SELECT phone FROM patients'")
                                .collectAsList()),
                of("EXECUTE IMMEDIATE into a variable", clinic -> {
                    clinic.sql("DECLARE OR REPLACE VARIABLE stolen STRING");
                    clinic.sql("EXECUTE IMMEDIATE 'SELECT max(phone) FROM patients' INTO stolen");
                    return clinic.sql("SELECT stolen").collectAsList();
                }),
                of(
                                "loop of a script until it is guessed",
                                clinic -> clinic.sql(
                                                "BEGIN DECLARE n INT DEFAULT 176; WHILE NOT EXISTS (SELECT 1 FROM patients WHERE"
                                                        + " phone = concat('+15005550', n)) AND n < 180 DO SET n = n + 1; END WHILE; SELECT n; END")
                                        .collectAsList())
                        .gives("[177]"),
                of(
                        "script",
                        clinic -> clinic.sql(
                                        "BEGIN DECLARE x STRING; SET x = (SELECT max(phone) FROM patients); SELECT x; END")
                                .collectAsList()),
                of(
                        "loop of a script",
                        clinic -> clinic.sql(
                                        "BEGIN DECLARE x STRING DEFAULT ''; FOR r AS SELECT phone FROM patients DO SET x = x || coalesce(r.phone, ''); END FOR; SELECT x; END")
                                .collectAsList()),
                of(
                                "condition of a script",
                                clinic -> clinic.sql("BEGIN IF EXISTS (SELECT 1 FROM patients WHERE " + IS_PLANTED
                                                + ") THEN SELECT 'yes, it is'; ELSE SELECT 'no'; END IF; END")
                                        .collectAsList())
                        .gives("yes, it is"),
                of("SQL function", clinic -> {
                    clinic.sql(
                            "CREATE OR REPLACE TEMPORARY FUNCTION steal() RETURNS STRING RETURN SELECT max(phone) FROM patients");
                    return clinic.sql("SELECT steal()").collectAsList();
                }),
                of("SQL table function", clinic -> {
                    clinic.sql(
                            "CREATE OR REPLACE TEMPORARY FUNCTION steal_all() RETURNS TABLE (p STRING) RETURN SELECT phone FROM patients");
                    return clinic.sql("SELECT * FROM steal_all()").collectAsList();
                }),
                of(
                        "parameters",
                        clinic -> clinic.spark()
                                .sql("SELECT * FROM patients WHERE phone = :guess", java.util.Map.of("guess", PLANTED))
                                .collectAsList()),
                of(
                        "IDENTIFIER",
                        clinic -> clinic.sql("SELECT IDENTIFIER('ph' || 'one') FROM IDENTIFIER('pat' || 'ients')")
                                .collectAsList()),
                of(
                        "TRANSFORM",
                        clinic -> clinic.sql("SELECT TRANSFORM (phone) USING 'cat' AS (p STRING) FROM patients")
                                .collectAsList()),
                of(
                                "EXPLAIN",
                                clinic -> clinic.sql("EXPLAIN EXTENDED SELECT phone FROM patients")
                                        .collectAsList())
                        .gives("phone"),
                of(
                        "aggregate of aggregates",
                        clinic -> clinic.sql(
                                        "SELECT max(m) FROM (SELECT city, max(phone) AS m FROM patients GROUP BY city)")
                                .collectAsList()));
    }
}
