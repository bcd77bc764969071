package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.udf;
import static org.sealedjoin.guard.Clinic.PLANTED;
import static org.sealedjoin.guard.Clinic.PLANTED_CITY;
import static org.sealedjoin.guard.Clinic.echo;
import static org.sealedjoin.guard.Clinic.planted;
import static org.sealedjoin.guard.attack.Leak.of;
import static org.sealedjoin.guard.attack.Leak.prepared;
import static org.sealedjoin.guard.attack.Leak.rows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.ForeachFunction;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.expressions.Aggregator;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.unsafe.types.UTF8String;
import org.sealedjoin.guard.Clinic;
import scala.jdk.javaapi.CollectionConverters;

/** By what is done with the rows: actions, typed operators, caches, functions of one's own. */
final class ActionLeaks {
    /** Where functions put what they should not have seen; tasks run in this process. */
    private static final List<String> DUMP = Collections.synchronizedList(new ArrayList<>());

    private ActionLeaks() {}

    static List<Leak> all() {
        var leaks = new ArrayList<Leak>();
        leaks.addAll(actions());
        leaks.addAll(typed());
        leaks.addAll(kept());
        leaks.addAll(functionsOfOnesOwn());
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
                        clinic -> dumped(() -> clinic.phones().foreach((ForeachFunction<String>) ActionLeaks::dump))),
                of(
                        "foreachPartition",
                        clinic -> dumped(() -> clinic.phones().foreachPartition((ForeachPartitionFunction<String>)
                                part -> part.forEachRemaining(ActionLeaks::dump)))),
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

    private static List<Leak> typed() {
        return List.of(
                rows("map", clinic -> clinic.phones().map(echo(), Encoders.STRING())),
                rows(
                        "flatMap",
                        clinic -> clinic.phones()
                                .flatMap(
                                        (FlatMapFunction<String, String>)
                                                phone -> List.of("x" + phone).iterator(),
                                        Encoders.STRING())),
                rows(
                        "mapPartitions",
                        clinic -> clinic.phones()
                                .mapPartitions(
                                        (MapPartitionsFunction<String, String>) part -> part, Encoders.STRING())),
                rows("typed filter", clinic -> clinic.phones().filter(planted())),
                of(
                                "typed filter, counted",
                                clinic -> "rows "
                                        + clinic.phones().filter(planted()).count())
                        .gives("rows 1"),
                rows(
                        "groupByKey",
                        clinic -> byKey(clinic)
                                .mapGroups(
                                        (MapGroupsFunction<String, String, String>) (key, rows) -> "group " + key,
                                        Encoders.STRING())),
                rows("groupByKey, counted", clinic -> byKey(clinic).count()),
                rows(
                        "reduceGroups",
                        clinic -> byKey(clinic).reduceGroups((ReduceFunction<String>) (one, other) -> one)),
                rows(
                        "cogroup",
                        clinic -> byKey(clinic)
                                .cogroup(
                                        byKey(clinic),
                                        (CoGroupFunction<String, String, String, String>) (key, one, other) ->
                                                List.of("both " + key).iterator(),
                                        Encoders.STRING())),
                rows("typed aggregator", clinic -> clinic.phones().select(new Longest().toColumn())),
                rows(
                        "untyped aggregator",
                        clinic -> clinic.patients()
                                .agg(functions
                                        .udaf(new Longest(), Encoders.STRING())
                                        .apply(col("phone")))),
                rows(
                        "joinWith",
                        clinic -> clinic.patients()
                                .joinWith(
                                        clinic.visits(),
                                        clinic.patients()
                                                .col("patient_id")
                                                .equalTo(clinic.visits().col("patient_id")))));
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

    /** Gives what it gets. */
    public static final class Same implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Called by Spark. */
        public UTF8String invoke(UTF8String text) {
            return text;
        }
    }

    private static Column called(Serializable object, String method, Column text) {
        return ExpressionUtils.column(new Invoke(
                Literal.create(object, new ObjectType(object.getClass())),
                method,
                DataTypes.StringType,
                CollectionConverters.asScala(List.of(ExpressionUtils.expression(text)))
                        .toSeq(),
                CollectionConverters.asScala(List.<AbstractDataType>of(DataTypes.StringType))
                        .toSeq(),
                true,
                true,
                false));
    }

    private static List<Leak> functionsOfOnesOwn() {
        return List.of(
                rows("function over the number", clinic -> {
                            var same = udf((UDF1<String, String>) text -> text, DataTypes.StringType);
                            return clinic.patients().select(same.apply(col("phone")));
                        })
                        .says("patients.phone", "raw_number", "ScalaUDF"),
                rows(
                                "method of an object, called on Spark's own values",
                                clinic -> clinic.patients().select(called(new Same(), "invoke", col("phone"))))
                        .says("patients.phone", "raw_number", "Invoke"),
                rows(
                                "other method of the object that the guard knows",
                                clinic -> clinic.patients().select(called(new Clinic.Tokenize(), "same", col("phone"))))
                        .says("patients.phone", "raw_number", "Invoke"),
                of("accumulator in a function", clinic -> {
                            var total = clinic.spark().sparkContext().longAccumulator("tail");
                            var add = udf(
                                    (UDF1<String, String>) text -> {
                                        if (text != null) {
                                            total.add(Long.parseLong(text.substring(8)));
                                        }
                                        return "";
                                    },
                                    DataTypes.StringType);
                            clinic.patients()
                                    .filter(col("city").equalTo(PLANTED_CITY))
                                    .select(add.apply(col("phone")))
                                    .collect();
                            return "total " + total.value();
                        })
                        .gives("total 177"),
                of(
                        "function that keeps what it sees",
                        clinic -> dumped(() -> {
                            var keep = udf((UDF1<String, Boolean>) ActionLeaks::dump, DataTypes.BooleanType);
                            clinic.patients().filter(keep.apply(col("phone"))).count();
                        })),
                of("registered function in SQL", clinic -> {
                    clinic.spark().udf().register("same", (UDF1<String, String>) text -> text, DataTypes.StringType);
                    return clinic.sql("SELECT same(phone) FROM patients").collectAsList();
                }),
                of("function over a struct", clinic -> {
                    var field = udf((UDF1<Row, String>) row -> row.getString(1), DataTypes.StringType);
                    return clinic.patients()
                            .select(field.apply(functions.struct(lit(1), col("phone"))))
                            .collectAsList();
                }));
    }

    private static org.apache.spark.sql.KeyValueGroupedDataset<String, String> byKey(Clinic clinic) {
        return clinic.phones()
                .filter(col("phone").isNotNull())
                .groupByKey((MapFunction<String, String>) phone -> phone, Encoders.STRING());
    }

    private static boolean dump(String seen) {
        return DUMP.add(String.valueOf(seen));
    }

    private static Object dumped(Runnable work) {
        DUMP.clear();
        work.run();
        return List.copyOf(DUMP);
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

    /** Gives back the longest of the texts, whole. */
    private static final class Longest extends Aggregator<String, String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String zero() {
            return "";
        }

        @Override
        public String reduce(String longest, String next) {
            return next != null && next.compareTo(longest) > 0 ? next : longest;
        }

        @Override
        public String merge(String one, String other) {
            return reduce(one, other);
        }

        @Override
        public String finish(String longest) {
            return longest;
        }

        @Override
        public Encoder<String> bufferEncoder() {
            return Encoders.STRING();
        }

        @Override
        public Encoder<String> outputEncoder() {
            return Encoders.STRING();
        }
    }
}
