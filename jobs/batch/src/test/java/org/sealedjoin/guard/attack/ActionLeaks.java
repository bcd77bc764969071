package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.sealedjoin.guard.Clinic.PLANTED;
import static org.sealedjoin.guard.attack.Leak.of;
import static org.sealedjoin.guard.attack.Leak.prepared;
import static org.sealedjoin.guard.attack.Leak.rows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.guard.Clinic;

/** By what is done with the rows: actions, caches, sessions. */
final class ActionLeaks {
    private ActionLeaks() {}

    static List<Leak> all() {
        var leaks = new ArrayList<Leak>();
        leaks.addAll(actions());
        leaks.addAll(kept());
        return leaks;
    }

    private static List<Leak> actions() {
        return List.of(
                of("collect", clinic -> (Object) ((Object[]) clinic.patients().collect())),
                rows("collectAsList", Clinic::phones),
                of("show", clinic -> printed(clinic, rows -> rows.show(false))),
                of("show, vertical", clinic -> printed(clinic, rows -> rows.show(20, 0, true))),
                of(
                        "head",
                        clinic -> clinic.patients().filter("city = 'Leaktown'").head()),
                of("take", clinic -> clinic.phones().takeAsList(10)),
                of(
                        "first, sorted",
                        clinic -> clinic.patients().orderBy(col("score").desc()).first()),
                of("tail", clinic -> clinic.phones().tail(5)),
                of("toLocalIterator", clinic -> listed(clinic.phones().toLocalIterator())),
                of(
                                "count with a condition",
                                clinic -> "rows "
                                        + clinic.patients()
                                                .filter(col("phone").equalTo(PLANTED))
                                                .count())
                        .gives("rows 1"),
                of(
                                "isEmpty with a condition",
                                clinic -> "empty "
                                        + clinic.patients()
                                                .filter(col("phone").equalTo(PLANTED))
                                                .isEmpty())
                        .gives("empty false"),
                of(
                        "foreach",
                        clinic -> FunctionLeaks.dumped(
                                () -> clinic.phones().foreach((ForeachFunction<String>) FunctionLeaks::dump))),
                of(
                        "foreachPartition",
                        clinic -> FunctionLeaks.dumped(
                                () -> clinic.phones().foreachPartition((ForeachPartitionFunction<String>)
                                        part -> part.forEachRemaining(FunctionLeaks::dump)))),
                of("reduce", clinic -> clinic.phones().reduce((ReduceFunction<String>) (one, other) -> one + other)),
                of("javaRDD", clinic -> clinic.patients().javaRDD().collect()),
                of(
                                "rdd of the execution",
                                clinic -> clinic.patients()
                                        .select("phone")
                                        .queryExecution()
                                        .toRdd()
                                        .collect())
                        .unseen(),
                of("toJSON", clinic -> clinic.patients().toJSON().collectAsList()),
                rows(
                        "describe",
                        clinic -> clinic.patients().filter("city = 'Leaktown'").describe("phone")),
                rows(
                        "summary",
                        clinic -> clinic.patients().filter("city = 'Leaktown'").summary("max")),
                of(
                                "approxQuantile",
                                clinic -> clinic.patients()
                                        .selectExpr("try_cast(substr(phone, 8) as double) as tail")
                                        .stat()
                                        .approxQuantile("tail", new double[] {1.0}, 0.0)[0])
                        .gives("177.0"),
                rows("freqItems", clinic -> clinic.patients().stat().freqItems(new String[] {"phone"}, 0.1)),
                of(
                        "crosstab",
                        clinic -> clinic.patients()
                                .stat()
                                .crosstab("city", "phone")
                                .columns()),
                of(
                                "correlation",
                                clinic -> "r "
                                        + clinic.patients()
                                                .selectExpr(
                                                        "try_cast(substr(phone, 8) as double) as a",
                                                        "patient_id + 0.0d as b")
                                                .stat()
                                                .corr("a", "b"))
                        .gives("r -0."),
                of(
                                "sampleBy",
                                clinic -> clinic.patients()
                                        .stat()
                                        .sampleBy("phone", Map.of(PLANTED, 1.0), 7)
                                        .select("city")
                                        .collectAsList())
                        .gives("[[Leaktown]]"),
                of(
                                "Bloom filter",
                                clinic -> "there "
                                        + clinic.patients()
                                                .stat()
                                                .bloomFilter("phone", 100, 0.01)
                                                .mightContain(PLANTED))
                        .gives("there true"),
                of(
                                "count-min sketch",
                                clinic -> "seen "
                                        + clinic.patients()
                                                .stat()
                                                .countMinSketch("phone", 0.1, 0.9, 1)
                                                .estimateCount(PLANTED))
                        .gives("seen 1"),
                of(
                        "pivot whose values become names",
                        clinic -> clinic.patients()
                                .groupBy("city")
                                .pivot("phone")
                                .count()
                                .columns()),
                of(
                        "numbers read as CSV",
                        clinic -> clinic.spark().read().csv(clinic.phones()).collectAsList()),
                of(
                        "numbers read as names in JSON",
                        clinic -> clinic.spark()
                                .read()
                                .json(clinic.patients()
                                        .filter("phone IS NOT NULL")
                                        .selectExpr("concat('{\"', phone, '\": 1}')")
                                        .as(Encoders.STRING()))
                                .columns()),
                rows("sample", clinic -> clinic.phones().sample(true, 20.0, 7)),
                of(
                        "randomSplit",
                        clinic -> clinic.phones()
                                .randomSplit(new double[] {1.0}, 7)[0]
                                .collectAsList()),
                of("explain", clinic -> printed(clinic, rows -> rows.explain(true)))
                        .gives("phone"),
                rows("hint", clinic -> clinic.patients().hint("broadcast").select("phone")),
                of(
                        "broadcast variable",
                        clinic -> clinic.spark()
                                .sparkContext()
                                .broadcast(
                                        clinic.phones().collectAsList(),
                                        scala.reflect.ClassTag$.MODULE$.apply(List.class))
                                .value()),
                of(
                        "transpose",
                        clinic -> clinic.patients()
                                .select("patient_id", "phone")
                                .transpose()
                                .collectAsList()),
                of("observation", clinic -> {
                    var seen = new Observation("seen");
                    clinic.patients()
                            .observe(seen, max("phone").as("top"))
                            .select("city")
                            .collect();
                    return seen.getRow();
                }),
                of(
                                "named metrics",
                                clinic -> clinic.patients()
                                        .observe(
                                                "seen",
                                                functions
                                                        .count_if(col("phone").equalTo(PLANTED))
                                                        .as("hits"))
                                        .select("city")
                                        .collectAsList())
                        .gives("Leaktown"));
    }

