package org.sealedjoin.guard.attack;

import static org.sealedjoin.guard.Clinic.PLANTED;
import static org.sealedjoin.guard.attack.Leak.of;
import static org.sealedjoin.guard.attack.Leak.prepared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.SourceTable;

/** By what a reader does besides reading columns: where its path leads, how it finds out what columns there are, what bad rows do to it. */
final class ReaderLeaks {
    private static final String SOME_NUMBER = "+15005550101";

    private ReaderLeaks() {}

    static List<Leak> all() {
        return Stream.of(mounted(), columnsToldByRows(), namesOfFolders(), fieldsThatSpill())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Leak> mounted() {
        return List.of(
                of("partition of a harmless table that lies elsewhere", clinic -> {
                    clinic.sql(
                            "CREATE TABLE leaked (city STRING, phone STRING, p INT) USING parquet PARTITIONED BY (p) LOCATION '"
                                    + clinic.path("cities") + "'");
                    clinic.sql("ALTER TABLE leaked ADD PARTITION (p = 1) LOCATION '" + clinic.path("patients") + "'");
                    return clinic.sql("SELECT phone FROM leaked").collectAsList();
                }),
                prepared(
                        "folder mounted under another name",
                        clinic -> collected(clinic.spark()
                                .read()
                                .schema(Clinic.schema("patients"))
                                .option("fs.viewfs.mounttable.x.link./h", "file://" + clinic.path("patients"))
                                .parquet("viewfs://x/h"))),
                prepared(
                        "folder mounted over the local file system",
                        clinic -> collected(clinic.spark()
                                .read()
                                .schema(Clinic.schema("patients"))
                                .option("fs.file.impl", "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme")
                                .option(
                                        "fs.viewfs.overload.scheme.target.file.impl",
                                        "org.apache.hadoop.fs.RawLocalFileSystem")
                                .option("fs.viewfs.mounttable.default.link./h", "file://" + clinic.path("patients"))
                                .parquet("file:///h"))));
    }

    /** Without a schema Spark reads rows to find the names of columns, and takes no plan for it. */
    private static List<Leak> columnsToldByRows() {
        String asHeader = " (path '%s', multiLine 'true', header 'true', comment 'p')";
        return List.of(
                told(
                        "whole file as one header",
                        clinic -> reader(clinic).option("lineSep", "~").csv(clinic.path("patients_csv"))),
                told(
                        "row as a header",
                        clinic -> reader(clinic).option("comment", "p").csv(clinic.path("patients_csv"))),
                told(
                        "row as a header, by a pattern",
                        clinic -> reader(clinic).option("comment", "p").csv(clinic.root() + "/patients_c*")),
                told(
                        "row as a header, by a link",
                        clinic -> reader(clinic).option("comment", "p").csv(folderOfLinks(clinic))),
                told(
                        "row as a header, in SQL",
                        clinic -> clinic.sql("SELECT * FROM csv.`" + clinic.path("patients_csv")
                                + "` WITH (multiLine = true, header = true, comment = 'p')")),
                told(
                        "row as a header, in a subquery",
                        clinic ->
                                clinic.sql("SELECT struct(s.*) FROM (SELECT 1 LIMIT 1) t, LATERAL (SELECT * FROM csv.`"
                                        + clinic.path("patients_csv")
                                        + "` WITH (multiLine = true, header = true, comment = 'p')) s")),
                told("row as a header of a view", clinic -> {
                    clinic.sql("CREATE OR REPLACE TEMP VIEW by_row USING csv OPTIONS"
                            + String.format(asHeader, clinic.path("patients_csv")));
                    return clinic.spark().table("by_row");
                }),
                told("row as a header of a table", clinic -> {
                    clinic.sql("CREATE TABLE leaked USING csv OPTIONS"
                            + String.format(asHeader, clinic.path("patients_csv")));
                    return clinic.spark().table("leaked");
                }));
    }

    private static List<Leak> namesOfFolders() {
        return List.of(
                prepared(
                                "folder names, through what is known of files",
                                clinic -> collected(byNumber(clinic).select("_metadata.file_path")))
                        .gives("phone=" + PLANTED)
                        .says("protected folder"),
                prepared(
                                "folder names, through the file that is read",
                                clinic -> collected(byNumber(clinic).select(functions.input_file_name())))
                        .gives("phone=" + PLANTED)
                        .says("protected folder"),
                of("folder names, without a scan", clinic -> {
                            String setting = "spark.sql.optimizer.metadataOnly";
                            Dataset<?> rows = byNumber(clinic);
                            clinic.spark().conf().set(setting, "true");
                            try {
                                return rows.select("phone").distinct().collectAsList();
                            } finally {
                                clinic.spark().conf().unset(setting);
                            }
                        })
                        .says("guard"));
    }

    private static List<Leak> fieldsThatSpill() {
        return List.of(
                prepared(
                                "CSV field that another escape carries into the next",
                                clinic -> collected(csv(
                                                clinic,
                                                "quoted_csv",
                                                "city,phone\n\"Leaktown\"," + PLANTED + "\n",
                                                "city,phone")
                                        .option("escape", "n")
                                        .csv(clinic.path("quoted_csv"))
                                        .select("city")))
                        .says("patients_csv.", "reaches"),
                of(
                                "CSV row that is refused, and quoted",
                                clinic -> failure(() -> csv(
                                                clinic,
                                                "broken_csv",
                                                "city,phone,x\n\"Leaktown\"," + PLANTED + "\n",
                                                "city,phone,x")
                                        .option("mode", "FAILFAST")
                                        .csv(clinic.path("broken_csv"))
                                        .select("city")
                                        .collectAsList()))
                        .says("protected folder"),
                of(
                                "CSV rows that are left out",
                                clinic -> csv(
                                                clinic,
                                                "broken_csv",
                                                "city,phone,x\n\"Leaktown\"," + PLANTED + ",y\nBergen,1\n",
                                                "city,phone,x")
                                        .option("mode", "DROPMALFORMED")
                                        .csv(clinic.path("broken_csv"))
                                        .select("city")
                                        .collectAsList())
                        .gives("[[Leaktown]]")
                        .says("protected folder"));
    }

    private static Leak told(String name, Function<Clinic, Dataset<?>> rows) {
        return of(name, clinic -> Arrays.toString(rows.apply(clinic).schema().fields()))
                .gives(SOME_NUMBER)
                .says("protected folder");
    }

    private static DataFrameReader reader(Clinic clinic) {
        return clinic.spark().read().option("multiLine", true).option("header", true);
    }

    /** Patients in a folder for each number, declared as files are. */
    private static Dataset<?> byNumber(Clinic clinic) {
        String path = clinic.path("by_number");
        if (Files.notExists(Path.of(path))) {
            clinic.rows("city STRING, phone STRING", Clinic.row(Clinic.PLANTED_CITY, PLANTED))
                    .write()
                    .partitionBy("phone")
                    .parquet(path);
        }
        declare(clinic, "patients", path, "city,phone");
        return clinic.spark().read().schema("city STRING, phone STRING").parquet(path);
    }

    private static DataFrameReader csv(Clinic clinic, String folder, String text, String columns) {
        try {
            Path path = Files.createDirectories(Path.of(clinic.path(folder)));
            Files.writeString(path.resolve("part-0.csv"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        declare(clinic, "patients_csv", clinic.path(folder), columns);
        return clinic.spark()
                .read()
                .schema(columns.replace(",", " STRING, ") + " STRING")
                .option("header", true)
                .option("columnPruning", false)
                .option("escape", "\"");
    }

    private static void declare(Clinic clinic, String name, String path, String columns) {
        if (clinic.guarded()) {
            FlowGuard.of(clinic.spark())
                    .protect(
                            path,
                            List.of(new SourceTable(
                                    name,
                                    path,
                                    Arrays.stream(columns.split(",", -1))
                                            .map(column -> new SourceTable.Column(
                                                    column,
                                                    column.equals("phone") ? Set.of(Label.RAW_NUMBER) : Set.of(),
                                                    ""))
                                            .toList())));
        }
    }

    /** What a failure that is no refusal says, and its causes. */
    private static Object failure(Supplier<Object> attempt) {
        try {
            return attempt.get();
        } catch (Exception e) {
            // Spark throws checked exceptions that it does not declare.
            if (Refusals.in(e) != null) {
                throw e instanceof RuntimeException refused ? refused : new IllegalStateException(e);
            }
            var said = new ArrayList<String>();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                said.add(String.valueOf(cause.getMessage()));
            }
            return said;
        }
    }

    private static String folderOfLinks(Clinic clinic) {
        try (Stream<Path> files = Files.list(Path.of(clinic.path("patients_csv")))) {
            Path links = Files.createDirectories(Path.of(clinic.place()));
            Path file = files.filter(each -> each.toString().endsWith(".csv"))
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(links.resolve("harmless.csv"), file);
            return links.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Supplier<Object> collected(Dataset<?> rows) {
        return rows::collectAsList;
    }
}
