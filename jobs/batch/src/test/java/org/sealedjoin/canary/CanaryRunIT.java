package org.sealedjoin.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.canary.CanaryForms.Form;
import org.sealedjoin.table.Inputs;

/**
 * Attack: somebody who may read every byte that two nights leave behind, for however short a time, looks for the people whose numbers
 * he knows. The nights log at debug level, write event logs, metrics and pages, and have to spill.
 */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class CanaryRunIT {
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
                .set("spark.eventLog.compress", "true")
                .set("spark.eventLog.rolling.enabled", "true");
        String lenient = "input.max-rejected-share=0.5";
        statuses = run.nights(
                ForkedRun.nightly(mixed, run.output(), "--set", lenient),
                ForkedRun.nightly(parquet, run.output(), "--set", lenient));
        forms = CanaryForms.of(CanaryInput.NUMBERS, run.keys());
    }

    @Test
    void nights_wereWholeAndSpilled() throws IOException {
        assertThat(statuses).containsExactly(0, 0);
        assertThat(run.keys()).hasSize(2);
        List<String> kept = namesIn(run.traces().resolve("kept"));
        for (String kind : List.of("shuffle_", "temp_local_", "temp_shuffle_", "rdd_", "broadcast_")) {
            System.out.println(kind + " "
                    + kept.stream().filter(name -> name.contains("-" + kind)).count());
        }
        assertThat(kept).anyMatch(name -> name.contains("-temp_local_"));
    }

    @Test
    void traces_everyForm_noHit() throws IOException {
        SearchBytes.Report report = SearchBytes.search(forms, run.traces());
        System.out.println("Canaries: " + report);
        assertThat(report.hits()).isEmpty();
    }

    @Test
    void heap_afterTheRun_holdsNoKey() throws IOException {
        for (String dump : List.of("all.hprof", "live.hprof")) {
            Path alone = Files.createDirectories(run.hidden().resolve("heap-" + dump));
            Files.move(run.hidden().resolve(dump), alone.resolve(dump));
            SearchBytes.Report control = SearchBytes.search(CanaryForms.inMemory("control", run.control()), alone);
            SearchBytes.Report key = SearchBytes.search(
                    CanaryForms.inMemory("run key", run.keys().get(0)), alone);
            System.out.println("Heap " + dump + ": control " + control.hits() + "; key " + key + key.hits());
            System.out.println("Heap " + dump + ": numbers "
                    + SearchBytes.search(forms, alone).hits().size());
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
