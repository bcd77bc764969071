package org.sealedjoin.app;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Tells on a stream which stage runs and how long it took. */
final class Progress {
    private final PrintStream stream;
    private final Clock clock;
    private final Instant start;
    private final Map<String, Double> seconds = new LinkedHashMap<>();

    Progress(PrintStream stream, Clock clock) {
        this.stream = stream;
        this.clock = clock;
        start = clock.instant();
    }

    /** Runs a stage and says so before and after. */
    <T> T stage(String name, Supplier<T> work) {
        Instant began = clock.instant();
        say(name + " …");
        T result = work.get();
        double took = secondsSince(began);
        seconds.merge(name, took, Double::sum);
        say(String.format(Locale.ROOT, "%s done in %.1f s", name, took));
        return result;
    }

    void say(String line) {
        stream.printf(Locale.ROOT, "[%7.1f s] %s%n", secondsSince(start), line);
        stream.flush();
    }

    /** Seconds of each stage so far, in order, rounded to a tenth. */
    Map<String, Double> seconds() {
        var rounded = new LinkedHashMap<String, Double>();
        seconds.forEach((name, value) -> rounded.put(name, Math.round(value * 10) / 10.0));
        return rounded;
    }

    private double secondsSince(Instant instant) {
        return Duration.between(instant, clock.instant()).toMillis() / 1000.0;
    }
}
