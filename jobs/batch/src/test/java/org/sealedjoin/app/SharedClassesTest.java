package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.release.SharedClasses;

/** {@code scripts/lib/shared-classes.sh}: which file of classes a start trusts. Java dies of one without its end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SharedClassesTest {
    /** No process has this number: it is above the most that Linux gives. */
    private static final String GONE = "99999999";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void leaveFileOfFinishedRun() throws IOException {
        Path jar = Files.writeString(folder.resolve("program.jar"), "jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        file = folder.resolve("program-java-17.jsa");
        Files.writeString(madeBy(GONE), "classes of a run");
        Files.writeString(whole(madeBy(GONE)), "");
    }

    private Path madeBy(String process) {
        return folder.resolve("program-java-17.jsa.of-" + process);
    }

    private Path whole(Path made) {
        return folder.resolve(made.getFileName() + ".whole");
    }

    /** The options that {@code share_classes make} chooses, as one line. */
    private String options(String... set) throws IOException, InterruptedException {
        String script = String.join(" ", set) + "\n"
                + "set -eu; jar=$2 runtime=17; . \"$1\"; share_classes make; echo ${sharing[@]}";
        Process process = new ProcessBuilder(
                        "bash",
                        "-c",
                        script,
                        "bash",
                        Script.ROOT.resolve("scripts/lib/shared-classes.sh").toString(),
                        folder.resolve("program.jar").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    void start_fileOfFinishedRun_isPutInPlaceAndUsed() throws Exception {
        assertThat(options()).contains("-XX:SharedArchiveFile=" + file).doesNotContain("ArchiveClassesAtExit");
        assertThat(file).hasContent("classes of a run");
        assertThat(options()).contains("-XX:SharedArchiveFile=" + file);
        assertThat(madeBy(GONE)).doesNotExist();
        assertThat(whole(madeBy(GONE))).doesNotExist();
    }

    @Test
    void start_notToShare_neitherUsesNorMakes() throws Exception {
        assertThat(options("SEALEDJOIN_SHARE_CLASSES=no")).isEqualToIgnoringWhitespace("");
        assertThat(options()).contains("-XX:SharedArchiveFile=" + file);
        assertThat(options("SEALEDJOIN_SHARE_CLASSES=no")).isEqualToIgnoringWhitespace("");
        assertThat(file).exists();
    }

    @Test
    void start_fileOfRunThatEndedEarly_isRemovedAndMadeAnew() throws Exception {
        Files.delete(whole(madeBy(GONE)));

        assertThat(options()).doesNotContain("-XX:SharedArchiveFile").contains("-XX:ArchiveClassesAtExit");
        assertThat(madeBy(GONE)).doesNotExist();
        assertThat(file).doesNotExist();
    }

    @Test
    void ofWholeRun_fileAskedFor_isTakenByNextStart() throws Exception {
        Files.delete(whole(madeBy(GONE)));
        System.setProperty("sealedjoin.shared-classes", madeBy(GONE).toString());
        try {
            SharedClasses.ofWholeRun();
        } finally {
            System.clearProperty("sealedjoin.shared-classes");
        }

        assertThat(options()).contains("-XX:SharedArchiveFile=" + file);
    }

    @Test
    void start_fileCutOff_isMadeAnew() throws Exception {
        options();
        Files.writeString(file, "classes of");

        assertThat(options())
                .doesNotContain("-XX:SharedArchiveFile")
                .contains("-XX:ArchiveClassesAtExit=" + file + ".of-");
    }

    @Test
    void start_fileOlderThanJar_isMadeAnew() throws Exception {
        options();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));

        assertThat(options()).doesNotContain("-XX:SharedArchiveFile").contains("-XX:ArchiveClassesAtExit");
    }

    @Test
    void start_fileOfRunThatStillRuns_isLeftAlone() throws Exception {
        Path own = madeBy(Long.toString(ProcessHandle.current().pid()));
        Files.move(madeBy(GONE), own);
        Files.move(whole(madeBy(GONE)), whole(own));

        assertThat(options()).contains("-XX:ArchiveClassesAtExit");
        assertThat(own).exists();
    }
}
