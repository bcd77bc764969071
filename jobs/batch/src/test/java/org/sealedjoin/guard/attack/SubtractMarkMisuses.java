package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.sealedjoin.guard.attack.Misuse.released;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Clinic;

/** Marks of subtractions around something that adds rows, or tells of what it compares. */
final class SubtractMarkMisuses {
    private SubtractMarkMisuses() {}

    static List<Misuse> all() {
        return List.of(
                released(
                        "subtraction that repeats rows",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> visits = clinic.visits()
                                    .filter("minutes < 25")
                                    .select(col("patient_id").as("v"));
                            return Clinic.NOT_BLOCKED.mark(
                                    clinic.agreedToAds(),
                                    all -> all.join(
                                                    visits,
                                                    all.col("patient_id").equalTo(col("v")),
                                                    "left_outer")
                                            .select("patient_id", "city"));
                        },
                        "1,Aarhus\n1,Aarhus"),
                released(
                        "subtraction that brings a figure",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> long_ = clinic.visits()
                                    .filter("minutes < 25")
                                    .groupBy("patient_id")
                                    .agg(count(lit(1)).as("n"));
                            return Clinic.NOT_BLOCKED
                                    .mark(
                                            clinic.agreedToAds(),
                                            all -> all.join(long_, new String[] {"patient_id"}, "left_outer"))
                                    .select("patient_id", "n");
                        },
                        "1,2"),
                joined(
                        "subtraction that brings a column",
                        clinic -> clinic.patients().select("patient_id", "score"),
                        "left_outer",
                        "Aarhus,3"),
                joined(
                        "subtraction that adds rows",
                        clinic -> clinic.patients().select("patient_id"),
                        "right_outer",
                        "7,"),
                joined(
                        "subtraction that adds rows on both sides",
                        clinic -> clinic.patients().select("patient_id"),
                        "full_outer",
                        "7,"),
                joined(
                        "subtraction that keeps",
                        clinic -> clinic.patients().filter("score > 4").select("patient_id"),
                        "left_semi",
                        "2,Aarhus"),
                joined(
                        "subtraction that multiplies",
                        clinic -> clinic.visits().select("patient_id"),
                        "inner",
                        "1,Aarhus\n1,Aarhus"),
                released(
                        "subtraction of the input from something else",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED.mark(
                                clinic.agreedToAds(),
                                all -> clinic.patients()
                                        .select("patient_id", "city")
                                        .join(all, new String[] {"patient_id"}, "left_anti")),
                        "7,Leaktown"),
                released(
                        "subtraction with a condition of its own",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED
                                .mark(
                                        clinic.agreedToAds(clinic.patients()),
                                        all -> all.filter("score > 4")
                                                .join(clinic.blocked(), new String[] {"patient_id"}, "left_anti"))
                                .filter("patient_id = 1")
                                .select("patient_id"),
                        ""),
                released(
                        "subtraction that compares a number",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> guess = clinic.rows("guess STRING", Clinic.row("+15005550101"));
                            return Clinic.NOT_BLOCKED
                                    .mark(
                                            clinic.agreedToAds(clinic.patients()),
                                            all -> all.join(
                                                    guess, all.col("phone").equalTo(guess.col("guess")), "left_anti"))
                                    .select("patient_id", "city");
                        },
                        "2,Aarhus"));
    }

    /** The mark of a subtraction around another kind of join. */
    private static Misuse joined(String name, Function<Clinic, Dataset<Row>> right, String type, String evidence) {
        return released(
                name,
                Clinic.ADVERTS,
                clinic -> Clinic.NOT_BLOCKED.mark(
                        clinic.agreedToAds(), all -> all.join(right.apply(clinic), new String[] {"patient_id"}, type)),
                evidence);
    }
}
