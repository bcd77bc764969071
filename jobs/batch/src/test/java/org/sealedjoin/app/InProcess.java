package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.testing.LocalSpark;

/** Runs commands in this process, on the tests' shared session, and gives that session back as it was. */
public final class InProcess {
    /** Where local runs set defaults that a shared session keeps. */
    private static final List<String> SET_BY_RUNS = List.of(
            "spark.sql.shuffle.partitions", "spark.sql.files.maxPartitionBytes", "spark.sql.files.openCostInBytes");

    private InProcess() {}

    /** What a command left behind. */
    public record Ended(int status, String out, String err) {
        /** The lines on standard error that are not progress. */
        public List<String> said() {
            return err.lines().filter(line -> !line.startsWith("[")).toList();
        }
    }

    /** Runs {@code nightly}, or another command that makes a run, on a few rows. */
    public static Ended tiny(String command, Object input, Object output, String asOf, String... more) {
        var args = new ArrayList<>(List.of(
                command,
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--as-of",
                asOf,
                "--set",
                "spark.sql.shuffle.partitions=1"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    public static Ended run(String... args) {
        SparkSession session = LocalSpark.session();
        var before = new HashMap<String, String>();
        SET_BY_RUNS.forEach(key -> before.put(key, session.conf().get(key)));
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var outStream = new PrintStream(out, true, UTF_8);
                var errStream = new PrintStream(err, true, UTF_8)) {
            var context = new Context(Clock.systemUTC(), new SecureRandom(), outStream, errStream);
            int status = SealedJoin.run(context, args);
            return new Ended(status, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            before.forEach((key, value) -> session.conf().set(key, value));
        }
    }
}
