package org.sealedjoin.guard.attack;

import static org.sealedjoin.guard.attack.Leak.of;
import static org.sealedjoin.guard.attack.Leak.prepared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.FlowGuard;

/** By how the files are named and read. */
final class SourceLeaks {
    private SourceLeaks() {}

    static List<Leak> all() {
        return List.of(
                file("folder", clinic -> clinic.path("patients")),
                file("folder as a URI", clinic -> "file://" + clinic.path("patients")),
                file("folder with a short scheme", clinic -> "file:" + clinic.path("patients")),
                file("folder by dots", clinic -> clinic.path("cities") + "/../patients"),
                file(
                        "folder with more slashes",
                        clinic -> clinic.path("patients").replace("/patients", "//patients/")),
                file("one file", clinic -> oneFile(clinic, "patients").toString()),
                file("glob of files", clinic -> clinic.path("patients") + "/*.parquet"),
                file("glob of folders", clinic -> clinic.root() + "/pat*ts"),
                file("link to the folder", clinic -> linked(clinic, Path.of(clinic.path("patients")))),
                file("link to a file, in a folder of links", clinic -> folderOfLinks(clinic)),
                prepared(
                        "folder of links beside a harmless folder",
                        clinic -> collected(clinic.spark()
                                .read()
                                .schema(Clinic.schema("patients"))
                                .parquet(clinic.path("cities"), folderOfLinks(clinic)))),
                file("link to a parent folder", clinic -> linked(clinic, clinic.root()) + "/patients"),
                prepared(
                                "parent folder, all files below",
                                clinic -> collected(clinic.spark()
                                        .read()
                                        .schema(Clinic.schema("patients"))
                                        .option("recursiveFileLookup", true)
                                        .option("pathGlobFilter", "*.parquet")
                                        .parquet(clinic.root().getParent().toString())))
                        .says("protected folder"),
                prepared(
                                "undeclared folder below the root",
                                clinic -> collected(clinic.spark()
                                        .read()
                                        .schema("note STRING")
                                        .parquet(clinic.path("undeclared"))))
                        .says("protected folder"),
                prepared(
                        "two tables at once",
                        clinic -> collected(clinic.spark()
                                .read()
                                .schema("city STRING, phone STRING")
                                .parquet(clinic.path("cities"), clinic.path("patients")))),
                prepared(
                        "merged schemas",
                        clinic -> collected(clinic.spark()
                                .read()
                                .option("mergeSchema", true)
                                .parquet(clinic.path("patients")))),
                prepared(
                                "file as text",
                                clinic -> collected(clinic.spark().read().text(clinic.path("patients_csv"))))
                        .says("patients_csv.", "reaches"),
                prepared("file as binary", clinic -> {
                            Dataset<Row> files =
                                    clinic.spark().read().format("binaryFile").load(clinic.path("patients_csv"));
                            return collected(files.selectExpr("cast(content as string)"));
                        })
                        .says("patients_csv.", "reaches"),
                prepared(
                                "file as CSV without a header",
                                clinic -> collected(clinic.spark()
                                        .read()
                                        .schema("a STRING, b STRING, c STRING, d STRING")
                                        .csv(clinic.path("patients_csv"))))
                        .says("patients_csv.", "reaches"),
                prepared(
                                "CSV with the names moved",
                                clinic -> collected(clinic.spark()
                                        .read()
                                        .schema("phone STRING, city STRING, patient_id STRING, day STRING")
                                        .option("header", true)
                                        .csv(clinic.path("patients_csv"))
                                        .select("city")))
                        .says("patients_csv.", "reaches"),
                prepared(
                                "CSV with the whole line in a harmless column",
                                clinic -> collected(clinic.spark()
                                        .read()
                                        .schema("patient_id INT, phone INT, x INT, day STRING, city STRING")
                                        .option("header", true)
                                        .option("columnNameOfCorruptRecord", "city")
                                        .csv(clinic.path("patients_csv"))
                                        .select("x", "city")))
                        .says("patients_csv.", "reaches"),
                prepared(
                                "CSV with another separator",
                                clinic -> collected(clinic.spark()
                                        .read()
                                        .schema("city STRING")
                                        .option("header", true)
                                        .option("sep", "\t")
                                        .csv(clinic.path("patients_csv"))))
                        .says("patients_csv.", "reaches"),
                prepared("column that looks made by Spark", clinic -> {
                            var made = new MetadataBuilder()
                                    .putString("__metadata_col", "x")
                                    .build();
                            var schema = new StructType()
                                    .add("patient_id", DataTypes.StringType)
                                    .add("x", DataTypes.StringType, true, made);
                            return collected(clinic.spark()
                                    .read()
                                    .schema(schema)
                                    .option("header", true)
                                    .csv(clinic.path("patients_csv"))
                                    .select("x"));
                        })
                        .says("patients_csv.", "reaches"),
                prepared(
                        "Parquet named in SQL",
                        clinic -> collected(clinic.sql("SELECT phone FROM parquet.`" + clinic.path("patients") + "`"))),
                of("table over the folder", clinic -> {
                    clinic.sql(
                            "CREATE TABLE leaked (patient_id BIGINT, phone STRING, city STRING) USING parquet LOCATION '"
                                    + clinic.path("patients") + "'");
                    return clinic.spark().table("leaked").collectAsList();
                }),
                of("view with the path in it", clinic -> {
                    clinic.sql(
                            "CREATE OR REPLACE TEMP VIEW by_path (patient_id BIGINT, phone STRING) USING parquet OPTIONS (path '"
                                    + clinic.path("patients") + "')");
                    return clinic.spark().table("by_path").collectAsList();
                }),
                of("second reader of data sources", clinic -> {
                            clinic.spark().conf().set("spark.sql.sources.useV1SourceList", "");
                            try {
                                return clinic.spark()
                                        .read()
                                        .schema(Clinic.schema("patients"))
                                        .parquet(clinic.path("patients"))
                                        .collectAsList();
                            } finally {
                                clinic.spark().conf().unset("spark.sql.sources.useV1SourceList");
                            }
                        })
                        .says("guard"),
                of("declared away", clinic -> {
                    Dataset<Row> table = clinic.table("patients");
                    if (clinic.guarded()) {
                        try {
                            FlowGuard.of(clinic.spark()).declare(table, Map.of());
                        } catch (IllegalArgumentException e) {
                            assert e.getMessage() != null;
                        }
                    }
                    return table.collectAsList();
                }),
                prepared(
                        "case of a name",
                        clinic -> collected(clinic.spark()
                                .read()
                                .schema("PHONE STRING")
                                .parquet(clinic.path("patients"))
                                .select(functions.col("PHONE").as("city")))));
    }

    private static Leak file(String name, java.util.function.Function<Clinic, String> path) {
        return prepared(
                "read: " + name,
                clinic -> collected(
                        clinic.spark().read().schema(Clinic.schema("patients")).parquet(path.apply(clinic))));
    }

    private static Supplier<Object> collected(Dataset<?> rows) {
        return rows::collectAsList;
    }

    static Path oneFile(Clinic clinic, String table) {
        try (Stream<Path> files = Files.list(Path.of(clinic.path(table)))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String linked(Clinic clinic, Path target) {
        try {
            return Files.createSymbolicLink(Path.of(clinic.place()), target).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String folderOfLinks(Clinic clinic) {
        try {
            Path links = Files.createDirectories(Path.of(clinic.place()));
            Files.createSymbolicLink(links.resolve("harmless.parquet"), oneFile(clinic, "patients"));
            return links.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
