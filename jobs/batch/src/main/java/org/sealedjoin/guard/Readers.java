package org.sealedjoin.guard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;

/** What the format and the options of a reader do: whether its columns are those of the files, and what it tells besides. */
final class Readers {
    private final CsvColumns csv = new CsvColumns();

    /** Whether the files themselves say which column is which, so that a name cannot be moved to another column. */
    boolean bindByName(HadoopFsRelation files) {
        return switch (files.fileFormat().getClass().getName()) {
            // A field that gives a number is matched by number, whatever its name.
            case "org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat" ->
                Stream.of(files.dataSchema().fields())
                        .noneMatch(field -> field.metadata().contains("parquet.field.id"));
            case "org.apache.spark.sql.execution.datasources.csv.CSVFileFormat" -> csv.areAsNamed(files);
            default -> false;
        };
    }

    /**
     * Refuses what tells of columns without reading them.
     *
     * @throws Unjudgeable if names of folders hold values of a labelled column, since such names stand in logs and can be asked for; or
     *     if the reader does not take bad rows as they come
     */
    static void requireQuiet(SourceTable table, HadoopFsRelation files) {
        List<String> folders = table.columns().stream()
                .filter(column -> !column.labels().isEmpty())
                .map(column -> "/" + column.name().toLowerCase(Locale.ROOT) + "=")
                .toList();
        for (String file : files.location().inputFiles()) {
            String place = file.toLowerCase(Locale.ROOT);
            if (folders.stream().anyMatch(place::contains)) {
                throw new Unjudgeable("names of folders below " + table.name()
                        + ", in a protected folder, hold values of a labelled column (need it in the files)");
            }
        }
        Map<String, String> options = Plans.options(files);
        if (!"PERMISSIVE".equalsIgnoreCase(options.getOrDefault("mode", "PERMISSIVE"))) {
            throw new Unjudgeable(
                    "a reader of " + table.name()
                            + ", in a protected folder, stops at a bad row and quotes it, or leaves it out (need mode PERMISSIVE)");
        }
    }

    void forget() {
        csv.forget();
    }
}
