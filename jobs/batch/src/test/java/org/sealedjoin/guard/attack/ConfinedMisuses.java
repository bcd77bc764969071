package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;

/** Sinks that may receive numbers, approvals in order: and still no number may leave the task that reads it on the way there. */
final class ConfinedMisuses {
    private static final List<String> SETTINGS =
            List.of("spark.sql.adaptive.enabled", "spark.sql.autoBroadcastJoinThreshold");

    private ConfinedMisuses() {}

    static List<Misuse> all() {
        var misuses = new ArrayList<Misuse>();
        for (String column : List.of("phone", "doctor_hash")) {
            String table = column.equals("phone") ? "patients" : "visits";
            String evidence = column.equals("phone") ? Clinic.PLANTED : "cafe0177";
            var ways = List.of(
                    way("a shuffle", rows -> rows.repartition(2)),
                    way("a shuffle by another column", rows -> rows.repartition(2, col("patient_id"))),
                    way("a shuffle by itself", rows -> rows.repartition(2, col(column))),
                    way("a shuffle to one task", rows -> rows.repartition(1)),
                    way("a sort", rows -> rows.orderBy("patient_id")),
                    way("a sort of itself within the task", rows -> rows.sortWithinPartitions(column)),
                    way("a group", rows -> rows.groupBy(column).count()),
                    way(
                            "an aggregate",
                            rows -> rows.groupBy("patient_id").agg(org.apache.spark.sql.functions.max(column))),
                    way(
                            "a list",
                            rows -> rows.groupBy()
                                    .agg(org.apache
                                            .spark
                                            .sql
                                            .functions
                                            .concat_ws(",", org.apache.spark.sql.functions.collect_list(column))
                                            .as("all"))),
                    way(
                            "a window",
                            rows -> rows.withColumn(
                                    "n",
                                    row_number()
                                            .over(Window.partitionBy("patient_id")
                                                    .orderBy(column)))),
                    way("distinct rows", Dataset::distinct),
                    way("a limit over all tasks", rows -> rows.limit(10)),
                    way(
                            "a renamed column in a struct",
                            rows -> rows.select(org.apache
                                            .spark
                                            .sql
                                            .functions
                                            .to_csv(org.apache.spark.sql.functions.struct(
                                                    col(column).as("x"), col("patient_id")))
                                            .as("s"))
                                    .repartition(2)));
            for (Way way : ways) {
                for (String adaptive : List.of("true", "false")) {
                    misuses.add(new Misuse(
                            column + " through " + way.name() + (adaptive.equals("true") ? "" : ", not adaptive"),
                            with(
                                    SETTINGS.get(0),
                                    adaptive,
                                    clinic -> Misuse.release(
                                            clinic,
                                            way.make()
                                                    .apply(clinic.spark()
                                                            .table(table)
                                                            .select("patient_id", column)),
                                            Clinic.HASHES)),
                            evidence));
                }
            }
            misuses.add(new Misuse(
                    column + " through a join of sorted rows",
                    with(
                            SETTINGS.get(1),
                            "-1",
                            clinic -> Misuse.release(
                                    clinic,
                                    clinic.spark()
                                            .table(table)
                                            .join(
                                                    clinic.decisions(),
                                                    col("patient_id").equalTo(col("subject_id")))
                                            .select(column),
                                    Clinic.HASHES)),
                    evidence));
            misuses.add(new Misuse(
                    column + " through a broadcast",
                    clinic -> Misuse.release(
                            clinic,
                            clinic.decisions()
                                    .join(
                                            broadcast(clinic.spark().table(table)),
                                            col("patient_id").equalTo(col("subject_id")))
                                    .select(column),
                            Clinic.HASHES),
                    evidence));
            misuses.add(new Misuse(
                    column + " through a broadcast of a nested loop",
                    clinic -> Misuse.release(
                            clinic,
                            clinic.decisions()
                                    .join(
                                            broadcast(clinic.spark().table(table)),
                                            col("patient_id").gt(col("subject_id")))
                                    .select(column),
                            Clinic.HASHES),
                    evidence));
            misuses.add(new Misuse(
                    column + " through a subquery",
                    clinic -> Misuse.release(
                            clinic,
                            clinic.sql("SELECT (SELECT max(" + column + ") FROM " + table + " WHERE patient_id = 7) AS "
                                    + column),
                            Clinic.HASHES),
                    evidence));
            misuses.add(new Misuse(
                    column + " as the only value of a subquery",
                    clinic -> Misuse.release(
                            clinic,
                            clinic.sql("SELECT city, (SELECT " + column + " FROM " + table
                                    + " WHERE patient_id = 7) AS " + column + " FROM cities"),
                            Clinic.HASHES),
                    evidence));
            misuses.add(new Misuse(
                    column + " through a cache",
                    clinic -> kept(
                            clinic,
                            clinic.spark().table(table).select("patient_id", column),
                            StorageLevel.MEMORY_ONLY()),
                    evidence));
            misuses.add(new Misuse(
                    column + " through a cache on disk",
                    clinic -> kept(
                            clinic,
                            clinic.spark().table(table).select(column).filter(lit(true)),
                            StorageLevel.DISK_ONLY()),
                    evidence));
            misuses.add(new Misuse(
                    column + " to the sink itself",
                    clinic -> Misuse.release(
                            clinic, clinic.spark().table(table).select("patient_id", column), Clinic.HASHES),
                    evidence));
        }
        misuses.add(new Misuse(
                "declared numbers through a shuffle",
                clinic -> {
                    Dataset<Row> rows = FlowGuard.of(clinic.spark())
                            .declare(
                                    clinic.rows("phone STRING", Clinic.row(Clinic.PLANTED)),
                                    Map.of("phone", Set.of(Label.RAW_NUMBER)));
                    return Misuse.release(
                            clinic,
                            rows.groupBy("phone").agg(max("phone").as("most")).select("most"),
                            Clinic.HASHES);
                },
                Clinic.PLANTED));
        return misuses;
    }

    private record Way(String name, Function<Dataset<Row>, Dataset<Row>> make) {}

    private static Way way(String name, Function<Dataset<Row>, Dataset<Row>> make) {
        return new Way(name, make);
    }

    private static Object kept(Clinic clinic, Dataset<Row> rows, StorageLevel level) {
        Dataset<Row> kept = FlowGuard.of(clinic.spark())
                .approve(rows, Clinic.HASHES)
                .out(Exit.memory(), each -> each.persist(level));
        try {
            return Misuse.release(clinic, kept, Clinic.HASHES);
        } finally {
            kept.unpersist(true);
        }
    }

    private static Function<Clinic, Object> with(String key, String value, Function<Clinic, Object> attack) {
        return clinic -> {
            clinic.spark().conf().set(key, value);
            try {
                return attack.apply(clinic);
            } finally {
                clinic.spark().conf().unset(key);
            }
        };
    }
}
