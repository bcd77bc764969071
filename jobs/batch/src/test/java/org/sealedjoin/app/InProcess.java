package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.testing.LocalSpark;
import scala.jdk.javaapi.CollectionConverters;

/** Runs commands in this process, on the tests' shared session, and gives that session back as it was. */
public final class InProcess {
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
        return run(arguments(command, input, output, asOf, more));
    }

    private static String[] arguments(String command, Object input, Object output, String asOf, String... more) {
        var args = new ArrayList<>(List.of(
                command,
                "--input",
                input.toString(),
                "--output",
                output.toString(),
                "--as-of",
                asOf,
                "--set",
                "spark.sql.shuffle.partitions=1",
                "--set",
                "privacy.noise-key-provider=rehearsal",
                // Compiling code for a handful of rows takes a fifth of the night; nights over the samples do compile.
                "--set",
                "spark.sql.codegen.wholeStage=false",
                "--set",
                "spark.sql.codegen.factoryMode=NO_CODEGEN"));
        args.addAll(List.of(more));
        return args.toArray(String[]::new);
    }

    /** The same, by another clock, and with somebody who hears every line of progress while the command waits. */
    public static Ended tiny(
            Clock clock,
            Consumer<String> hearer,
            String command,
            Object input,
            Object output,
            String asOf,
            String... more) {
        return run(clock, hearer, arguments(command, input, output, asOf, more));
    }

    public static Ended run(String... args) {
        return run(Clock.systemUTC(), line -> {}, args);
    }

    private static Ended run(Clock clock, Consumer<String> hearer, String... args) {
        SparkSession session = LocalSpark.session();
        Map<String, String> before = settings(session);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        try (var outStream = new PrintStream(out, true, UTF_8);
                var errStream = new PrintStream(new Heard(err, hearer), true, UTF_8)) {
            var context = new Context(clock, new SecureRandom(), outStream, errStream);
            int status = SealedJoin.run(context, args);
            return new Ended(status, out.toString(UTF_8), err.toString(UTF_8));
        } finally {
            giveBack(session, before);
        }
    }

    /** A run sets what it needs in the session that is there, and a shared session would keep it. */
    /** The session's settings, to give it back with. */
    static Map<String, String> settings(SparkSession session) {
        return CollectionConverters.asJava(session.conf().getAll());
    }

    static void giveBack(SparkSession session, Map<String, String> before) {
        CollectionConverters.asJava(session.conf().getAll()).forEach((key, value) -> {
            String earlier = before.get(key);
            if (earlier == null) {
                session.sessionState().conf().unsetConf(key);
            } else if (!earlier.equals(value)) {
                session.sessionState().conf().setConfString(key, earlier);
            }
        });
    }

    /** Hands on what is written, and tells each line that ends. */
    private static final class Heard extends FilterOutputStream {
        private final Consumer<String> hearer;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Heard(OutputStream out, Consumer<String> hearer) {
            super(out);
            this.hearer = hearer;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            if (b == '\n') {
                hearer.accept(line.toString(UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }
}
