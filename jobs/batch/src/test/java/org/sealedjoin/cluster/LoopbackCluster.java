package org.sealedjoin.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Spark's standalone cluster on loopback, as processes: a master, workers, and what they start, with a secret, encrypted network and encrypted
 * disks. Everything that they leave lies below one folder. Ends with this process, however it ends.
 */
final class LoopbackCluster implements AutoCloseable {
    static final Path ROOT =
            Path.of(System.getProperty("project.root", "../..")).toAbsolutePath();
    private static final String JAVA_OPTIONS = "scripts/lib/java-options";
    private static final String TEST_OPTIONS = "jobs/batch/src/test/java-options";
    private static final int SECONDS_TO_START = 120;
    private static final int MINUTES_TO_RUN = 8;

    private final Path folder;
    private final Path home;
    private final Path jar;
    private final Path properties;
    private final int port;
    private final List<Process> workers = new CopyOnWriteArrayList<>();
    /** Whatever was started, by us or by what we started: a killed parent leaves its children behind. */
    private final Set<ProcessHandle> all = ConcurrentHashMap.newKeySet();

    private final AtomicInteger started = new AtomicInteger();

    private LoopbackCluster(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        home = Path.of(System.getProperty("spark.home.dir")).toAbsolutePath();
        jar = Path.of(System.getProperty("shipped.jar")).toAbsolutePath();
        port = freePort();
        properties = writeProperties();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts a master and two workers, each with two cores and two gigabytes to give away. */
    static LoopbackCluster start(Path folder) throws IOException, InterruptedException {
        var cluster = new LoopbackCluster(folder);
        try {
            cluster.spawn(
                    "master",
                    "256m",
                    List.of(
                            "org.apache.spark.deploy.master.Master",
                            "--host",
                            "127.0.0.1",
                            "--port",
                            String.valueOf(cluster.port),
                            "--webui-port",
                            String.valueOf(freePort()),
                            "--properties-file",
                            cluster.properties.toString()));
            cluster.startWorker();
            cluster.startWorker();
            return cluster;
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path writeProperties() throws IOException {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        var set = new LinkedHashMap<String, String>();
        set.put("spark.authenticate", "true");
        set.put("spark.authenticate.secret", HexFormat.of().formatHex(secret));
        set.put("spark.network.crypto.enabled", "true");
        set.put("spark.io.encryption.enabled", "true");
        // The master's other entrance knows no secret.
        set.put("spark.master.rest.enabled", "false");
        set.put("spark.ui.enabled", "false");
        set.put("spark.network.timeout", "60s");
        set.put("spark.standalone.submit.waitAppCompletion", "true");
        set.put("spark.driver.host", "127.0.0.1");
        set.put("spark.driver.bindAddress", "127.0.0.1");
        set.put("spark.driver.memory", "1g");
        set.put("spark.executor.memory", "768m");
        set.put("spark.executor.cores", "1");
        set.put("spark.cores.max", "2");
        String log = "-Dlog4j2.configurationFile="
                + ROOT.resolve("jobs/batch/src/main/resources/log4j2-sealedjoin.properties");
        String fewThreads = log + " -XX:+UseSerialGC " + options(TEST_OPTIONS);
        set.put("spark.executor.extraJavaOptions", fewThreads);
        // A driver that a worker starts is not given Spark's own.
        set.put("spark.driver.extraJavaOptions", fewThreads + " " + options(JAVA_OPTIONS));
        Path file = Files.createFile(
                folder.resolve("spark.conf"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(
                file,
                set.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
    }

    private static String options(String file) throws IOException {
        return Files.readAllLines(ROOT.resolve(file)).stream()
                .filter(line -> line.startsWith("-"))
                .collect(Collectors.joining(" "));
    }

    /** Starts another worker, and waits until the master knows it. */
    void startWorker() throws IOException, InterruptedException {
        int number = started.getAndIncrement();
        Path work = Files.createDirectories(folder.resolve("worker-" + number));
        Process worker = spawn(
                "worker-" + number,
                "256m",
                List.of(
                        "org.apache.spark.deploy.worker.Worker",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(freePort()),
                        "--webui-port",
                        String.valueOf(freePort()),
                        "--cores",
                        "2",
                        "--memory",
                        "2g",
                        "--work-dir",
                        work.toString(),
                        "--properties-file",
                        properties.toString(),
                        master()));
        workers.add(worker);
        for (int second = 0; second < SECONDS_TO_START; second++) {
            if (Files.readString(log("worker-" + number)).contains("Successfully registered with master")) {
                return;
            }
            if (!worker.isAlive()) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        throw new IllegalStateException("A worker did not start; see " + log("worker-" + number));
    }

    private String master() {
        return "spark://127.0.0.1:" + port;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private Process spawn(String name, String heap, List<String> command) throws IOException {
        Process process = builder(name, heap, command)
                .redirectErrorStream(true)
                .redirectOutput(log(name).toFile())
                .start();
        all.add(process.toHandle());
        return process;
    }

    private ProcessBuilder builder(String name, String heap, List<String> command) throws IOException {
        Path temporary = Files.createDirectories(folder.resolve("tmp-" + name));
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ROOT.resolve(JAVA_OPTIONS),
                "@" + ROOT.resolve(TEST_OPTIONS),
                "-Xmx" + heap,
                "-XX:+UseSerialGC",
                "-Djava.io.tmpdir=" + temporary));
        if (name.startsWith("driver")) {
            line.add("-Dlog4j2.configurationFile=jar:file:" + jar + "!/log4j2-sealedjoin.properties");
        }
        line.addAll(List.of("-cp", home + "/jars/*"));
        line.addAll(command);
        var builder = new ProcessBuilder(line).directory(temporary.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("SPARK_HOME", home.toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
        environment.put(
                "SPARK_LOCAL_DIRS",
                Files.createDirectories(folder.resolve("local-" + name)).toString());
        return builder;
    }

    /**
     * What a submission left behind.
     *
     * @param status of the driver in client mode. In cluster mode Spark's client ends with 0 whatever became of the driver
     * @param said lines of the driver in client mode, of Spark's client in cluster mode
     */
    record Ended(int status, List<String> said) {}

    /**
     * Submits a command of Sealed Join, and waits.
     *
     * @param mode {@code client} or {@code cluster}
     * @param hearer is told each line as it comes
     */
    Ended submit(String mode, Consumer<String> hearer, String... command) throws IOException, InterruptedException {
        return submit(mode, process -> {}, hearer, command);
    }

    /** The same for somebody who wants the process, to kill it. */
    Ended submit(String mode, Consumer<Process> owner, Consumer<String> hearer, String... command)
            throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(
                "org.apache.spark.deploy.SparkSubmit",
                "--properties-file",
                properties.toString(),
                "--master",
                master(),
                "--deploy-mode",
                mode,
                "--class",
                "org.sealedjoin.app.SealedJoin",
                jar.toString()));
        line.addAll(List.of(command));
        String name = "driver-" + started.getAndIncrement();
        Process driver = builder(name, mode.equals("client") ? "1g" : "256m", line)
                .redirectErrorStream(true)
                .start();
        all.add(driver.toHandle());
        owner.accept(driver);
        // One that hangs says nothing more, so nobody who waits for a line can tell.
        CompletableFuture.delayedExecutor(MINUTES_TO_RUN, TimeUnit.MINUTES).execute(driver.toHandle()::destroyForcibly);
        var said = new ArrayList<String>();
        try (var out = new BufferedReader(new InputStreamReader(driver.getInputStream(), UTF_8))) {
            for (String next = out.readLine(); next != null; next = out.readLine()) {
                said.add(next);
                hearer.accept(next);
            }
            return new Ended(driver.waitFor(), said);
        } finally {
            driver.destroyForcibly();
            Files.write(log(name), said);
        }
    }

    /** Executors that are there now; in cluster mode a driver may be among them. */
    List<ProcessHandle> executors() {
        List<ProcessHandle> found =
                workers.stream().flatMap(worker -> worker.toHandle().children()).toList();
        all.addAll(found);
        return found;
    }

    /** Kills the worker that was started first, as its machine's end does: what it started ends too. */
    void killWorker() {
        Process worker = workers.remove(0);
        List<ProcessHandle> children = worker.toHandle().children().toList();
        worker.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** What drivers that workers started have said, for the message of a test that fails. */
    String driversSaid() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*/driver-[^/]+/std(out|err)"))
                    .map(LoopbackCluster::text)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        executors();
        for (ProcessHandle process : all) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
