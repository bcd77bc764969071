package org.sealedjoin.canary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sealedjoin.app.CanaryProcess;
import org.sealedjoin.testing.TinyInput;

/**
 * A process whose every trace lies in one folder: output, local directories, temporary files, logs at debug level, event logs,
 * metrics, checkpoints, its pages, working directory. Beside that folder lies what is not searched: input, keys, heap dumps.
 */
final class ForkedRun {
    private static final Path ROOT =
            Path.of(System.getProperty("project.root", "../..")).toAbsolutePath();
    private static final int MINUTES = 15;

    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();

    ForkedRun(Path folder) throws IOException {
        this.folder = folder;
        for (String name : List.of("local", "tmp", "logs", "events", "metrics", "checkpoints", "work", "kept")) {
            Files.createDirectories(traces().resolve(name));
        }
        Files.createDirectories(hidden());
        settings.put("spark.master", "local[2]");
        settings.put("spark.eventLog.enabled", "true");
        settings.put("spark.eventLog.dir", traces().resolve("events").toUri().toString());
        settings.put("spark.checkpoint.dir", traces().resolve("checkpoints").toString());
        settings.put(
                "spark.sql.warehouse.dir", traces().resolve("work/warehouse").toString());
        settings.put("spark.metrics.conf.*.sink.csv.class", "org.apache.spark.metrics.sink.CsvSink");
        settings.put(
                "spark.metrics.conf.*.sink.csv.directory",
                traces().resolve("metrics").toString());
        settings.put("spark.metrics.conf.*.sink.csv.period", "1");
        settings.put("spark.ui.showConsoleProgress", "false");
        settings.put("spark.sql.shuffle.partitions", "2");
    }

    /** All that the process leaves, by accident or not. */
    Path traces() {
        return folder.resolve("traces");
    }

    /** What the test keeps to itself. */
    Path hidden() {
        return folder.resolve("hidden");
    }

    Path output() {
        return traces().resolve("output");
    }

    ForkedRun set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** So little memory, and such low thresholds, that sorts, joins, windows and cached blocks go to disk. */
    ForkedRun spilling() {
        return set("spark.testing.memory", "50331648")
                .set("spark.testing.reservedMemory", "0")
                .set("spark.memory.storageFraction", "0")
                .set("spark.buffer.pageSize", "64k")
                .set("spark.shuffle.spill.numElementsForceSpillThreshold", "200")
                // Each spilled file costs two buffers of a megabyte, and there are many.
                .set("spark.unsafe.sorter.spill.read.ahead.enabled", "false")
                .set("spark.shuffle.sort.bypassMergeThreshold", "1")
                .set("spark.sql.autoBroadcastJoinThreshold", "-1")
                .set("spark.sql.adaptive.autoBroadcastJoinThreshold", "-1")
                .set("spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold", "0")
                .set("spark.sql.sortMergeJoinExec.buffer.in.memory.threshold", "1")
                .set("spark.sql.sortMergeJoinExec.buffer.spill.threshold", "8")
                .set("spark.sql.windowExec.buffer.in.memory.threshold", "1")
                .set("spark.sql.windowExec.buffer.spill.threshold", "8")
                .set("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", "1");
    }

    /** Spark's pages on, their store on disk. */
    ForkedRun pages() {
        return set("spark.ui.enabled", "true").set("spark.ui.port", "0").set("spark.ui.store.path", store().toString());
    }

    /** Dumps the heap after the first command, as it is and once more without what is garbage. */
    ForkedRun heapDumps() {
        return set("canary.heap", "true");
    }

    private Path store() {
        return traces().resolve("store");
    }

    static List<String> nightly(Path input, Path output, String... more) {
        var command = new ArrayList<>(List.of(
                "nightly",
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--as-of",
                TinyInput.AS_OF,
                "--set",
                "privacy.noise-key-provider=rehearsal"));
        command.addAll(List.of(more));
        return command;
    }

    /** Runs commands of Sealed Join one behind the other in one process, and gives their statuses. */
    List<Integer> nights(List<List<String>> commands) throws IOException, InterruptedException {
        var arguments = new ArrayList<>(
                List.of(hidden().toString(), traces().resolve("kept").toString(), store().toString()));
        for (int i = 0; i < commands.size(); i++) {
            if (i > 0) {
                arguments.add("--then");
            }
            arguments.addAll(commands.get(i));
        }
        run(CanaryProcess.class, arguments);
        return Arrays.stream(Files.readString(hidden().resolve("statuses")).split("[\\[\\], ]+"))
                .filter(word -> !word.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    /** Runs a main class in a process of its own; fails unless it ends with 0. */
    void run(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
        Path log4j = hidden().resolve("log4j2.properties");
        Files.writeString(log4j, debugLog());
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + ROOT.resolve("scripts/lib/java-options"),
                "@" + ROOT.resolve("jobs/batch/src/test/java-options"),
                "-Xmx1500m",
                // The default collector gives an array of a megabyte two, and spill readers have many of these.
                "-XX:+UseParallelGC",
                "-Djava.io.tmpdir=" + traces().resolve("tmp"),
                "-Dlog4j2.configurationFile=" + log4j));
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(traces().resolve("work").toFile())
                .redirectOutput(traces().resolve("logs/standard-output.txt").toFile())
                .redirectError(traces().resolve("logs/standard-error.txt").toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().put("SPARK_LOCAL_DIRS", traces().resolve("local").toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(main.getSimpleName() + " did not end well; see " + traces() + "/logs");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Everything that anything tells, with stack traces. Each line is written at once: what stood in a buffer when the process ended
     * was lost, and nobody closes the log after Spark's own end.
     */
    private String debugLog() {
        return """
                rootLogger.level = debug
                rootLogger.appenderRef.file.ref = file
                appender.file.type = File
                appender.file.name = file
                appender.file.fileName = %s
                appender.file.layout.type = PatternLayout
                appender.file.layout.pattern = %%d %%p %%c: %%m%%n%%ex
                """.formatted(traces().resolve("logs/debug.log"));
    }

    /** Run keys that were drawn, in order. */
    List<byte[]> keys() {
        return secrets("keys");
    }

    /** Bytes that the process held on to. */
    byte[] control() {
        return secrets("control").get(0);
    }

    private List<byte[]> secrets(String file) {
        if (!Files.exists(hidden().resolve(file))) {
            return List.of();
        }
        try {
            byte[] masked = Files.readAllBytes(hidden().resolve(file));
            var secrets = new ArrayList<byte[]>();
            for (int from = 0; from < masked.length; from += 32) {
                byte[] secret = Arrays.copyOfRange(masked, from, from + 32);
                for (int i = 0; i < secret.length; i++) {
                    secret[i] ^= CanaryProcess.MASK;
                }
                secrets.add(secret);
            }
            return secrets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
