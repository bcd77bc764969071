package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.testing.Faults;

/**
 * Erasures that die at each change of the disk in turn. A run here is a manifest that says {@code with} or {@code without} the person; no Spark is
 * started.
 */
class ReplaceRunsTest {
    private static final Configuration HADOOP = new Configuration();
    private static final List<String> AS_OF =
            List.of("2016-10-13T00:00:00Z", "2016-10-14T00:00:00Z", "2016-10-15T00:00:00Z");
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    /** More than an erasure of three runs makes; a test stops at the first that is not struck. */
    private static final int MANY = 1_000;

    @TempDir
    Path folder;

    private static Map<String, Object> manifest(String asOf, String holds) {
        var manifest = new LinkedHashMap<String, Object>();
        manifest.put("as_of", asOf);
        manifest.put("executed_at", asOf);
        manifest.put("holds", holds);
        return manifest;
    }

    /** Made once and copied: each night waits for the disk. */
    private void threeNights(Path output) throws IOException {
        Path made = folder.resolve("made");
        if (!Files.exists(made)) {
            for (String asOf : AS_OF) {
                try (OutputFolder held = OutputFolder.open(made.toString(), HADOOP)) {
                    held.publish(held.stage(RunId.of(Instant.parse(asOf), new SecureRandom())), manifest(asOf, "with"));
                }
            }
        }
        try (Stream<Path> files = Files.walk(made)) {
            for (Path file : files.toList()) {
                Files.copy(file, output.resolve(made.relativize(file).toString()));
            }
        }
    }

    /** How the runs are exchanged. */
    private interface Exchange {
        void of(OutputFolder held, Receipt receipt, Map<RunId, Map<String, Object>> manifests) throws IOException;
    }

    private static void erase(Path output, OutputFiles files, Exchange exchange) throws IOException {
        try (OutputFolder held = OutputFolder.open(output.toString(), HADOOP, files)) {
            var manifests = new LinkedHashMap<RunId, Map<String, Object>>();
            var runs = new ArrayList<Receipt.Replaced>();
            for (KeptRun run : held.runs().all()) {
                RunId now = held.stage(RunId.of(run.asOf(), new SecureRandom())).id();
                manifests.put(now, manifest(run.asOf().toString(), "without"));
                runs.add(new Receipt.Replaced(run.id(), now));
            }
            var receipt = new Receipt(
                    "20261126T000000Z-00000000",
                    Instant.parse("2026-11-26T00:00:00Z"),
                    "0123456789abcdef",
                    List.of(new Receipt.Person("messaging", DIGEST)),
                    runs);
            exchange.of(held, receipt, manifests);
        }
    }

    @Test
    void replace_killedAtEachChange_isDoneByTheNextStartOrNotAtAll() throws IOException {
        int done = 0;
        int notAtAll = 0;
        boolean struck = true;
        for (int change = 0; struck && change < MANY; change++) {
            for (Faults.Place place : Faults.Place.values()) {
                Path output = folder.resolve(change + "-" + place);
                threeNights(output);
                boolean killed = false;
                var faults = new Faults(change, place, Faults.Kind.DEATH);
                try {
                    erase(
                            output,
                            new FaultyFiles(faults),
                            (held, receipt, manifests) -> held.replace(receipt, manifests));
                } catch (Faults.Killed e) {
                    killed = true;
                }
                assertThat(current(output)).as("what a reader finds").isIn("with", "without");

                OutputFolder.open(output.toString(), HADOOP).close();

                assertThat(holds(output)).as(change + " " + place).hasSize(1);
                boolean erased = holds(output).contains("without");
                assertThat(current(output)).isEqualTo(erased ? "without" : "with");
                assertThat(Receipts.in(output.toString(), HADOOP)).hasSize(erased ? 1 : 0);
                assertThat(names(output)).doesNotContain(".erasure", ".staging");
                done += killed && erased ? 1 : 0;
                notAtAll += killed && !erased ? 1 : 0;
                struck = faults.struck();
                FileUtil.fullyDelete(output.toFile());
            }
        }
        // Both sides of the moment of decision were tried.
        assertThat(done).isGreaterThan(20);
        assertThat(notAtAll).isGreaterThan(20);
    }

    /** The obvious exchange, run by run: a death between two leaves one run with the person and one without, and a reader without a run. */
    @Test
    void replace_naivelyRunByRun_losesCurrentAndStopsHalfWay() throws IOException {
        int unreadable = 0;
        int mixed = 0;
        boolean struck = true;
        for (int change = 0; struck && change < MANY; change++) {
            Path output = folder.resolve("naive" + change);
            threeNights(output);
            var faults = new Faults(change, Faults.Place.BEFORE, Faults.Kind.DEATH);
            var files = new FaultyFiles(faults);
            try {
                erase(output, files, (held, receipt, manifests) -> {
                    for (Receipt.Replaced run : receipt.runs()) {
                        var was = held.runs().folderOf(run.was());
                        files.delete(was, true);
                        files.mkdirs(was);
                        files.write(
                                new org.apache.hadoop.fs.Path(was, "manifest.json"),
                                "{\"as_of\":\"2016-10-13T00:00:00Z\",\"executed_at\":\"2016-10-13T00:00:00Z\",\"holds\":\"without\"}");
                    }
                });
            } catch (Faults.Killed e) {
                unreadable += current(output).equals("nothing") ? 1 : 0;
                mixed += holds(output).size() > 1 ? 1 : 0;
            }
            struck = faults.struck();
        }
        assertThat(unreadable).isPositive();
        assertThat(mixed).isPositive();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** What the run that CURRENT names says of itself. */
    private static String current(Path output) throws IOException {
        return told(output.resolve("runs")
                .resolve(Files.readString(output.resolve("CURRENT")).strip()));
    }

    private static Set<String> holds(Path output) throws IOException {
        var holds = new TreeSet<String>();
        try (Stream<Path> runs = Files.list(output.resolve("runs"))) {
            for (Path run : runs.toList()) {
                holds.add(told(run));
            }
        }
        return holds;
    }

    private static String told(Path run) throws IOException {
        Path manifest = run.resolve("manifest.json");
        if (!Files.exists(manifest)) {
            return "nothing";
        }
        return Files.readString(manifest).contains("\"without\"") ? "without" : "with";
    }
}
