package org.sealedjoin.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.ProtectedTables;
import org.sealedjoin.table.SinkTable;

/**
 * A finished run below an output folder that this process holds.
 *
 * @param manifest as it was published
 */
public record KeptRun(RunId id, Path folder, JsonNode manifest) {
    /** When the first run was made that this one is or stands in the place of. */
    public static final String MADE_AT = "made_at";

    /** True if the run made that table. */
    public boolean has(SinkTable sink) {
        return manifest.path("sinks").has(sink.folder());
    }

    /** Rows of one of its tables, for the flow guard people who agreed to nothing yet. */
    public Dataset<Row> rows(SparkSession spark, SinkTable sink) {
        FlowGuard.of(spark).protect(folder.toString(), ProtectedTables.ofRun(folder.toString()));
        return spark.read().schema(sink.table().schema()).parquet(new Path(folder, sink.folder()).toString());
    }

    /** Names of input tables whose files are others than those that the run read, by name, length and modification time. */
    public Set<String> changed(InputTables now) {
        var then = new HashMap<String, Set<String>>();
        for (JsonNode table : manifest.path("inputs")) {
            var files = new HashSet<String>();
            table.path("files")
                    .forEach(file -> files.add(file(
                            file.path("path").asText(),
                            file.path("bytes").asLong(),
                            file.path("modified").asText())));
            then.put(table.path("table").asText(), files);
        }
        return now.all().stream()
                .filter(table -> !table.files().stream()
                        .map(file -> file(
                                file.path(),
                                file.bytes(),
                                Instant.ofEpochMilli(file.modifiedMillis()).toString()))
                        .collect(Collectors.toSet())
                        .equals(then.get(table.table().name())))
                .map(table -> table.table().name())
                .collect(Collectors.toSet());
    }

    private static String file(String path, long bytes, String modified) {
        return path.substring(path.lastIndexOf('/') + 1) + " " + bytes + " " + modified;
    }

    /** The instant whose state of the world it shows. */
    public Instant asOf() {
        return instant("as_of");
    }

    /** When it was made; a run that was rewritten is as old as the first. */
    public Instant madeAt() {
        return instant(manifest.has(MADE_AT) ? MADE_AT : "executed_at");
    }

    private Instant instant(String field) {
        try {
            return Instant.parse(manifest.path(field).asText());
        } catch (DateTimeException e) {
            throw new EnvironmentFailure(
                    "Cannot read the runs in the output folder: the manifest of one is damaged (need its instants)");
        }
    }
}
