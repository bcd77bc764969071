package org.sealedjoin.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.canary.CanaryForms.Form;
import org.sealedjoin.table.Inputs;

/**
 * Attack: somebody who may read every byte that two nights leave behind, for however short a time, looks for the people whose numbers
 * he knows. The nights log at debug level, write event logs, metrics and pages; the first has to spill, the second broadcasts.
 */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CanaryRunIT {
    private static final int KEYS_OF_A_NIGHT = 4;

    @TempDir
    static Path folder;

    private static ForkedRun run;
    private static List<Integer> statuses;
    private static List<Form> forms;

    @BeforeAll
    static void runTwoNights() throws Exception {
        Path mixed = folder.resolve("mixed");
        Path parquet = folder.resolve("parquet");
        CanaryInput.write(mixed, Set.of(Inputs.MESSAGING_USERS, Inputs.NUMBER_RELEASES));
        CanaryInput.write(parquet, CanaryInput.withNumbers());
        run = new ForkedRun(folder)
                .spilling()
                .pages()
                .heapDumps()
                .set("spark.eventLog.compress", "true")
                .set("spark.eventLog.rolling.enabled", "true");
        statuses = run.nights(List.of(
                ForkedRun.nightly(mixed, run.output(), "--set", "input.max-rejected-share=0.5"),
                ForkedRun.nightly(
                        parquet,
                        run.output(),
                        "--set",
                        "input.max-rejected-share=0.5",
                        "--set",
                        "spark.sql.autoBroadcastJoinThreshold=10485760",
                        "--set",
                        "spark.sql.adaptive.autoBroadcastJoinThreshold=10485760")));
        forms = CanaryForms.of(CanaryInput.NUMBERS, run.keys());
    }

    @Test
    void nights_bothPublished() throws IOException {
        assertThat(statuses).containsExactly(0, 0);
        // Each night drew one for the noise of audiences, one for that of businesses, one for its seal and one for its
        // second reading.
        assertThat(run.keys()).hasSize(2 * KEYS_OF_A_NIGHT);
        assertThat(namesIn(run.output().resolve("runs"))).hasSize(2);
    }

    /** Else there would be nothing to find on disk. */
    @Test
    void nights_localFiles_wereWrittenAndKept() throws IOException {
        List<String> kept = namesIn(run.traces().resolve("kept"));
        for (String kind : List.of("shuffle_", "temp_shuffle_", "temp_local_", "rdd_", "broadcast_")) {
            long files = kept.stream()
                    .filter(name -> name.matches("\\d+-" + kind + ".*"))
                    .count();
            System.out.printf("Canaries: %d files %s kept%n", files, kind);
        }
        assertThat(kept)
                .anyMatch(name -> name.matches("\\d+-(temp_)?shuffle_.*"))
                .anyMatch(name -> name.contains("-temp_local_"));
    }

    @Test
    void traces_everyForm_noHit() throws IOException {
        SearchBytes.Report report = SearchBytes.search(forms, run.traces());
        System.out.println("Canaries: " + report);

        assertThat(report.hits()).isEmpty();
        assertThat(report.forms()).isGreaterThan(1_000);
        assertThat(report.unpacked()).containsKeys("PARQUET", "ZSTD", "GZIP", "ROCKSDB");
    }

    /** A dump as the heap is, garbage included, and one of what is still reachable. */
    @ParameterizedTest
    @ValueSource(strings = {"all.hprof", "live.hprof"})
    void heap_afterTheNight_holdsNoRunKey(String dump) throws IOException {
        Path alone = Files.createDirectories(run.hidden().resolve("heap-" + dump));
        Files.move(run.hidden().resolve(dump), alone.resolve(dump));
        var sought = new ArrayList<>(CanaryForms.inMemory("control", run.control()));
        run.keys().subList(0, KEYS_OF_A_NIGHT).forEach(key -> sought.addAll(CanaryForms.inMemory("run key", key)));
        SearchBytes.Report report = SearchBytes.search(sought, alone);
        System.out.println("Canaries: heap, " + report + " " + report.hits());
        var numbers = SearchBytes.search(
                CanaryForms.of(CanaryInput.NUMBERS, List.of(run.keys().get(0))), alone);
        System.out.println("Canaries: heap, for the record: " + numbers.hits());

        assertThat(report.hits()).containsKey(alone.getFileName() + "/" + dump + ": control, raw");
        assertThat(report.hits().keySet()).noneMatch(hit -> hit.contains(": run key"));
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
