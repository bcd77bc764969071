package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.table.CurrentFile;
import org.sealedjoin.testing.Faults;
import org.sealedjoin.testing.SmallHdfs;

/** An output folder on HDFS: what readers see while it is written, who holds it, and what dead and lapsed holders can do to it. */
@Tag("cluster")
class HdfsOutputTest {
    private static final String HELD = "Cannot start a run: another run holds the output folder (limit 1 at a time)";
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    static Path blocks;

    private static SmallHdfs hdfs;

    private final org.apache.hadoop.fs.Path output = hdfs.place("out");

    @BeforeAll
    static void start() throws IOException {
        hdfs = SmallHdfs.start(blocks);
    }

    @AfterAll
    static void stop() {
        hdfs.close();
    }

    @AfterEach
    void leasesAsEverywhere() {
        hdfs.lapseLeasesAfterAMinute();
    }

    private OutputFolder open() {
        return OutputFolder.open(output.toString(), hdfs.client());
    }

    private static StagedRun stage(OutputFolder folder) {
        return folder.stage(RunId.of(Instant.EPOCH, RANDOM));
    }

    private static RunId publish(OutputFolder folder) {
        StagedRun staged = stage(folder);
        folder.publish(staged, Map.of("as_of", Instant.EPOCH.toString()));
        return staged.id();
    }

    private String current(FileSystem files) throws IOException {
        return CurrentFile.read(files, pointer()).orElseThrow(FileNotFoundException::new);
    }

    private org.apache.hadoop.fs.Path pointer() {
        return new org.apache.hadoop.fs.Path(output, "CURRENT");
    }

    private List<String> names(FileSystem files, String below) throws IOException {
        return Arrays.stream(files.listStatus(new org.apache.hadoop.fs.Path(output, below)))
                .map(FileStatus::getPath)
                .map(org.apache.hadoop.fs.Path::getName)
                .sorted()
                .toList();
    }

    // ---- readers

    /** A reader who looks all the time while twenty runs are published. */
    @Test
    void publish_whileOthersRead_currentIsAlwaysWhole() throws Exception {
        assertThat(tornReads(false)).isZero();
    }

    /** The obvious way where a rename does not overwrite: remove the old pointer, then rename the new one. The reader meets the gap. */
    @Test
    void publish_removingFirst_isSeenTorn() throws Exception {
        assertThat(tornReads(true)).isPositive();
    }

    /** A reader who opened CURRENT, was held up until it was replaced and its block removed, and reads on: the plain way fails, though CURRENT was there all the time. */
    @Test
    void read_replacedAfterOpening_opensAgain() throws Exception {
        try (OutputFolder folder = open();
                DistributedFileSystem theirs = hdfs.newClient()) {
            publish(folder);
            try (var slow = new SlowReader(theirs, () -> publish(folder)).open(pointer())) {
                assertThatThrownBy(slow::readAllBytes).hasMessageContaining("has changed");
            }

            var slow = new SlowReader(theirs, () -> publish(folder));
            String read = current(slow);

            assertThat(slow.opened).isEqualTo(2);
            assertThat(read).isEqualTo(current(theirs));
        }
    }

    /** Whose first opening is followed by something else, and by the removal of the block that was opened. */
    private static final class SlowReader extends FilterFileSystem {
        private final Runnable meanwhile;
        private int opened;

        SlowReader(FileSystem files, Runnable meanwhile) {
            super(files);
            this.meanwhile = meanwhile;
        }

        @Override
        public FSDataInputStream open(org.apache.hadoop.fs.Path path, int bufferSize) throws IOException {
            FSDataInputStream stream = super.open(path, bufferSize);
            opened++;
            if (opened == 1) {
                String block = ((HdfsDataInputStream) stream)
                        .getAllBlocks()
                        .get(0)
                        .getBlock()
                        .getBlockName();
                meanwhile.run();
                awaitRemoved(block);
            }
            return stream;
        }

        private static void awaitRemoved(String block) throws IOException {
            while (holds(block)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }

        private static boolean holds(String block) throws IOException {
            try (Stream<Path> files = Files.find(blocks, 20, (file, seen) -> file.endsWith(block))) {
                return files.findAny().isPresent();
            } catch (UncheckedIOException e) {
                return true;
            }
        }
    }

