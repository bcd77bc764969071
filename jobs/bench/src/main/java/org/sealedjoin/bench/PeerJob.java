package org.sealedjoin.bench;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** One run of a peer, a process of its own, that tells on standard error which stage runs, as ours does. */
public final class PeerJob {
    private static final List<String> TABLES = List.of(
            "messaging_users",
            "messaging_contacts",
            "messaging_blocks",
            "social_accounts",
            "account_phones",
            "social_friendships",
            "social_blocks",
            "suggestion_feedback",
            "consent_events",
            "terms",
            "number_releases");

    private final PeerScript script;
    private final Instant asOf;
    private final Instant executedAt;
    private final PrintStream progress;
    private final long start = System.nanoTime();

    PeerJob(PeerScript script, Instant asOf, Instant executedAt, PrintStream progress) {
        this.script = script;
        this.asOf = asOf;
        this.executedAt = executedAt;
        this.progress = progress;
    }

    /**
     * Runs one peer and ends with the process.
     *
     * @param arguments {@code duckdb | textbook | textbook-our-numbers}; input; output; folder for files of its own; as-of; memory limit in
     *     megabytes
     */
    public static void main(String[] arguments) {
        var progress =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        String input = arguments[1];
        String output = arguments[2];
        Path work = Path.of(arguments[3]);
        var job = new PeerJob(PeerScript.ofFriends(), Instant.parse(arguments[4]), Instant.now(), progress);
        Supplier<Engine> open = switch (arguments[0]) {
            case "duckdb" ->
                () -> new DuckEngine(Runtime.getRuntime().availableProcessors(), arguments[5] + "MiB", work);
            case "textbook" -> () -> new SparkEngine(SparkEngine.Reader.LIBRARY, work);
            case "textbook-our-numbers" -> () -> new SparkEngine(SparkEngine.Reader.OURS, work);
            default -> throw new IllegalArgumentException(arguments[0]);
        };
        try (Engine engine = job.opened(open)) {
            job.run(engine, input, output);
        }
    }

    private Engine opened(Supplier<Engine> open) {
        say("start …");
        long began = System.nanoTime();
        Engine engine = open.get();
        done("start", began);
        return engine;
    }

    void run(Engine engine, String input, String output) {
        String stage = "input";
        say(stage + " …");
        long began = System.nanoTime();
        for (String table : TABLES) {
            engine.read(table, input + "/" + table);
        }
        for (PeerScript.Step step : script.steps()) {
            if (!step.stage().equals(stage)) {
                done(stage, began);
                stage = step.stage();
                began = System.nanoTime();
                say(stage + " …");
            }
            run(engine, step, output);
        }
        done(stage, began);
    }

    private void run(Engine engine, PeerScript.Step step, String output) {
        String query = PeerScript.filled(step.query(), engine, asOf, executedAt);
        switch (step.kind()) {
            case VIEW -> engine.view(step.name(), query);
            case TABLE -> engine.table(step.name(), query);
            case DROP -> engine.drop(step.name());
            case OUTPUT -> engine.output(output + "/" + step.name(), query);
        }
    }

    private void done(String stage, long began) {
        say(String.format(Locale.ROOT, "%s done in %.1f s", stage, (System.nanoTime() - began) / 1e9));
    }

    private void say(String line) {
        progress.printf(Locale.ROOT, "[%7.1f s] %s%n", (System.nanoTime() - start) / 1e9, line);
        progress.flush();
    }
}
