package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.sealedjoin.guard.attack.Misuse.csv;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.guard.Approved;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;

/** Honest rows are approved, and the approval is used for something else. */
final class ApprovalMisuses {
    private static final String CITY = "Leaktown";

    private ApprovalMisuses() {}

    static List<Misuse> all() {
        return List.of(
                new Misuse(
                        "another query is written to the approved place",
                        clinic -> {
                            String place = clinic.place();
                            return honest(clinic).out(Exit.files(place), rows -> csv(clinic.patients(), place));
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "the rows before the consent filter are written",
                        clinic -> {
                            String place = clinic.place();
                            Dataset<Row> people = clinic.patients().select("patient_id", "city");
                            return guard(clinic)
                                    .approve(clinic.agreedToAds(people), Clinic.ADVERTS)
                                    .out(Exit.files(place), rows -> csv(people, place));
                        },
                        "7," + CITY),
                new Misuse(
                        "a column is added to the approved rows",
                        clinic -> {
                            String place = clinic.place();
                            return honest(clinic)
                                    .out(
                                            Exit.files(place),
                                            rows -> csv(
                                                    rows.join(
                                                            clinic.patients().select("patient_id", "phone"),
                                                            "patient_id"),
                                                    place));
                        },
                        "+15005550101"),
                new Misuse(
                        "a condition is added to the approved rows",
                        clinic -> {
                            String place = clinic.place();
                            return internal(clinic)
                                    .out(
                                            Exit.files(place),
                                            rows -> csv(
                                                    rows.join(
                                                                    clinic.patients()
                                                                            .filter(col("phone")
                                                                                    .equalTo(Clinic.PLANTED)),
                                                                    "patient_id")
                                                            .select(rows.col("city")),
                                                    place));
                        },
                        CITY),
                new Misuse(
                        "a subquery is added to the approved rows",
                        clinic -> {
                            String place = clinic.place();
                            return honest(clinic)
                                    .out(
                                            Exit.files(place),
                                            rows -> csv(
                                                    rows.selectExpr("*", "(SELECT max(phone) FROM patients) AS p"),
                                                    place));
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "another folder than the approved one",
                        clinic -> {
                            String other = clinic.place();
                            return internal(clinic).out(Exit.files(clinic.place()), rows -> csv(rows, other));
                        },
                        CITY),
                new Misuse(
                        "values in the names of folders",
                        clinic -> {
                            String place = clinic.place();
                            return internal(clinic).out(Exit.files(place), rows -> {
                                rows.write().partitionBy("city").csv(place);
                                return Clinic.bytesUnder(place);
                            });
                        },
                        "city=" + CITY),
                new Misuse(
                        "approved for files, collected",
                        clinic -> internal(clinic).out(Exit.files(clinic.place()), Dataset::collectAsList),
                        CITY),
                new Misuse(
                        "approved for files, cached",
                        clinic -> {
                            Dataset<Row> kept = internal(clinic).out(Exit.files(clinic.place()), rows -> {
                                Dataset<Row> cached = rows.persist(StorageLevel.MEMORY_ONLY());
                                cached.count();
                                return cached;
                            });
                            return kept.collectAsList();
                        },
                        CITY),
                new Misuse(
                        "approved for memory, collected",
                        clinic -> internal(clinic).out(Exit.memory(), Dataset::collectAsList),
                        CITY),
                new Misuse(
                        "approved for memory, collected from there",
                        clinic -> {
                            Dataset<Row> kept = internal(clinic)
                                    .out(Exit.memory(), rows -> rows.persist(StorageLevel.MEMORY_ONLY()));
                            try {
                                return kept.collectAsList();
                            } finally {
                                kept.unpersist(true);
                            }
                        },
                        CITY),
                new Misuse(
                        "approved for tasks, collected",
                        clinic -> internal(clinic).out(Exit.tasks(), Dataset::collectAsList),
                        CITY),
                new Misuse(
                        "labelled rows to the driver",
                        clinic -> internal(clinic).out(Exit.driver(), Dataset::collectAsList),
                        CITY),
                new Misuse(
                        "the rows outlive their approval",
                        clinic -> {
                            String place = clinic.place();
                            Dataset<Row> rows = internal(clinic).out(Exit.files(clinic.place()), approved -> approved);
                            return csv(rows, place);
                        },
                        CITY),
                new Misuse(
                        "one approval, two ways out",
                        clinic -> {
                            Approved once = internal(clinic);
                            String first = clinic.place();
                            String second = clinic.place();
                            once.out(Exit.files(first), rows -> csv(rows, first));
                            return once.out(Exit.files(second), rows -> csv(rows, second));
                        },
                        CITY),
                new Misuse(
                        "another thread, while rows are let out",
                        clinic -> internal(clinic).out(Exit.files(clinic.place()), rows -> {
                            try {
                                return CompletableFuture.supplyAsync(
                                                () -> clinic.patients().collectAsList())
                                        .join();
                            } catch (CompletionException e) {
                                throw e.getCause() instanceof GuaranteeFailure refusal ? refusal : e;
                            }
                        }),
                        Clinic.PLANTED),
                new Misuse(
                        "an approval from before the table was protected",
                        clinic -> {
                            boolean guarded = clinic.guarded();
                            clinic.unguard();
                            Approved old =
                                    guard(clinic).approve(clinic.patients().select("phone"), Clinic.PUBLIC);
                            if (guarded) {
                                clinic.guard();
                            }
                            return old.out(Exit.driver(), Dataset::collectAsList);
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "public rows give a protected table their name",
                        clinic -> {
                            pose(clinic, clinic.path("patients"));
                            return clinic.table("patients").select("phone").collectAsList();
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "public rows give one file of a protected table their name",
                        clinic -> {
                            pose(clinic, SourceLeaks.oneFile(clinic, "patients").toString());
                            return clinic.spark()
                                    .read()
                                    .schema(Clinic.schema("patients"))
                                    .parquet(SourceLeaks.oneFile(clinic, "patients")
                                            .toString())
                                    .collectAsList();
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "public rows give the folder of all tables their name",
                        clinic -> {
                            pose(clinic, clinic.root().toString());
                            return clinic.spark()
                                    .read()
                                    .schema("note STRING")
                                    .parquet(clinic.path("undeclared"))
                                    .collectAsList();
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "public rows give an undeclared folder their name",
                        clinic -> {
                            pose(clinic, clinic.path("undeclared"));
                            return clinic.spark()
                                    .read()
                                    .schema("note STRING")
                                    .parquet(clinic.path("undeclared"))
                                    .collectAsList();
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "public rows give a written table their name",
                        clinic -> {
                            String place = written(clinic);
                            pose(clinic, place);
                            return clinic.spark()
                                    .read()
                                    .schema("patient_id BIGINT, city STRING")
                                    .parquet(place)
                                    .select("patient_id")
                                    .collectAsList();
                        },
                        "[7]"),
                new Misuse(
                        "public rows give the folder above a written table their name",
                        clinic -> {
                            String place = written(clinic);
                            pose(clinic, place.substring(0, place.lastIndexOf('/')));
                            return clinic.spark()
                                    .read()
                                    .schema("patient_id BIGINT, city STRING")
                                    .parquet(place)
                                    .select("patient_id")
                                    .collectAsList();
                        },
                        "[7]"),
                new Misuse(
                        "public rows give a file of a written table their name",
                        clinic -> {
                            String place = written(clinic);
                            pose(clinic, place + "/part-0.parquet");
                            return clinic.spark()
                                    .read()
                                    .schema("patient_id BIGINT, city STRING")
                                    .parquet(place)
                                    .select("patient_id")
                                    .collectAsList();
                        },
                        "[7]"));
    }

    private static FlowGuard guard(Clinic clinic) {
        return FlowGuard.of(clinic.spark());
    }

    private static Approved honest(Clinic clinic) {
        return guard(clinic).approve(clinic.agreedToAds(), Clinic.ADVERTS);
    }

    private static Approved internal(Clinic clinic) {
        return guard(clinic).approve(clinic.patients().select("patient_id", "city"), Clinic.INTERNAL);
    }

    private static String written(Clinic clinic) {
        String place = clinic.place() + "/table";
        return internal(clinic).out(Exit.files(place), rows -> {
            rows.write().parquet(place);
            return place;
        });
    }

    /** Says that public rows are written to a place, and writes none. */
    private static void pose(Clinic clinic, String place) {
        guard(clinic).approve(clinic.cities().select("city"), Clinic.PUBLIC).out(Exit.files(place), rows -> place);
    }
}
