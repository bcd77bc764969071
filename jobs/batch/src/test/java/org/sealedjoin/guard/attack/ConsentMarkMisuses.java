package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.sealedjoin.guard.attack.Misuse.released;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.SourceTable;

/** Marks of consent filters around something that does not ask who agreed. */
final class ConsentMarkMisuses {
    private ConsentMarkMisuses() {}

    static List<Misuse> all() {
        return List.of(
                consented(
                        "consent filter on another column of the decisions",
                        clinic -> yes(clinic, col("ads")).select("other_id"),
                        "other_id"),
                consented(
                        "consent filter of another purpose",
                        clinic -> yes(clinic, col("friends")).select("subject_id"),
                        "subject_id",
                        "3,Bergen"),
                consented(
                        "consent filter of refusals",
                        clinic -> yes(clinic, not(col("ads"))).select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter of everybody",
                        clinic -> clinic.decisions().filter("place = 'clinic'").select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter of either purpose",
                        clinic -> yes(clinic, col("ads").or(lit(true))).select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter of any place",
                        clinic -> clinic.decisions().filter("ads IS NOT NULL").select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter by a column that is called like the purpose",
                        clinic -> clinic.decisions()
                                .select(
                                        col("subject_id"),
                                        col("place"),
                                        lit(true).as("ads"))
                                .filter("ads")
                                .filter("place = 'clinic'")
                                .select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter by a changed id",
                        clinic -> yes(clinic, col("ads"))
                                .select(col("subject_id").multiply(0).plus(7).as("subject_id")),
                        "subject_id"),
                consented(
                        "consent filter by decisions whose columns the reader calls otherwise",
                        ConsentMarkMisuses::renamed,
                        "subject_id"),
                consented(
                        "consent filter by rows of one's own",
                        clinic -> clinic.rows("subject_id BIGINT", Clinic.row(7L)),
                        "subject_id"),
                consented(
                        "consent filter by another table",
                        clinic -> clinic.visits().select(col("patient_id").as("subject_id")),
                        "subject_id"),
                consented(
                        "consent filter by decisions and more",
                        clinic -> yes(clinic, col("ads"))
                                .select("subject_id")
                                .union(clinic.rows("subject_id BIGINT", Clinic.row(7L))),
                        "subject_id"),
                joined("consent filter turned round", (all, yes) -> all.join(yes, same(all, yes), "left_anti")),
                joined(
                        "consent filter with a way around it",
                        (all, yes) ->
                                all.join(yes, same(all, yes).or(all.col("city").equalTo("Leaktown")), "left_semi")),
                joined(
                        "consent filter that keeps who is missing",
                        (all, yes) ->
                                all.join(yes, same(all, yes), "left_outer").select("patient_id", "city")),
                released(
                        "consent filter on the other person of a pair",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> pairs = clinic.patients()
                                    .select(col("patient_id"))
                                    .crossJoin(clinic.patients()
                                            .select(col("patient_id").as("friend_id")));
                            return clinic.agreedToAds(pairs).select("friend_id");
                        },
                        "7"),
                released(
                        "consent filter on an id of other people",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> moved = clinic.patients()
                                    .select(
                                            col("patient_id").minus(6).as("patient_id"),
                                            col("patient_id").as("whose"));
                            return clinic.agreedToAds(moved).select("whose");
                        },
                        "7"),
                released(
                        "id changed after the consent filter",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> most =
                                    clinic.patients().selectExpr("patient_id", "max(patient_id) OVER () AS other");
                            return clinic.agreedToAds(most)
                                    .filter("patient_id = 1")
                                    .select("other");
                        },
                        "9"),
                released(
                        "row for a purpose that nobody was asked for",
                        Clinic.BY_PURPOSE,
                        clinic -> clinic.agreedToAds()
                                .select(col("patient_id"), lit("friends").as("purpose")),
                        "1,friends"),
                released(
                        "purpose changed after consent by row",
                        Clinic.BY_PURPOSE,
                        clinic -> Clinic.AGREED_BY_ROW
                                .mark(clinic.patients().select("patient_id"), all -> MarkMisuses.byPurpose(clinic, all))
                                .select(col("patient_id"), lit("ads").as("purpose")),
                        "3,ads"));
    }

    private static Misuse consented(String name, Function<Clinic, Dataset<Row>> right, String id) {
        return consented(name, right, id, "7,Leaktown");
    }

    private static Misuse consented(String name, Function<Clinic, Dataset<Row>> right, String id, String evidence) {
        return released(
                name,
                Clinic.ADVERTS,
                clinic -> {
                    Dataset<Row> yes = right.apply(clinic);
                    return Clinic.AGREED_TO_ADS.mark(
                            people(clinic),
                            all -> all.join(yes, all.col("patient_id").equalTo(yes.col(id)), "left_semi"));
                },
                evidence);
    }

    /** The people who agreed are the right ones, but not joined as a filter. */
    private static Misuse joined(String name, BinaryOperator<Dataset<Row>> filter) {
        return released(
                name,
                Clinic.ADVERTS,
                clinic -> {
                    Dataset<Row> yes = yes(clinic, col("ads")).select("subject_id");
                    return Clinic.AGREED_TO_ADS.mark(people(clinic), all -> filter.apply(all, yes));
                },
                "7,Leaktown");
    }

    /** Decisions in CSV, which the reader names by their place: what is called {@code ads} is {@code friends}. */
    private static Dataset<Row> renamed(Clinic clinic) {
        String path = clinic.path("decisions_csv");
        try {
            Path folder = Files.createDirectories(Path.of(path));
            Files.writeString(
                    folder.resolve("part-0.csv"),
                    "subject_id,place,ads,friends\n7,clinic,false,true\n2,clinic,true,false\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (clinic.guarded()) {
            FlowGuard.of(clinic.spark())
                    .protect(
                            path,
                            List.of(new SourceTable(
                                    "decisions",
                                    path,
                                    Stream.of("subject_id", "place", "ads", "friends")
                                            .map(column -> new SourceTable.Column(column, Set.of(), ""))
                                            .toList())));
        }
        return clinic.spark()
                .read()
                .schema("subject_id BIGINT, place STRING, friends BOOLEAN, ads BOOLEAN")
                .option("header", true)
                .option("escape", "\"")
                .csv(path)
                .filter("ads")
                .filter("place = 'clinic'")
                .select("subject_id");
    }

    private static Column same(Dataset<Row> people, Dataset<Row> yes) {
        return people.col("patient_id").equalTo(yes.col("subject_id"));
    }

    private static Dataset<Row> people(Clinic clinic) {
        return clinic.patients().select("patient_id", "city");
    }

    private static Dataset<Row> yes(Clinic clinic, Column agreed) {
        return clinic.decisions().filter(agreed).filter("place = 'clinic'");
    }
}
