package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.testing.Faults;

class RetentionTest {
    private static final Instant NOW = Instant.parse("2016-10-20T12:00:00Z");
    private static final Configuration HADOOP = new Configuration();
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** The run of the night of a day of October, made the next noon. */
    private static RunId id(int day) {
        return new RunId("201610%02dT000000Z-0000000%d".formatted(day, day % 10));
    }

    private static KeptRun run(int day) {
        Instant asOf = Instant.parse("2016-10-%02dT00:00:00Z".formatted(day));
        return new KeptRun(
                id(day),
                new org.apache.hadoop.fs.Path("runs"),
                JSON.valueToTree(Map.of(
                        "as_of", asOf.toString(),
                        "executed_at", asOf.plus(Duration.ofHours(12)).toString())));
    }

    private static List<KeptRun> days(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(RetentionTest::run).toList();
    }

    @Test
    void beyond_moreThanTheNumber_areTheOldest() {
        assertThat(new RetentionPolicy(3, 0).beyond(days(11, 16), Set.of(), NOW))
                .containsExactly(id(13), id(12), id(11));
    }

    @Test
    void beyond_youngerThanTheAge_areKeptHoweverMany() {
        // Made on the 15th, 16th, … at noon; five days before now is the 15th at noon.
        assertThat(new RetentionPolicy(1, 5).beyond(days(11, 19), Set.of(), NOW))
                .containsExactly(id(14), id(13), id(12), id(11));
    }

    @Test
    void beyond_neededRun_isKeptWhateverItsAge() {
        assertThat(new RetentionPolicy(1, 0).beyond(days(11, 14), Set.of(id(12)), NOW))
                .containsExactly(id(13), id(11));
    }

    /** A night of long ago, made today, is young. */
    @Test
    void beyond_backFilledNight_countsFromWhenItWasMade() {
        var runs = new ArrayList<>(days(11, 14));
        runs.add(new KeptRun(
                new RunId("20160901T000000Z-00000000"),
                new org.apache.hadoop.fs.Path("runs"),
                JSON.valueToTree(Map.of("as_of", "2016-09-01T00:00:00Z", "executed_at", "2016-10-20T11:00:00Z"))));

        assertThat(new RetentionPolicy(2, 0).beyond(runs, Set.of(), NOW)).containsExactly(id(13), id(12), id(11));
    }

    @Test
    void beyond_rewrittenRun_isAsOldAsTheFirst() {
        var rewritten = new KeptRun(
                id(11),
                new org.apache.hadoop.fs.Path("runs"),
                JSON.valueToTree(Map.of(
                        "as_of", "2016-10-11T00:00:00Z",
                        "executed_at", "2016-10-20T11:00:00Z",
                        "made_at", "2016-10-11T12:00:00Z")));

        assertThat(new RetentionPolicy(1, 0).beyond(List.of(rewritten, run(12)), Set.of(), NOW))
                .containsExactly(id(11));
    }

    @Test
    void policy_outOfRange_isRefusedByName() {
        assertThatThrownBy(() -> new RetentionPolicy(0, 0))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot use setting release.keep-runs: 0 is out of range (need >= 1)");
        assertThatThrownBy(() -> new RetentionPolicy(1, -1))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot use setting release.keep-days: -1 is out of range (need >= 0)");
    }

    /** The newest ledger is in the night before the current one; both stay, and so does a whole run at every death. */
    @Test
    void keepOnly_killedAtEachChange_leavesWholeRunsOnly() throws IOException {
        for (int change = 0; change < 12; change++) {
            Path output = folder.resolve("out" + change);
            nights(output);
            var files = new FaultyFiles(new Faults(change, Faults.Place.BEFORE, Faults.Kind.DEATH));
            try (OutputFolder held = OutputFolder.open(output.toString(), HADOOP, files)) {
                held.keepOnly(new RetentionPolicy(1, 0), NOW);
            } catch (Faults.Killed e) {
                // What it left is looked at below.
            }
            assertThat(wholeRuns(output)).contains(id(13).name(), id(14).name());

            try (OutputFolder held = OutputFolder.open(output.toString(), HADOOP)) {
                held.keepOnly(new RetentionPolicy(1, 0), NOW);
            }
            assertThat(wholeRuns(output)).containsExactlyInAnyOrder(id(13).name(), id(14).name());
            FileUtil.fullyDelete(output.toFile());
        }
    }

    private static void nights(Path output) {
        for (int day = 11; day <= 14; day++) {
            try (OutputFolder held = OutputFolder.open(output.toString(), HADOOP)) {
                Map<String, Object> manifest = JSON.convertValue(
                        run(day).manifest(), new com.fasterxml.jackson.core.type.TypeReference<>() {});
                if (day < 14) {
                    manifest.put(LedgerMark.FIELD, new LedgerMark("0123456789abcdef", day, run(day).asOf()).fields());
                }
                held.publish(held.stage(id(day)), manifest);
            }
        }
    }

    /** Names of runs; each has its manifest. */
    private static List<String> wholeRuns(Path output) throws IOException {
        try (var runs = Files.list(output.resolve("runs"))) {
            return runs.peek(run -> assertThat(run.resolve("manifest.json")).exists())
                    .map(run -> run.getFileName().toString())
                    .toList();
        }
    }
}
