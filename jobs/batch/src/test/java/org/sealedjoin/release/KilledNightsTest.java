package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.privacy.Budget;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.testing.Faults;

/**
 * Nights that die at random changes of the disk, against the output folder, the key store's mark and the rule that carries the ledger on. A night here asks
 * one question, keeps its ledger as a line of text in the manifest and starts no Spark: what is tried is whether a charge can be lost whose
 * figure somebody can read.
 */
class KilledNightsTest {
    /** {@code -Pfull}: a thousand. */
    private static final int KILLS = System.getProperty("test.cases", "few").equals("all") ? 1_000 : 150;

    /** Somewhat more than there are, so that some nights go well. */
    private static final int CHANGES_OF_A_NIGHT = 20;

    private static final Epsilon FIGURE = new Epsilon(50_000);
    private static final Budget BUDGET = Budget.full(new Epsilon(400_000));
    private static final Configuration HADOOP = new Configuration();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** Where the last state of the ledger is looked for. */
    private interface Finds {
        Optional<LedgerMark> in(OutputFolder output);
    }

    /** What a night writes to: its output, and the store of the noise key before and after publication. */
    private record Disks(OutputFiles output, OutputFiles prepares, OutputFiles remembers) {}

    @Test
    void nights_killedAnywhere_neverGiveBudgetBack() throws IOException {
        assertThat(mostFiguresOfAMonth(output -> output.runs().ledger().map(FinishedRuns.KeptLedger::mark), KILLS))
                .isEqualTo(8);
    }

    /** The obvious rule: go on from the run that CURRENT names. A night that dies just before it is current has told its figures for free. */
    @Test
    void nights_naiveLedgerOfCurrent_giveBudgetBack() throws IOException {
        assertThat(mostFiguresOfAMonth(
                        output -> output.runs()
                                .current()
                                .flatMap(run -> LedgerMark.parse(manifest(Path.of(output.runs()
                                                .folderOf(run)
                                                .toUri()
                                                .getPath()))
                                        .path(LedgerMark.FIELD))),
                        KILLS))
                .isGreaterThan(8);
    }

    @Test
    void nights_newestRunRemoved_areRefused() throws IOException {
        var random = new SecureRandom();
        NoiseKeyStore store = store("rolled");
        for (int night = 0; night < 3; night++) {
            night(folder.resolve("rolled"), store, new PlainFiles(), "f" + night, random);
        }
        Path runs = folder.resolve("rolled/runs");
        try (var found = Files.list(runs)) {
            Path newest = found.filter(run -> sequence(run) == 3).findFirst().orElseThrow();
            FileUtil.fullyDelete(newest.toFile());
        }

        assertThatThrownBy(() -> night(folder.resolve("rolled"), store, new PlainFiles(), "f9", random))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessage(
                        "Cannot release figures: the budget ledger is older than that of the last run (state 2, need 3)");
        assertThatThrownBy(() -> night(folder.resolve("other"), store, new PlainFiles(), "f9", random))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessageStartingWith(
                        "Cannot release figures into this output folder: the budget ledger of its noise key is in another one");
        assertThatThrownBy(() -> NoiseKeyStore.open(NoiseKeyStore.REHEARSAL, HADOOP)
                        .goOnFrom(Optional.of(new LedgerMark("0123456789abcdef", 1, Instant.EPOCH)), random))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessageStartingWith("Cannot rehearse in this output folder: it holds a budget ledger");
    }

    /** A lost key makes old questions new ones; they are charged to what is left, since the ledger stays. */
    @Test
    void nights_keyAndMarkLost_goOnFromTheLedger() throws IOException {
        var random = new SecureRandom();
        for (int night = 0; night < 12; night++) {
            night(folder.resolve("lost"), store("lost" + night), new PlainFiles(), "f" + night, random);
        }

        assertThat(figures(folder.resolve("lost"))).hasSize(8);
    }

    /** The store fails before the run is published: it never is, and the mark in force stays, so that the next night goes on as if nothing had been tried. */
    @ParameterizedTest
    @EnumSource
    void night_storeFailsToPrepare_isNotPublished(Faults.Place place) throws IOException {
        var random = new SecureRandom();
        Path output = folder.resolve("prepare");
        NoiseKeyStore store = store("prepare");
        night(output, store, new PlainFiles(), "f0", random);
        String current = Files.readString(output.resolve("CURRENT"));

        assertThatThrownBy(() -> night(output, store, failing(place), new PlainFiles(), "f1", random))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageStartingWith("Cannot use the store of privacy.noise-key-provider");

        assertThat(Files.readString(output.resolve("CURRENT"))).isEqualTo(current);
        assertThat(figures(output)).containsOnlyKeys("f0");
        assertThat(store.known()).map(LedgerMark::sequence).contains(1L);
        night(output, store, new PlainFiles(), "f1", random);
        assertThat(store.known()).map(LedgerMark::sequence).contains(2L);
    }

    /** The store fails after the run is published: the run counts, its charge stays, and the older mark asks less of the next night, which repairs it. */
    @ParameterizedTest
    @EnumSource
    void night_storeFailsToRemember_isPublishedAndCharged(Faults.Place place) throws IOException {
        var random = new SecureRandom();
        Path output = folder.resolve("remember");
        NoiseKeyStore store = store("remember");
        night(output, store, new PlainFiles(), "f0", random);

        assertThatThrownBy(() -> night(output, store, new PlainFiles(), failing(place), "f1", random))
                .isInstanceOf(EnvironmentFailure.class);

        assertThat(readable(output)).isTrue();
        assertThat(charges(output, 2)).containsOnlyKeys("f0", "f1");
        night(output, store, new PlainFiles(), "f2", random);
        assertThat(charges(output, 3)).containsOnlyKeys("f0", "f1", "f2");
        assertThat(store.known()).map(LedgerMark::sequence).contains(3L);
    }

