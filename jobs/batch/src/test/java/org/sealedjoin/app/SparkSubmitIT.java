package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.Script.Ended;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;

/**
 * Friend suggestions over the samples, embedded and through Spark's own submission: the same program, the same rows. Every run draws its own
 * key, so nothing that leaves depends on it either. All products are compared by {@code ClusterIT}, on a cluster.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SparkSubmitIT {
    private static final Path SAMPLES = Script.ROOT.resolve("data-samples");

    @TempDir
    Path folder;

    private Path friends(String output, String... before) throws Exception {
        String asOf = new ObjectMapper()
                .readTree(Files.readString(SAMPLES.resolve("generation.json")))
                .path("as_of")
                .asText();
        var args = new ArrayList<>(List.of(before));
        args.addAll(List.of(
                "friends",
                "--input",
                SAMPLES.toString(),
                "--output",
                folder.resolve(output).toString(),
                "--as-of",
                asOf,
                "--set",
                "spark.sql.shuffle.partitions=2",
                "--set",
                "privacy.noise-key-provider=rehearsal"));
        Ended ended = Script.run(folder, args.toArray(String[]::new));
        assertThat(ended.said()).isEmpty();
        assertThat(ended.status()).isZero();
        String id = Files.readString(folder.resolve(output).resolve("CURRENT")).strip();
        assertThat(ended.out()).startsWith("Run " + id + " is published\n");
        return folder.resolve(output).resolve("runs").resolve(id);
    }

    private static List<String> rows(Path run, SinkTable sink) {
        return LocalSpark.session().read().parquet(run.resolve(sink.folder()).toString()).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void friends_submitted_equalsEmbeddedRowByRow() throws Exception {
        Path embedded = friends("embedded");
        Path submitted = friends("submitted", "--master", "local[2]");
        for (SinkTable sink : List.of(Outputs.ACCOUNT_LINKS, Outputs.CONTACT_EDGES, Outputs.FRIEND_SUGGESTIONS)) {
            assertThat(rows(submitted, sink)).as(sink.folder()).isNotEmpty().isEqualTo(rows(embedded, sink));
            requireSortedFiles(embedded, sink);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void requireSortedFiles(Path run, SinkTable sink) throws IOException {
        for (Path file : filesIn(run.resolve(sink.folder()))) {
            List<Row> rows = LocalSpark.session()
                    .read()
                    .parquet(file.toString())
                    .coalesce(1)
                    .collectAsList();
            assertThat(rows).as(sink.folder()).isSortedAccordingTo((left, right) -> {
                for (String key : sink.sortedBy()) {
                    int order = ((Comparable) left.getAs(key)).compareTo(right.getAs(key));
                    if (order != 0) {
                        return order;
                    }
                }
                return 0;
            });
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
