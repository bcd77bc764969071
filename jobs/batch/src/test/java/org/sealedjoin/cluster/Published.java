package org.sealedjoin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;

/** What a reader finds below an output folder, wherever it lies. */
record Published(Path output) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private FileSystem files() throws IOException {
        return output.getFileSystem(new Configuration(false));
    }

    /** The run that CURRENT names; nothing before the first. */
    Optional<String> current() throws IOException {
        try (var stream = files().open(new Path(output, "CURRENT"))) {
            return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Rows of every table of the run that CURRENT names, sorted. */
    Map<String, List<String>> rows() throws IOException {
        String current = current().orElseThrow();
        assertThat(current).matches("\\d{8}T\\d{6}Z-[0-9a-f]{8}\n");
        var run = new Path(output, "runs/" + current.strip());
        try (var manifest = files().open(new Path(run, "manifest.json"))) {
            assertThat(JSON.readTree(manifest.readAllBytes()).path("run_id").asText())
                    .isEqualTo(current.strip());
        }
        var rows = new TreeMap<String, List<String>>();
        for (SinkTable sink : Outputs.all()) {
            var table = new Path(run, sink.folder());
            if (files().exists(table)) {
                rows.put(
                        sink.folder(),
                        LocalSpark.session()
                                .read()
                                .schema(sink.table().schema())
                                .parquet(table.toString())
                                .collectAsList()
                                .stream()
                                .map(Row::toString)
                                .sorted()
                                .toList());
            }
        }
        return rows;
    }

    /** True if a run under way, or one that died, has left something in staging. */
    boolean hasStaging() throws IOException {
        return files().exists(new Path(output, ".staging"));
    }
}