    private static List<Leak> kept() {
        return List.of(
                of("cache, then read", clinic -> clinic.patients().cache().collectAsList()),
                of("persist on disk, then count", clinic -> {
                    Dataset<Row> kept = clinic.patients().select("phone").persist(StorageLevel.DISK_ONLY());
                    return kept.count() + " " + kept.collectAsList();
                }),
                of(
                        "localCheckpoint",
                        clinic -> clinic.patients().localCheckpoint().collectAsList()),
                of("checkpoint", clinic -> {
                    clinic.spark().sparkContext().setCheckpointDir(clinic.place());
                    return clinic.patients().checkpoint().collectAsList();
                }),
                of(
                        "RDD and back",
                        clinic -> clinic.spark()
                                .createDataFrame(clinic.patients().javaRDD(), Clinic.schema("patients"))
                                .collectAsList()),
                of("temporary view", clinic -> {
                    clinic.patients().createOrReplaceTempView("looks_harmless");
                    return clinic.spark().table("looks_harmless").collectAsList();
                }),
                of("global temporary view", clinic -> {
                    clinic.patients().createOrReplaceGlobalTempView("looks_harmless");
                    return clinic.sql("SELECT * FROM global_temp.looks_harmless")
                            .collectAsList();
                }),
                of("view over a view", clinic -> {
                    clinic.sql("CREATE OR REPLACE TEMP VIEW one AS SELECT phone AS a FROM patients");
                    clinic.sql("CREATE OR REPLACE TEMP VIEW two AS SELECT a AS b FROM one");
                    return clinic.sql("SELECT b FROM two").collectAsList();
                }),
                of("CACHE TABLE", clinic -> {
                    clinic.sql("CACHE TABLE patients");
                    return clinic.spark().table("patients").collectAsList();
                }),
                of("CACHE LAZY TABLE", clinic -> {
                    clinic.sql("CACHE LAZY TABLE patients");
                    return clinic.spark().table("patients").collectAsList();
                }),
                of("CACHE TABLE AS SELECT", clinic -> {
                    clinic.sql("CACHE TABLE kept AS SELECT phone FROM patients");
                    return clinic.spark().table("kept").collectAsList();
                }),
                of("another session", clinic -> {
                    Dataset<Row> other = clinic.spark()
                            .newSession()
                            .read()
                            .schema(Clinic.schema("patients"))
                            .parquet(clinic.path("patients"));
                    return other.collectAsList();
                }),
                of("session built anew, without the extension", clinic -> {
                    SparkSession.clearActiveSession();
                    SparkSession.clearDefaultSession();
                    try {
                        return SparkSession.builder()
                                .config("spark.sql.extensions", "")
                                .getOrCreate()
                                .read()
                                .schema(Clinic.schema("patients"))
                                .parquet(clinic.path("patients"))
                                .collectAsList();
                    } finally {
                        SparkSession.setDefaultSession(clinic.spark());
                        SparkSession.setActiveSession(clinic.spark());
                    }
                }),
                of("planner asked directly", clinic -> {
                            var execution = clinic.patients().select("phone").queryExecution();
                            var plan = ((org.apache.spark.sql.classic.SparkSession) clinic.spark())
                                    .sessionState()
                                    .planner()
                                    .plan(execution.optimizedPlan())
                                    .next();
                            return plan.executeColumnar().collect();
                        })
                        .unseen(),
                prepared("renamed and copied", clinic -> {
                    Dataset<Row> copied = clinic.patients()
                            .withColumn("a", col("phone"))
                            .withColumnRenamed("a", "city_code")
                            .drop("phone");
                    return copied::collectAsList;
                }));
    }

    private static Object listed(java.util.Iterator<?> elements) {
        var all = new ArrayList<Object>();
        elements.forEachRemaining(all::add);
        return all;
    }

    private static String printed(Clinic clinic, Consumer<Dataset<Row>> work) {
        PrintStream out = System.out;
        var bytes = new ByteArrayOutputStream();
        try (var caught = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(caught);
            scala.Console.withOut(caught, () -> {
                work.accept(clinic.patients());
                return true;
            });
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