    private int tornReads(boolean removingFirst) throws Exception {
        try (DistributedFileSystem mine = hdfs.newClient();
                DistributedFileSystem theirs = hdfs.newClient()) {
            OutputFiles files = new HdfsFiles(mine);
            OutputFiles used = removingFirst ? new RemovingFirst(files) : files;
            try (OutputFolder folder = OutputFolder.open(output.toString(), hdfs.client(), used)) {
                publish(folder);
                var done = new AtomicBoolean();
                try (var reader = new Closing(Executors.newSingleThreadExecutor())) {
                    Future<Integer> torn = reader.threads().submit(() -> tornUntil(theirs, done));
                    for (int night = 0; night < 20; night++) {
                        publish(folder);
                    }
                    done.set(true);
                    return torn.get();
                }
            }
        }
    }

    private int tornUntil(FileSystem files, AtomicBoolean done) throws IOException {
        int torn = 0;
        int reads = 0;
        while (!done.get()) {
            reads++;
            try {
                String run = current(files);
                boolean whole = run.endsWith("\n")
                        && files.exists(
                                new org.apache.hadoop.fs.Path(output, "runs/" + run.strip() + "/manifest.json"));
                torn += whole ? 0 : 1;
            } catch (FileNotFoundException e) {
                torn++;
            }
        }
        assertThat(reads).isGreaterThan(20);
        return torn;
    }

    // ---- who holds it

    @Test
    void open_heldByOthers_isRefused() throws IOException {
        try (OutputFolder first = open();
                DistributedFileSystem other = hdfs.newClient()) {
            assertThatThrownBy(() -> LeaseLock.take(other, output, 2))
                    .isInstanceOf(EnvironmentFailure.class)
                    .hasMessage(HELD);
            assertThatThrownBy(() ->
                            LeaseLock.take((DistributedFileSystem) output.getFileSystem(hdfs.client()), output, 1))
                    .as("by a run in this very process")
                    .hasMessage(HELD);
            RunId run = publish(first);
            assertThat(current(other)).isEqualTo(run + "\n");
        }
        try (OutputFolder next = open()) {
            assertThat(next.runs().current()).isPresent();
        }
    }

    /** The holder is killed as a machine dies: nobody gives the folder back. The name node's clock is as on every cluster. */
    @Test
    void open_holderKilled_waitsNotMoreThanAMinute() throws Exception {
        Process holder = hold();
        try (DistributedFileSystem files = hdfs.newClient()) {
            assertThat(names(files, ".staging")).hasSize(1);
            holder.destroyForcibly().waitFor();
            long killed = System.nanoTime();
            try (OutputFolder folder = open()) {
                Duration waited = Duration.ofNanos(System.nanoTime() - killed);
                System.out.println("HDFS: the folder of a killed run was free after " + waited.toSeconds() + " s");

                assertThat(waited).isLessThan(Duration.ofSeconds(65));
                assertThat(files.exists(new org.apache.hadoop.fs.Path(output, ".staging")))
                        .as("what it left")
                        .isFalse();
                RunId run = publish(folder);
                assertThat(current(files)).isEqualTo(run + "\n");
            }
        } finally {
            holder.destroyForcibly();
        }
    }

