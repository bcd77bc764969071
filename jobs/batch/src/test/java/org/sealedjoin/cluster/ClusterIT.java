package org.sealedjoin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess;
import org.sealedjoin.canary.CanaryForms;
import org.sealedjoin.canary.SearchBytes;
import org.sealedjoin.cluster.LoopbackCluster.Ended;
import org.sealedjoin.testing.FaultTable;
import org.sealedjoin.testing.SmallHdfs;

/**
 * Nights on a real cluster, with their output on HDFS: submitted as an operator does, they make row by row what a run in one process makes, also
 * when executors, workers, data nodes and the driver die on the way. Each draws its own run key; all have one noise key.
 */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ClusterIT {
    private static final Path SAMPLES = LoopbackCluster.ROOT.resolve("data-samples");
    private static final String HELD = "Cannot start a run: another run holds the output folder (limit 1 at a time)";
    private static final FaultTable TABLE = new FaultTable(ClusterIT.class);

    @TempDir
    static Path folder;

    private static SmallHdfs hdfs;
    private static LoopbackCluster cluster;
    private static String asOf;
    private static Map<String, List<String>> expected;

    @BeforeAll
    static void runInOneProcess() throws Exception {
        asOf = new ObjectMapper()
                .readTree(Files.readString(SAMPLES.resolve("generation.json")))
                .path("as_of")
                .asText();
        InProcess.Ended local = InProcess.run(nightly(SAMPLES, folder.resolve("samples"), keys("samples", null)));
        assertThat(local.status()).as(local.err()).isZero();
        expected = new Published(
                        new org.apache.hadoop.fs.Path(folder.resolve("samples").toUri()))
                .rows();
        assertThat(expected.values()).hasSizeGreaterThan(8).noneMatch(List::isEmpty);
        hdfs = SmallHdfs.start(folder.resolve("blocks"));
        cluster = LoopbackCluster.start(folder.resolve("cluster"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        if (hdfs != null) {
            hdfs.close();
        }
        TABLE.write();
    }

    private static String[] nightly(Object input, Object output, String keys, String... more) {
        var line = new ArrayList<>(List.of(
                "nightly",
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--as-of",
                asOf,
                "--set",
                "spark.sql.shuffle.partitions=2",
                // Compiling code takes longer than thousands of rows, in every process anew.
                "--set",
                "spark.sql.codegen.wholeStage=false",
                "--set",
                "spark.sql.codegen.factoryMode=NO_CODEGEN",
                "--set",
                "privacy.noise-key-provider=" + keys,
                "--set",
                "audience.min-people=20",
                "--set",
                "business.min-people=20"));
        line.addAll(List.of(more));
        return line.toArray(String[]::new);
    }

    /** A key store in this folder, a copy of another unless that is null: without its mark, so that each output folder begins a ledger. */
    private static String keys(String name, String copyOf) throws IOException {
        Path file = folder.resolve(name + ".jceks");
        if (copyOf != null) {
            Files.copy(folder.resolve(copyOf + ".jceks"), file);
        }
        return "localjceks://file" + file;
    }

    private static void requireEqual(Published published) throws IOException {
        Map<String, List<String>> found = published.rows();
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> assertThat(found.get(table)).as(table).isEqualTo(rows));
    }

    // ---- client mode, while its parts die

    /** First: the input lies outside of what is searched for numbers. */
    @Test
    @Order(1)
    void nightly_clientModePartsDie_equalsOneProcessRowByRow() throws Exception {
        var published = new Published(hdfs.place("out"));
        String[] night = nightly(SAMPLES, published.output(), keys("disturbed", "samples"));

        killDriver(night, "contact edges");
        assertThat(published.current()).isEmpty();
        assertThat(published.hasStaging()).isTrue();

        try (var kills = new KillParts();
                var other = new OtherNight(nightly(
                        SAMPLES, published.output(), keys("other", "samples"), "--set", "spark.master=local[1]"))) {
            long start = System.nanoTime();
            // HdfsOutputTest waits as long as it takes until what the killed driver held is free.
            hdfs.lapseLeasesAfter(1_000);
            Ended ended = cluster.submit(
                    "client",
                    line -> {
                        if (line.endsWith("input …")) {
                            hdfs.lapseLeasesAfterAMinute();
                        }
                        kills.hear(line);
                        other.hear(line);
                    },
                    night);
            System.out.printf(
                    "Cluster: a disturbed night took %d s, executors killed in %s%n",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), kills.stages);
            assertThat(ended.status()).as(String.join("\n", ended.said())).isZero();
            requireEqual(published);
            TABLE.tried("driver process killed and started again", "while contact edges are made, on a cluster");
            assertThat(kills.stages).contains("links", "contact edges", "suggestions", "verify");
            kills.stages.forEach(stage -> TABLE.tried("executor killed", "in the stage " + stage));
            assertThat(kills.workers).isEqualTo(1);
            TABLE.tried("worker killed, another started", "in the stage suggestions");
            assertThat(kills.dataNodes).isEqualTo(1);
            TABLE.tried("data node taken away", "in the stage verify, on a cluster");
            other.requireRefusedOrLater();
            TABLE.tried("two nights at once", "whole nights, on HDFS");
        }
        requireEqual(published);
        assertThat(published.hasStaging()).isFalse();
        requireNoNumber();
    }

    /** A second night into the same folder, as soon as the first holds it. It waits a little more than a minute. */
    private static final class OtherNight implements AutoCloseable {
        private final String[] night;
        private final AtomicReference<CompletableFuture<Ended>> ended = new AtomicReference<>();
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private volatile long firstPublished = Long.MAX_VALUE;
        private volatile long begun = Long.MAX_VALUE;

        OtherNight(String[] night) {
            this.night = night;
        }

        void hear(String line) {
            if (line.endsWith("consent …") && ended.get() == null) {
                ended.set(CompletableFuture.supplyAsync(this::submit, thread));
            } else if (line.contains("published ")) {
                firstPublished = System.nanoTime();
            }
        }

        private Ended submit() {
            try {
                return cluster.submit(
                        "client",
                        line -> {
                            if (line.endsWith("input …")) {
                                begun = System.nanoTime();
                            }
                        },
                        night);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Where the first took longer than the second waits, it was refused; else it began when the first had published. Never both. */
        void requireRefusedOrLater() throws Exception {
            Ended second = ended.get().get();
            System.out.println("Cluster: of two nights at once the second ended with " + second.status());
            if (second.status() == 5) {
                assertThat(second.said()).contains(HELD);
            } else {
                assertThat(second.status()).as(String.join("\n", second.said())).isZero();
                assertThat(begun).isGreaterThan(firstPublished);
            }
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    // ---- cluster mode

    /** The driver runs on a machine that nobody chose, so the key is where every machine can read it. Tables are read from HDFS too. */
    @Test
    @Order(2)
    void nightly_clusterMode_equalsOneProcessRowByRow() throws Exception {
        var input = hdfs.place("in");
        toHdfs(SAMPLES, input);
        keys("remote", "samples");
        var store = hdfs.place("noise.jceks");
        toHdfs(folder.resolve("remote.jceks"), store);
        var published = new Published(hdfs.place("out"));
        String keys =
                "jceks://hdfs@" + store.toUri().getAuthority() + store.toUri().getPath();
        Ended ended = cluster.submit("cluster", line -> {}, nightly(input, published.output(), keys));

        assertThat(published.current())
                .as(String.join("\n", ended.said()) + cluster.driversSaid())
                .isPresent();
        requireEqual(published);
    }

    private static void toHdfs(Path from, org.apache.hadoop.fs.Path to) throws IOException {
        FileUtil.copy(from.toFile(), to.getFileSystem(hdfs.client()), to, false, hdfs.client());
    }

    private static void killDriver(String[] night, String stage) throws IOException, InterruptedException {
        var driver = new AtomicReference<Process>();
        Ended killed = cluster.submit(
                "client",
                driver::set,
                line -> {
                    if (line.endsWith(stage + " …")) {
                        // Not by the process itself, which would close what it said under the reader.
                        driver.get().toHandle().destroyForcibly();
                    }
                },
                night);
        assertThat(killed.status()).as(String.join("\n", killed.said())).isEqualTo(128 + 9);
    }

    private static void requireNoNumber() throws IOException {
        var forms = CanaryForms.of(SampleNumbers.of(SAMPLES), List.of());
        SearchBytes.Report found = SearchBytes.search(forms, folder.resolve("cluster"), folder.resolve("blocks"));
        System.out.println("Cluster: " + found);
        assertThat(found.hits()).isEmpty();
        assertThat(SearchBytes.search(forms, SAMPLES.resolve("account_phones")).hits())
                .as("the search finds them where they are")
                .isNotEmpty();
    }

    /** Listens to a driver: kills an executor in each stage that lasts long enough, and once a worker and a data node. */
    private static final class KillParts implements AutoCloseable {
        private final Set<String> stages = new ConcurrentSkipListSet<>();
        private final Thread killer = new Thread(this::kill, "kill-parts");
        private volatile String stage = "";
        private volatile boolean done;
        private volatile int workers;
        private volatile int dataNodes;

        KillParts() {
            killer.setDaemon(true);
            killer.start();
        }

        void hear(String line) {
            if (line.endsWith(" …")) {
                stage = line.replaceAll("^\\[.*?\\] | …$", "");
            } else if (line.contains(" done in ")) {
                stage = "";
            }
        }

        private void kill() {
            try {
                while (!done) {
                    TimeUnit.MILLISECONDS.sleep(300);
                    String now = stage;
                    if (now.isEmpty() || now.equals("spark") || stages.contains(now)) {
                        continue;
                    }
                    List<ProcessHandle> executors = cluster.executors();
                    if (executors.isEmpty() || !now.equals(stage)) {
                        continue;
                    }
                    executors.get(0).destroyForcibly();
                    stages.add(now);
                    if (now.equals("suggestions")) {
                        cluster.killWorker();
                        workers++;
                        cluster.startWorker();
                    } else if (now.equals("verify")) {
                        hdfs.stopDataNode();
                        dataNodes++;
                    }
                }
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            done = true;
            if (dataNodes > 0) {
                hdfs.startDataNode();
            }
        }
    }
}
