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
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess;
import org.sealedjoin.canary.CanaryForms;
import org.sealedjoin.canary.CanaryInput;
import org.sealedjoin.canary.SearchBytes;
import org.sealedjoin.cluster.LoopbackCluster.Ended;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.testing.FaultTable;
import org.sealedjoin.testing.SmallHdfs;
import org.sealedjoin.testing.TinyInput;

/**
 * Nights on a real cluster, with their output on HDFS: submitted as an operator does, they make row by row what a run in one process makes, also
 * when executors, workers, data nodes and the driver die on the way. Each draws its own run key; all have one noise key.
 */
@Tag("cluster")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ClusterIT {
    private static final Path SAMPLES = LoopbackCluster.ROOT.resolve("data-samples");
    private static final FaultTable TABLE = new FaultTable(ClusterIT.class);

    @TempDir
    static Path folder;

    private static SmallHdfs hdfs;
    private static LoopbackCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        hdfs = SmallHdfs.start(folder.resolve("blocks"));
        cluster = LoopbackCluster.start(folder.resolve("cluster"));
    }

    @AfterAll
    static void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
        hdfs.close();
        TABLE.write();
    }

    private static String[] nightly(Object input, Object output, String asOf, String keys, String... more) {
        var line = new ArrayList<>(List.of(
                "nightly",
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--as-of",
                asOf,
                "--set",
                "spark.sql.shuffle.partitions=4",
                "--set",
                "privacy.noise-key-provider=" + keys));
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

    // ---- as an operator submits

    @Test
    void nightly_onCluster_equalsOneProcessRowByRow() throws Exception {
        String asOf = new ObjectMapper()
                .readTree(Files.readString(SAMPLES.resolve("generation.json")))
                .path("as_of")
                .asText();
        String[] smallAudiences = {"--set", "audience.min-people=20", "--set", "business.min-people=20"};
        InProcess.Ended local =
                InProcess.run(nightly(SAMPLES, folder.resolve("samples"), asOf, keys("samples", null), smallAudiences));
        assertThat(local.status()).as(local.err()).isZero();
        Map<String, List<String>> expected = new Published(path(folder.resolve("samples"))).rows();
        assertThat(expected.values()).hasSizeGreaterThan(8).noneMatch(List::isEmpty);
        var input = hdfs.place("in");
        FileUtil.copy(SAMPLES.toFile(), input.getFileSystem(hdfs.client()), input, false, hdfs.client());

        var client = new Published(hdfs.place("out"));
        Ended ended = cluster.submit(
                "client", line -> {}, nightly(input, client.output(), asOf, keys("client", "samples"), smallAudiences));
        assertThat(ended.status()).as(String.join("\n", ended.said())).isZero();
        requireEqual(client.rows(), expected);

        // The driver runs on a machine that nobody chose, so the key is where every machine can read it.
        var store = hdfs.place("noise.jceks");
        FileUtil.copy(
                folder.resolve("samples.jceks").toFile(),
                store.getFileSystem(hdfs.client()),
                store,
                false,
                hdfs.client());
        var remote = new Published(hdfs.place("out"));
        ended = cluster.submit(
                "cluster",
                line -> {},
                nightly(
                        input,
                        remote.output(),
                        asOf,
                        "jceks://hdfs@" + store.toUri().getAuthority()
                                + store.toUri().getPath(),
                        smallAudiences));
        assertThat(ended.status())
                .as(String.join("\n", ended.said()) + cluster.driversSaid())
                .isZero();
        requireEqual(remote.rows(), expected);
    }

    private static void requireEqual(Map<String, List<String>> found, Map<String, List<String>> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> assertThat(found.get(table)).as(table).isEqualTo(rows));
    }

    private static org.apache.hadoop.fs.Path path(Path local) {
        return new org.apache.hadoop.fs.Path(local.toUri());
    }

    // ---- while its parts die

    /** Planted numbers, so that what dead processes leave on their disks can be searched. The input lies outside of what is searched. */
    @Test
    void nightly_partsDie_equalsAnUndisturbedNight() throws Exception {
        Path input = folder.resolve("in");
        CanaryInput.write(input, Set.of(Inputs.MESSAGING_CONTACTS, Inputs.MESSAGING_USERS));
        String[] more = {"--set", "input.max-rejected-share=0.5"};
        InProcess.Ended undisturbed =
                InProcess.run(nightly(input, folder.resolve("out"), TinyInput.AS_OF, keys("canary", null), more));
        assertThat(undisturbed.status()).as(undisturbed.err()).isZero();
        Map<String, List<String>> expected = new Published(path(folder.resolve("out"))).rows();
        var published = new Published(hdfs.place("out"));
        String[] night = nightly(input, published.output(), TinyInput.AS_OF, keys("disturbed", "canary"), more);

        killDriver(night, "suggestions");
        assertThat(published.current()).isEmpty();
        assertThat(published.hasStaging()).isTrue();
        TABLE.tried("driver process killed and started again", "while suggestions are made, on a cluster");

        try (var kills = new KillParts()) {
            long start = System.nanoTime();
            Ended ended = cluster.submit("client", kills::hear, night);
            System.out.printf(
                    "Cluster: a disturbed night took %d s%n",
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
            assertThat(ended.status()).as(String.join("\n", ended.said())).isZero();
            System.out.println("Cluster: executors killed while " + kills.stages);
            assertThat(kills.stages).contains("input", "links", "contact edges", "suggestions", "verify");
            kills.stages.forEach(stage -> TABLE.tried("executor killed", "in the stage " + stage));
            assertThat(kills.workers).isEqualTo(1);
            TABLE.tried("worker killed, another started", "in the stage suggestions");
            assertThat(kills.dataNodes).isEqualTo(1);
            TABLE.tried("data node taken away", "in the stage verify, on a cluster");
        }
        requireEqual(published.rows(), expected);
        assertThat(published.hasStaging()).isFalse();
        requireNoNumber(input);
    }

    private static void killDriver(String[] night, String stage) throws IOException, InterruptedException {
        var driver = new AtomicReference<Process>();
        Ended killed = cluster.submit(
                "client",
                driver::set,
                line -> {
                    if (line.endsWith(stage + " …")) {
                        driver.get().destroyForcibly();
                    }
                },
                night);
        assertThat(killed.status()).as(String.join("\n", killed.said())).isEqualTo(128 + 9);
    }

    private static void requireNoNumber(Path input) throws IOException {
        var forms = CanaryForms.of(CanaryInput.NUMBERS, List.of());
        SearchBytes.Report found = SearchBytes.search(forms, folder.resolve("cluster"), folder.resolve("blocks"));
        System.out.println("Cluster: " + found);
        assertThat(found.hits()).isEmpty();
        assertThat(SearchBytes.search(forms, input).hits())
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
                    if (now.equals("suggestions") && workers == 0) {
                        cluster.killWorker();
                        workers++;
                        cluster.startWorker();
                    }
                    if (now.equals("verify") && dataNodes == 0) {
                        hdfs.stopDataNode();
                        dataNodes++;
                    }
                    List<ProcessHandle> executors = cluster.executors();
                    if (!executors.isEmpty() && now.equals(stage)) {
                        executors.get(0).destroyForcibly();
                        stages.add(now);
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