    private Process hold() throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HeldFolderProcess.class.getName(),
                        output.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(holder::destroyForcibly));
        var said = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
        assertThat(said.readLine()).isEqualTo("held");
        return holder;
    }

    // ---- a holder that was away so long that another run has begun

    /** Without asking whether the hold is still good, the run that slept publishes over the one under way: a folder with a manifest and no table. */
    @Test
    void publish_holdLapsedNobodyAsks_publishesOverTheOther() throws Exception {
        assertThat(sleeperPublishes(true)).isTrue();
    }

    @Test
    void publish_holdLapsed_isRefusedAndDisturbsNobody() throws Exception {
        assertThat(sleeperPublishes(false)).isFalse();
    }

    private boolean sleeperPublishes(boolean neverAsks) throws Exception {
        try (DistributedFileSystem slow = hdfs.newClient();
                DistributedFileSystem quick = hdfs.newClient()) {
            OutputFiles files = neverAsks ? new NeverAsks(new HdfsFiles(slow)) : new HdfsFiles(slow);
            OutputFolder sleeper = OutputFolder.open(output.toString(), hdfs.client(), files);
            StagedRun slept = stage(sleeper);
            hdfs.lapseLeasesAfter(1);
            try (OutputFolder next = OutputFolder.open(output.toString(), hdfs.client(), new HdfsFiles(quick))) {
                hdfs.lapseLeasesAfterAMinute();
                StagedRun staged = stage(next);
                boolean published = false;
                try {
                    sleeper.publish(slept, Map.of("as_of", Instant.EPOCH.toString()));
                    published = true;
                } catch (EnvironmentFailure e) {
                    assertThat(e)
                            .hasMessageStartingWith("Cannot publish: this run's hold on the output folder has lapsed");
                    assertThat(e.exitStatus()).isEqualTo(5);
                    sleeper.close();
                    assertThat(next.runs().current()).isEmpty();
                    next.publish(staged, Map.of("as_of", Instant.EPOCH.toString()));
                    assertThat(current(quick)).isEqualTo(staged.id() + "\n");
                    assertThat(names(quick, "runs")).containsExactly(staged.id().name());
                }
                return published;
            }
        }
    }

    // ---- a run that dies

    /** At every change that publishing makes, before it and after it, and in the middle of writing. */
    @Test
    void publish_killedAtAnyChange_leavesCurrentWholeAndIsRepaired() throws IOException {
        int killed = 0;
        try (DistributedFileSystem files = hdfs.newClient()) {
            String before;
            try (OutputFolder folder = open()) {
                before = publish(folder) + "\n";
            }
            for (Faults.Place place : Faults.Place.values()) {
                boolean struck = true;
                for (int change = 0; struck; change++) {
                    var faults = new Faults(change, place, Faults.Kind.DEATH);
                    struck = dies(new FaultyFiles(new HdfsFiles(files), faults));
                    killed += struck ? 1 : 0;
                    String now = current(files);
                    assertThat(files.exists(
                                    new org.apache.hadoop.fs.Path(output, "runs/" + now.strip() + "/manifest.json")))
                            .isTrue();
                    try (OutputFolder folder = open()) {
                        assertThat(files.exists(new org.apache.hadoop.fs.Path(output, ".staging")))
                                .isFalse();
                        before = publish(folder) + "\n";
                        assertThat(current(files)).isEqualTo(before);
                    }
                }
            }
        }
        System.out.println("HDFS: " + killed + " runs killed while they published");
        assertThat(killed).isGreaterThan(15);
    }

    private boolean dies(OutputFiles files) {
        try (OutputFolder folder = OutputFolder.open(output.toString(), hdfs.client(), files)) {
            publish(folder);
            return false;
        } catch (Faults.Killed e) {
            return true;
        }
    }

    /** Threads that end with the test. */
    private record Closing(java.util.concurrent.ExecutorService threads) implements AutoCloseable {
        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    /** Files of a store that cannot overwrite when it renames. */
    private static final class RemovingFirst extends Passing {
        RemovingFirst(OutputFiles files) {
            super(files);
        }

        @Override
        void replace(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            delete(to, false);
            super.replace(from, to);
        }
    }

    /** Whose lock is taken once and then trusted. */
    private static final class NeverAsks extends Passing {
        NeverAsks(OutputFiles files) {
            super(files);
        }

        @Override
        OutputLock lock(org.apache.hadoop.fs.Path folder) throws IOException {
            OutputLock lock = super.lock(folder);
            return new OutputLock() {
                @Override
                public boolean isHeld() {
                    return true;
                }

                @Override
                public void close() {
                    lock.close();
                }
            };
        }
    }

    /** As the files that it stands before. */
    private abstract static class Passing extends OutputFiles {
        private final OutputFiles files;

        Passing(OutputFiles files) {
            super(files);
            this.files = files;
        }

        @Override
        void replace(org.apache.hadoop.fs.Path from, org.apache.hadoop.fs.Path to) throws IOException {
            files.replace(from, to);
        }

        @Override
        void settle(org.apache.hadoop.fs.Path folder) throws IOException {
            files.settle(folder);
        }

        @Override
        OutputLock lock(org.apache.hadoop.fs.Path folder) throws IOException {
            return files.lock(folder);
        }
    }
}
