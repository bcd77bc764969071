package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.LocalFiles;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.Faults;
import org.sealedjoin.testing.FaultyFileSystem;
import org.sealedjoin.testing.LocalSpark;

/** What a disk that fails leaves behind, and that the faults are where a test wants them. */
class FaultyDiskTest {
    @TempDir
    Path folder;

    @AfterEach
    void wholeDisk() {
        FaultyFileSystem.meet(Faults.none());
        FlowGuard.of(LocalSpark.session()).forget(folder.toString());
    }

    private static FileSystem files() throws IOException {
        var files = new FaultyFileSystem();
        files.initialize(URI.create("file:///"), new Configuration());
        return files;
    }

    private org.apache.hadoop.fs.Path path(String name) {
        return new org.apache.hadoop.fs.Path(folder.resolve(name).toString());
    }

    @Test
    void rename_struckBeforeAndAfter_happensOnlyAfter() throws IOException {
        for (Faults.Place place : List.of(Faults.Place.BEFORE, Faults.Place.AFTER)) {
            Files.writeString(folder.resolve("from-" + place), "x");
            FaultyFileSystem.meet(new Faults(0, place, Faults.Kind.ERROR));

            assertThatThrownBy(() -> files().rename(path("from-" + place), path("to-" + place)))
                    .hasMessage("the disk fails, as the test wants");
            assertThat(Files.exists(folder.resolve("to-" + place))).isEqualTo(place == Faults.Place.AFTER);
        }
    }

    @Test
    void write_struckInside_leavesHalf() throws IOException {
        var out = files().create(path("half"));
        FaultyFileSystem.meet(new Faults(0, Faults.Place.INSIDE, Faults.Kind.ERROR));
        out.write(new byte[100]);

        assertThatThrownBy(out::flush).hasMessage("the disk fails, as the test wants");
        assertThat(folder.resolve("half")).hasSize(50);
    }

    @Test
    void changes_afterDeath_reachNothing() throws IOException {
        FaultyFileSystem.meet(new Faults(0, Faults.Place.BEFORE, Faults.Kind.DEATH));

        assertThatThrownBy(() -> files().mkdirs(path("a"))).isInstanceOf(Faults.Killed.class);
        assertThatThrownBy(() -> files().mkdirs(path("b"))).isInstanceOf(Faults.Killed.class);
        assertThatThrownBy(() -> files().listStatus(path(""))).isInstanceOf(Faults.Killed.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void changes_onFullDisk_onlyThoseWithoutRoomWork() throws IOException {
        Files.writeString(folder.resolve("old"), "x");
        FaultyFileSystem.meet(new Faults(2, Faults.Place.BEFORE, Faults.Kind.FULL));
        var out = files().create(path("new"));

        assertThatThrownBy(() -> {
                    out.write(new byte[100]);
                    out.flush();
                })
                .hasMessage("No space left on device");
        assertThatThrownBy(() -> files().mkdirs(path("a"))).hasMessage("No space left on device");
        assertThat(files().rename(path("old"), path("renamed"))).isTrue();
        assertThat(files().delete(path("new"), false)).isTrue();
        assertThat(folder.resolve("renamed")).hasContent("x");
    }

    /** Spark itself writes a table to the failing disk, wherever in it the fault falls: nothing is published, and the folder can be used again. */
    @ParameterizedTest
    @EnumSource
    void stage_diskFailsUnderSpark_nothingIsPublished(Faults.Place place) throws IOException {
        var conf = LocalSpark.session().sessionState().conf();
        String before = conf.getConfString("spark.hadoop.fs.file.impl", LocalFiles.class.getName());
        LocalSpark.session().conf().set("fs.file.impl", FaultyFileSystem.class.getName());
        try {
            for (int changes : new int[] {1, 4, 7}) {
                try (OutputFolder output = OutputFolder.open(folder.toString(), new Configuration())) {
                    StagedRun staged = output.stage(RunId.of(Instant.EPOCH, new SecureRandom()));
                    var faults = new Faults(changes, place, Faults.Kind.ERROR);
                    FaultyFileSystem.meet(faults);

                    assertThatThrownBy(() -> staged.write(
                                    Outputs.AUDIENCE_MEMBERS,
                                    LocalSpark.session().sql("select 1L audience_id, 2L account_id")))
                            .isInstanceOf(Exception.class);
                    assertThat(faults.struck()).isTrue();
                }
                assertThat(folder.resolve("runs")).doesNotExist();
                assertThat(folder.resolve(".staging")).doesNotExist();
            }
        } finally {
            LocalSpark.session().conf().set("fs.file.impl", before);
        }
        FaultyFileSystem.meet(Faults.none());
        try (OutputFolder output = OutputFolder.open(folder.toString(), new Configuration())) {
            StagedRun staged = output.stage(RunId.of(Instant.EPOCH, new SecureRandom()));
            output.publish(staged, Map.of("as_of", Instant.EPOCH.toString()));
            assertThat(output.runs().current()).contains(staged.id());
        }
    }
}
