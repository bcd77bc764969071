package org.sealedjoin.canary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.CanaryProcess;
import org.sealedjoin.table.Inputs;

/** The attacks of {@link CanaryRunIT} on a job and a key without defences: there they succeed. */
@Timeout(value = 600, unit = TimeUnit.SECONDS)
class CanaryControlIT {
    @TempDir
    Path folder;

    @Test
    void undefendedJob_sameSearch_findsNumbersWhereverSparkWrites() throws Exception {
        Path input = folder.resolve("input");
        CanaryInput.write(input, Set.of(Inputs.MESSAGING_USERS));
        PlantedNumber inPlan = CanaryInput.NUMBERS.get(0);
        var run = new ForkedRun(folder).spilling().set("spark.eventLog.compress", "true");
        run.run(
                UndefendedJob.class,
                List.of(input.toString(), run.traces().resolve("kept").toString(), inPlan.e164()));

        var report = SearchBytes.search(CanaryForms.of(CanaryInput.NUMBERS, List.of()), run.traces());
        System.out.println("Canaries: undefended job, " + report);

        Set<String> places = new TreeSet<>();
        report.hits().keySet().forEach(hit -> places.add(hit.substring(0, hit.indexOf(": "))));
        assertThat(places)
                .anyMatch(place -> place.matches(".*kept/\\d+-(temp_)?shuffle_.* > LZ4"))
                .anyMatch(place -> place.matches(".*kept/\\d+-rdd_.*"))
                .anyMatch(place -> place.matches(".*events/.* > ZSTD"))
                .contains("traces/logs/debug.log");
        assertThat(report.hits().keySet())
                .as("statistics of Parquet files")
                .anyMatch(hit -> hit.startsWith("traces/logs/debug.log: ") && hit.endsWith(", HEX with spaces"));
        for (PlantedNumber number : CanaryInput.NUMBERS) {
            assertThat(report.hits().keySet()).anyMatch(hit -> hit.contains(": " + number.role() + ": "));
        }
    }

    @Test
    void undefendedKey_sameSearchOfHeap_findsJavasCopies() throws Exception {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        byte[] masked = key.clone();
        for (int i = 0; i < masked.length; i++) {
            masked[i] ^= CanaryProcess.MASK;
        }
        var run = new ForkedRun(folder);
        run.run(
                UndefendedKey.class,
                List.of(
                        Base64.getEncoder().encodeToString(masked),
                        run.traces().resolve("heap.hprof").toString()));

        var report = SearchBytes.search(CanaryForms.inMemory("key", key), run.traces());
        System.out.println("Canaries: undefended key, " + report + " " + report.hits());

        assertThat(report.hits())
                .containsKeys(
                        "traces/heap.hprof: key, raw",
                        "traces/heap.hprof: key, inner pad of HMAC",
                        "traces/heap.hprof: key, outer pad of HMAC");
    }
}
