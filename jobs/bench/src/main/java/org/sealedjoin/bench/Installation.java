package org.sealedjoin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the program is and how its commands and the peers are started.
 *
 * @param root of the checkout
 * @param heapMegabytes heap of each Java, and the memory limit of DuckDB
 */
record Installation(Path root, long heapMegabytes) {
    /** DuckDB's memory is its own; the Java around it does next to nothing. */
    private static final String HEAP_AROUND_DUCKDB = "-Xmx256m";

    private String script() {
        return root.resolve("scripts/sealedjoin").toString();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs a command of the program as a user does. */
    Watched sealedjoin(List<String> arguments, Path log) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(script());
        command.addAll(arguments);
        return new WatchProcess(Map.of("SEALEDJOIN_HEAP", heapMegabytes + "m"), log).run(command);
    }

    /** {@code scripts/sealedjoin friends}, whose events Spark logs in {@code events}. */
    Watched friends(Path input, Path output, String asOf, Path events, Path log)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<>(
                List.of("friends", "--input", input.toString(), "--output", output.toString(), "--as-of", asOf));
        new TreeMap<>(ReadEventLog.settings(events)).forEach((key, value) -> {
            arguments.add("--set");
            arguments.add(key + "=" + value);
        });
        return sealedjoin(arguments, log);
    }

    /** {@link PeerJob} in a process of its own. */
    Watched peer(String engine, Path input, Path output, String asOf, Path events, Path work, Path log)
            throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(java(), "@" + root.resolve("scripts/lib/java-options")));
        if (engine.equals("duckdb")) {
            command.add(HEAP_AROUND_DUCKDB);
        } else {
            command.add("-Xmx" + heapMegabytes + "m");
            command.add("-Dspark.master=local[*]");
            command.add("-Dspark.ui.enabled=false");
            command.add("-Dspark.driver.host=127.0.0.1");
            command.add("-Dspark.driver.bindAddress=127.0.0.1");
            command.add("-Dspark.local.dir=" + work);
            command.add("-Dlog4j2.configurationFile=log4j2-sealedjoin.properties");
            ReadEventLog.settings(events).forEach((key, value) -> command.add("-D" + key + "=" + value));
        }
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                PeerJob.class.getName(),
                engine,
                input.toString(),
                output.toString(),
                work.toString(),
                asOf,
                Long.toString(heapMegabytes)));
        return new WatchProcess(Map.of(), log).run(command);
    }
}
