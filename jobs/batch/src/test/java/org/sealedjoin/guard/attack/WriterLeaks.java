package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.sealedjoin.guard.attack.Leak.of;
import static org.sealedjoin.guard.attack.Leak.prepared;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.sealedjoin.guard.Clinic;

/** By where the rows are written to. */
final class WriterLeaks {
    private WriterLeaks() {}

    static List<Leak> all() {
        var leaks = new ArrayList<Leak>();
        leaks.addAll(files());
        leaks.addAll(tables());
        leaks.addAll(streams());
        return leaks;
    }

    private static List<Leak> files() {
        return List.of(
                written(
                        "parquet",
                        (rows, path) ->
                                rows.write().option("compression", "none").parquet(path)),
                written("csv", (rows, path) -> rows.write().csv(path)),
                written("json", (rows, path) -> rows.write().json(path)),
                written("text", (rows, path) -> rows.select("phone").write().text(path)),
                written(
                        "orc",
                        (rows, path) ->
                                rows.write().option("compression", "none").orc(path)),
                written(
                        "xml",
                        (rows, path) -> rows.write().option("rowTag", "r").xml(path)),
                written(
                                "names of partitions",
                                (rows, path) -> rows.select("phone", "city")
                                        .write()
                                        .partitionBy("phone")
                                        .parquet(path))
                        .gives("phone=+15005550177"),
                prepared("write: append", clinic -> {
                    String path = clinic.place();
                    clinic.cities().limit(0).write().csv(path);
                    return () -> {
                        clinic.patients().write().mode(SaveMode.Append).csv(path);
                        return Clinic.bytesUnder(path);
                    };
                }),
                written(
                        "one file a row",
                        (rows, path) ->
                                rows.repartition(4, col("phone")).write().csv(path)),
                written(
                        "after a hint",
                        (rows, path) -> rows.hint("coalesce", 1).write().json(path)),
                written(
                        "INSERT OVERWRITE DIRECTORY",
                        (rows, path) -> rows.sparkSession()
                                .sql("INSERT OVERWRITE DIRECTORY '" + path + "' USING csv SELECT * FROM patients")),
                of("noop", clinic -> {
                            clinic.patients()
                                    .write()
                                    .format("noop")
                                    .mode(SaveMode.Overwrite)
                                    .save();
                            return "done";
                        })
                        .gives("done"),
                of("jdbc", clinic -> {
                            clinic.patients().write().jdbc("jdbc:nothing://127.0.0.1/x", "leaked", new Properties());
                            return "done";
                        })
                        .unseen(),
                of("jdbc after a hint", clinic -> {
                            clinic.patients()
                                    .hint("broadcast")
                                    .write()
                                    .jdbc("jdbc:nothing://127.0.0.1/x", "leaked", new Properties());
                            return "done";
                        })
                        .unseen(),
                of("writeTo a table of another catalog", clinic -> {
                    try {
                        clinic.patients().writeTo("leaked").using("parquet").create();
                    } catch (Exception e) {
                        throw sneaky(e);
                    }
                    return clinic.spark().table("leaked").collectAsList();
                }));
    }

    private static List<Leak> tables() {
        return List.of(
                of("saveAsTable", clinic -> {
                    clinic.patients().write().saveAsTable("leaked");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("bucketBy", clinic -> {
                    clinic.patients()
                            .write()
                            .bucketBy(2, "phone")
                            .sortBy("phone")
                            .saveAsTable("leaked");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("CREATE TABLE AS SELECT", clinic -> {
                    clinic.sql("CREATE TABLE leaked USING parquet AS SELECT * FROM patients");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("CREATE TABLE AS SELECT with a hint", clinic -> {
                    clinic.sql("CREATE TABLE leaked USING csv AS SELECT /*+ COALESCE(1) */ * FROM patients");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("insertInto", clinic -> {
                    clinic.sql("CREATE TABLE leaked (phone STRING) USING parquet");
                    clinic.patients().select("phone").write().insertInto("leaked");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("INSERT INTO", clinic -> {
                    clinic.sql("CREATE TABLE leaked (phone STRING) USING parquet");
                    clinic.sql("INSERT INTO leaked SELECT phone FROM patients");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("INSERT INTO a partition", clinic -> {
                    clinic.sql("CREATE TABLE leaked (city STRING, phone STRING) USING parquet PARTITIONED BY (phone)");
                    clinic.sql("INSERT INTO leaked SELECT city, phone FROM patients");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("multi-insert", clinic -> {
                    clinic.sql("CREATE TABLE leaked (phone STRING) USING parquet");
                    clinic.sql("CREATE TABLE leaked2 (phone STRING) USING parquet");
                    clinic.sql("FROM patients INSERT INTO leaked SELECT phone INSERT INTO leaked2 SELECT city");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("INSERT of a subquery", clinic -> {
                    clinic.sql("CREATE TABLE leaked (phone STRING) USING parquet");
                    clinic.sql("INSERT INTO leaked SELECT (SELECT max(phone) FROM patients)");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("ANALYZE TABLE FOR COLUMNS", clinic -> {
                            clinic.sql("CREATE TABLE leaked (patient_id BIGINT, phone STRING, city STRING, score INT)"
                                    + " USING parquet LOCATION '" + clinic.path("patients") + "'");
                            clinic.sql("ANALYZE TABLE leaked COMPUTE STATISTICS FOR COLUMNS score, phone");
                            return clinic.sql("DESCRIBE EXTENDED leaked score").collectAsList();
                        })
                        .gives("13")
                        .says("patients."));
    }

    private static List<Leak> streams() {
        return List.of(
                of("stream into memory", clinic -> {
                    streamed(clinic, "memory", "");
                    return clinic.spark().table("streamed").collectAsList();
                }),
                of("stream into files", clinic -> {
                    String path = clinic.place();
                    streamed(clinic, "csv", path);
                    return Clinic.bytesUnder(path);
                }),
                of("stream into each batch", clinic -> {
                    var seen = new ArrayList<String>();
                    try {
                        stream(clinic)
                                .writeStream()
                                .trigger(Trigger.AvailableNow())
                                .foreachBatch((batch, id) -> {
                                    seen.add(batch.collectAsList().toString());
                                })
                                .start()
                                .awaitTermination();
                    } catch (Exception e) {
                        throw sneaky(e);
                    }
                    return seen;
                }));
    }

    private static Dataset<Row> stream(Clinic clinic) {
        return clinic.spark().readStream().schema(Clinic.schema("patients")).parquet(clinic.path("patients"));
    }

    private static void streamed(Clinic clinic, String format, String path) {
        try {
            var writer = stream(clinic)
                    .writeStream()
                    .format(format)
                    .queryName("streamed")
                    .trigger(Trigger.AvailableNow())
                    .option("checkpointLocation", clinic.place());
            (path.isEmpty() ? writer.start() : writer.start(path)).awaitTermination();
        } catch (TimeoutException | StreamingQueryException e) {
            throw sneaky(e);
        }
    }

    private static Leak written(String name, BiConsumer<Dataset<Row>, String> writer) {
        return of("write: " + name, clinic -> {
            String path = clinic.place();
            writer.accept(clinic.patients(), path);
            return Clinic.bytesUnder(path);
        });
    }

    private static RuntimeException sneaky(Exception e) {
        return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
    }
}
