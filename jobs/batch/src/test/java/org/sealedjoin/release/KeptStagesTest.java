package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.Faults;

/** What runs leave that were stopped, and who finds it. No Spark is started. */
class KeptStagesTest {
    private static final Configuration HADOOP = new Configuration();
    private static final Instant EXECUTED_AT = Instant.parse("2016-10-15T01:00:00Z");
    private static final RunId RUN = new RunId("20161015T000000Z-00000001");

    @TempDir
    Path folder;

    private Path output;

    @BeforeEach
    void name() {
        output = folder.resolve("out");
    }

    private OutputFolder open(OutputFiles files) {
        return OutputFolder.open(output.toString(), HADOOP, files);
    }

    /** A run that finishes a table and is stopped. */
    private void stopped(OutputFiles files, String fingerprint) throws IOException {
        try (OutputFolder held = open(files)) {
            StagedRun staged = held.stage(RUN);
            Path table = output.resolve(".staging/" + RUN + "/products/friend_suggestions");
            Files.createDirectories(table);
            Files.writeString(table.resolve("part.parquet"), fingerprint);
            Files.createDirectories(output.resolve(".staging/" + RUN + "/.kept/blocks"));
            held.finished(staged, Outputs.FRIEND_SUGGESTIONS, fingerprint, EXECUTED_AT);
            held.keepFinished();
        }
    }

    private Optional<KeptStage> found(String fingerprint) {
        try (OutputFolder held = open(new PlainFiles())) {
            held.keepFinished();
            return held.unfinished(Outputs.FRIEND_SUGGESTIONS, fingerprint);
        }
    }

    @Test
    void unfinished_sameFingerprint_isFoundWithItsRowsAndNothingElse() throws IOException {
        stopped(new PlainFiles(), "a");

        KeptStage stage = found("a").orElseThrow();
        assertThat(stage.run()).isEqualTo(RUN);
        assertThat(stage.executedAt()).isEqualTo(EXECUTED_AT);
        Path kept = Path.of(stage.folder().toUri().getPath());
        assertThat(kept.resolve("products/friend_suggestions/part.parquet")).hasContent("a");
        assertThat(kept.resolve(".kept/blocks")).doesNotExist();
        assertThat(found("b")).isEmpty();
        assertThat(output.resolve(".staging")).doesNotExist();
    }

    @Test
    void unfinished_laterRunStopped_hidesTheEarlier() throws IOException {
        stopped(new PlainFiles(), "a");
        stopped(new PlainFiles(), "b");

        assertThat(found("a")).isEmpty();
        assertThat(found("b")).isPresent();
    }

    @Test
    void close_afterAGoodEnd_leavesNothing() throws IOException {
        stopped(new PlainFiles(), "a");
        try (OutputFolder held = open(new PlainFiles())) {
            held.publish(held.stage(new RunId("20161015T000000Z-00000002")), Map.of("as_of", "2016-10-15T00:00:00Z"));
        }

        assertThat(found("a")).isEmpty();
        assertThat(output.resolve(".unfinished")).doesNotExist();
        assertThat(output.resolve("runs/20161015T000000Z-00000002/.kept")).doesNotExist();
    }

    @Test
    void forgetUnfinished_beforeAnErasure_leavesNothing() throws IOException {
        stopped(new PlainFiles(), "a");
        try (OutputFolder held = open(new PlainFiles())) {
            held.forgetUnfinished();
            assertThat(output.resolve(".unfinished")).doesNotExist();
        }
    }

    /** A mark counts when it is whole, and it is written after the rows. */
    @Test
    void finished_killedAtEachChange_isFoundWholeOrNotAtAll() throws IOException {
        int found = 0;
        for (int change = 0; change < 12; change++) {
            for (Faults.Place place : Faults.Place.values()) {
                output = folder.resolve(change + "-" + place);
                try {
                    stopped(new FaultyFiles(new Faults(change, place, Faults.Kind.DEATH)), "a");
                } catch (Faults.Killed e) {
                    // What it left is looked at below.
                }
                Optional<KeptStage> stage = found("a");
                stage.ifPresent(kept -> assertThat(Path.of(kept.folder().toUri().getPath())
                                .resolve("products/friend_suggestions/part.parquet"))
                        .hasContent("a"));
                found += stage.isPresent() ? 1 : 0;
                FileUtil.fullyDelete(output.toFile());
            }
        }
        assertThat(found).isBetween(10, 35);
    }
}