    private static FaultyFiles failing(Faults.Place place) {
        return new FaultyFiles(new Faults(0, place, Faults.Kind.ERROR));
    }

    /** Most figures that a reader of all runs could find after any night. */
    private int mostFiguresOfAMonth(Finds finds, int kills) throws IOException {
        var random = new Random(17);
        var secure = new SecureRandom();
        int most = 0;
        int killed = 0;
        for (int month = 0; killed < kills; month++) {
            Path output = folder.resolve("month" + month);
            NoiseKeyStore store = store("month" + month);
            for (int night = 0; night < 25; night++) {
                var faults = new Faults(
                        random.nextInt(CHANGES_OF_A_NIGHT),
                        Faults.Place.values()[random.nextInt(Faults.Place.values().length)],
                        Faults.Kind.DEATH);
                try {
                    night(output, store, new FaultyFiles(faults), finds, "f" + night, secure);
                } catch (Faults.Killed e) {
                    killed++;
                }
                assertThat(readable(output)).as("what CURRENT names is whole").isTrue();
                most = Math.max(most, figures(output).size());
            }
            FileUtil.fullyDelete(output.toFile());
        }
        return most;
    }

    private NoiseKeyStore store(String name) {
        return NoiseKeyStore.open("localjceks://file" + folder.resolve(name + ".jceks"), HADOOP);
    }

    private void night(Path output, NoiseKeyStore store, OutputFiles files, String figure, SecureRandom random)
            throws IOException {
        night(output, store, files, found -> found.runs().ledger().map(FinishedRuns.KeptLedger::mark), figure, random);
    }

    /** A night whose store lies on disks of its own, one for each of its two steps. */
    private void night(
            Path output,
            NoiseKeyStore store,
            OutputFiles prepares,
            OutputFiles remembers,
            String figure,
            SecureRandom random)
            throws IOException {
        night(
                output,
                store,
                new Disks(new PlainFiles(), prepares, remembers),
                found -> found.runs().ledger().map(FinishedRuns.KeptLedger::mark),
                figure,
                random);
    }

    private void night(
            Path output, NoiseKeyStore store, OutputFiles files, Finds finds, String figure, SecureRandom random)
            throws IOException {
        night(output, store, new Disks(files, files, files), finds, figure, random);
    }

    private void night(Path output, NoiseKeyStore store, Disks disks, Finds finds, String figure, SecureRandom random)
            throws IOException {
        Instant asOf = Instant.parse("2026-11-24T00:00:00Z");
        try (OutputFolder folderOfRuns = OutputFolder.open(output.toString(), HADOOP, disks.output())) {
            Optional<LedgerMark> found = finds.in(folderOfRuns);
            LedgerMark mark = store.goOnFrom(found, random);
            Map<String, Long> charged = found.isPresent() ? charges(output, mark.sequence()) : new TreeMap<>();
            var budget = new Budget(BUDGET.limit(), charged.size() * FIGURE.millionths());
            if (!charged.containsKey(figure) && budget.allows(FIGURE)) {
                charged.put(figure, random.nextLong());
            }
            StagedRun staged = folderOfRuns.stage(RunId.of(asOf, random));
            var manifest = new LinkedHashMap<String, Object>();
            manifest.put("as_of", asOf.toString());
            manifest.put(LedgerMark.FIELD, mark.next(asOf).fields());
            manifest.put("figures", charged);
            store.prepare(mark.next(asOf), disks.prepares());
            folderOfRuns.publish(staged, manifest);
            store.remember(disks.remembers());
        }
    }

    private static Map<String, Long> charges(Path output, long sequence) throws IOException {
        var charges = new TreeMap<String, Long>();
        try (var runs = Files.list(output.resolve("runs"))) {
            Path run =
                    runs.filter(each -> sequence(each) == sequence).findFirst().orElseThrow();
            manifest(run)
                    .path("figures")
                    .fields()
                    .forEachRemaining(figure ->
                            charges.put(figure.getKey(), figure.getValue().asLong()));
        }
        return charges;
    }

    /** Every figure of every run below an output folder, whoever made the run current. */
    private static Map<String, Long> figures(Path output) throws IOException {
        var figures = new HashMap<String, Long>();
        if (Files.exists(output.resolve("runs"))) {
            try (var runs = Files.list(output.resolve("runs"))) {
                runs.forEach(run -> manifest(run)
                        .path("figures")
                        .fields()
                        .forEachRemaining(figure ->
                                figures.put(figure.getKey(), figure.getValue().asLong())));
            }
        }
        return figures;
    }

    private static boolean readable(Path output) throws IOException {
        Path current = output.resolve("CURRENT");
        return !Files.exists(current)
                || Files.exists(output.resolve("runs")
                        .resolve(Files.readString(current).strip())
                        .resolve("manifest.json"));
    }

    private static long sequence(Path run) {
        return manifest(run).path(LedgerMark.FIELD).path("sequence").asLong();
    }

    private static JsonNode manifest(Path run) {
        try {
            return JSON.readTree(Files.readString(run.resolve("manifest.json")));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
