package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.sealedjoin.guard.Clinic.PLANTED_CITY;
import static org.sealedjoin.guard.Clinic.echo;
import static org.sealedjoin.guard.Clinic.planted;
import static org.sealedjoin.guard.attack.Leak.of;
import static org.sealedjoin.guard.attack.Leak.rows;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.function.CoGroupFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.api.java.function.MapGroupsFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.api.java.function.ReduceFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
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
import org.apache.spark.unsafe.types.UTF8String;
import org.sealedjoin.guard.Clinic;
import scala.jdk.javaapi.CollectionConverters;

/** By what functions of one's own do with the rows: typed operators, UDFs, aggregators, accumulators. */
final class FunctionLeaks {
    /** Where functions put what they should not have seen; tasks run in this process. */
    private static final List<String> DUMP = Collections.synchronizedList(new ArrayList<>());

    private FunctionLeaks() {}

    static List<Leak> all() {
        var leaks = new ArrayList<Leak>();
        leaks.addAll(typed());
        leaks.addAll(functionsOfOnesOwn());
        return leaks;
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
                            var keep = udf((UDF1<String, Boolean>) FunctionLeaks::dump, DataTypes.BooleanType);
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

    static boolean dump(String seen) {
        return DUMP.add(String.valueOf(seen));
    }

    static Object dumped(Runnable work) {
        DUMP.clear();
        work.run();
        return List.copyOf(DUMP);
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
