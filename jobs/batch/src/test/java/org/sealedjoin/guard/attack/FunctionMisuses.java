package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.SparkUserDefinedFunction$;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Nil$;

/** Only a count leaves, approved; on the way to it a function keeps numbers or tokens that it was not to see. */
final class FunctionMisuses {
    private FunctionMisuses() {}

    static List<Misuse> all() {
        return List.of(
                new Misuse(
                        "a function around the one that is known",
                        clinic -> kept(
                                clinic,
                                clinic.patients()
                                        .filter(around(new Clinic.Tokenize())
                                                .apply(col("phone"))
                                                .isNotNull())),
                        Clinic.PLANTED),
                new Misuse(
                        "a function of another catalog",
                        clinic -> {
                            clinic.spark().conf().set("spark.sql.catalog.foreign", ForeignFunctions.class.getName());
                            clinic.patients()
                                    .select(udf(new Clinic.Tokenize(), DataTypes.StringType)
                                            .apply(col("phone"))
                                            .as("t"))
                                    .createOrReplaceTempView("tokens");
                            return kept(
                                    clinic, clinic.sql("SELECT t FROM tokens WHERE foreign.any.keep(t) IS NOT NULL"));
                        },
                        "t" + Integer.toHexString(Clinic.PLANTED.hashCode())));
    }

    /** Captures a known function, as Spark's own wrapper does, and keeps what it hands on. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static org.apache.spark.sql.expressions.UserDefinedFunction around(Clinic.Tokenize known) {
        var keeps = (Function1<String, String> & Serializable) number -> keep(number, known);
        return SparkUserDefinedFunction$.MODULE$.apply(
                keeps,
                DataTypes.StringType,
                (scala.collection.immutable.Seq) Nil$.MODULE$,
                Option.empty(),
                Option.empty(),
                true,
                true);
    }

    private static String keep(String number, Clinic.Tokenize known) {
        ForeignFunctions.KEPT.add(String.valueOf(number));
        return known.call(number);
    }

    private static List<String> kept(Clinic clinic, Dataset<Row> rows) {
        ForeignFunctions.KEPT.clear();
        Dataset<Row> counted =
                Clinic.COUNT.mark(rows, all -> all.groupBy().agg(count(lit(1)).as("rows")));
        FlowGuard.of(clinic.spark()).approve(counted, Clinic.PUBLIC).out(Exit.driver(), Dataset::collectAsList);
        return List.copyOf(ForeignFunctions.KEPT);
    }
}
