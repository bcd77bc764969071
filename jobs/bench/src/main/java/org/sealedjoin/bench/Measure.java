package org.sealedjoin.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;

/** Makes inputs, runs every system on each several times in turn, and compares what they wrote. */
final class Measure {
    private final Installation installation;
    private final Plan plan;
    private final Set<Competitor> systems;
    private final Path work;

    /**
     * What is measured.
     *
     * @param people null: as many as fit the rows
     * @param forms of numbers
     * @param hotShare in how many of all address books one number stands that is added to them; 0: none is added
     * @param note for readers of the figures
     * @param keep whether inputs and last outputs stay
     * @param most of the peers that are left out of larger sizes: the most rows that they get
     */
    record Plan(
            @Nullable Long people,
            long seed,
            int repeats,
            String forms,
            double hotShare,
            String note,
            boolean keep,
            Map<Competitor, Long> most) {
        private static final int ROWS_EACH = 20;

        long peopleFor(long bookRows) {
            return people == null ? Math.max(1, bookRows / ROWS_EACH) : people;
        }
    }

    Measure(Installation installation, Plan plan, Set<Competitor> systems, Path work) {
        this.installation = installation;
        this.plan = plan;
        this.systems = systems;
        this.work = work;
    }

    /** Measures one size. */
    void size(long bookRows, Measured measured) throws IOException, InterruptedException {
        Path folder = work.resolve(plan.forms() + "-" + bookRows + (plan.hotShare() > 0 ? "-hot" : ""));
        Path input = input(folder, bookRows);
        String asOf = new ObjectMapper()
                .readTree(input.resolve("generation.json").toFile())
                .path("as_of")
                .asText();
        List<Competitor> present = systems.stream()
                .filter(system -> plan.most().getOrDefault(system, bookRows) >= bookRows)
                .toList();
        Map<Competitor, List<List<Cost>>> runs = new EnumMap<>(Competitor.class);
        for (int repeat = 0; repeat < plan.repeats(); repeat++) {
            // Each in turn is first, so that none profits from what another left in the machine's caches.
            var order = new ArrayList<>(present);
            Collections.rotate(order, -repeat);
            for (Competitor system : order) {
                runs.computeIfAbsent(system, none -> new ArrayList<>())
                        .add(run(system, system.word(), folder, input, asOf, bookRows, repeat));
            }
        }
        for (Competitor system : present) {
            measured.add(
                    SumUp.medians(Objects.requireNonNull(runs.get(system))), Objects.requireNonNull(runs.get(system)));
        }
        for (Competitor system : present) {
            if (system != Competitor.OURS) {
                List<Difference> found = differences(system, folder, input, asOf, bookRows);
                tell(bookRows, system, found);
                measured.compared(bookRows, system, found);
            }
        }
        if (!plan.keep()) {
            delete(folder);
        }
    }

    private Path input(Path folder, long bookRows) throws IOException, InterruptedException {
        Path input = folder.resolve("input");
        if (Files.exists(input.resolve("generation.json"))) {
            say("%,d rows: the input is there", bookRows);
            return input;
        }
        delete(folder);
        Files.createDirectories(folder);
        Watched made = installation.sealedjoin(
                List.of(
                        "generate",
                        "--people",
                        Long.toString(plan.peopleFor(bookRows)),
                        "--book-rows",
                        Long.toString(bookRows),
                        "--forms",
                        plan.forms(),
                        "--seed",
                        Long.toString(plan.seed()),
                        "--output",
                        input.toString()),
                folder.resolve("generate.log"));
        requireDone("generate", made, folder.resolve("generate.log"));
        if (plan.hotShare() > 0) {
            HotNumber.add(input, plan.hotShare());
        }
        say("%,d rows: the input is made in %.0f s", bookRows, made.wallSeconds());
        return input;
    }

    private List<Cost> run(
            Competitor system, String engine, Path folder, Path input, String asOf, long bookRows, int repeat)
            throws IOException, InterruptedException {
        Path output = folder.resolve(engine);
        Path events = folder.resolve("events-" + engine);
        Path own = folder.resolve("work-" + engine);
        for (Path path : List.of(output, events, own)) {
            delete(path);
            Files.createDirectories(path);
        }
        Path log = folder.resolve(engine + "-" + repeat + ".log");
        Watched watched = system == Competitor.OURS
                ? installation.friends(input, output, asOf, events, log)
                : installation.peer(engine, input, output, asOf, events, own, log);
        requireDone(engine, watched, log);
        SumUp.Shuffled shuffled = system.isSpark() ? ReadEventLog.in(events)::megabytes : (after, until) -> Double.NaN;
        List<Cost> costs = new SumUp(system, bookRows).of(watched, shuffled);
        delete(own);
        delete(events);
        Cost total = costs.stream()
                .filter(cost -> cost.stage().equals(Cost.TOTAL))
                .findFirst()
                .orElseThrow();
        say(
                "%,d rows, run %d: %-8s %8.1f s, CPU %8.1f s, %6.0f MB",
                bookRows, repeat + 1, engine, total.wallSeconds(), total.cpuSeconds(), total.peakMegabytes());
        return costs;
    }

    private List<Difference> differences(Competitor system, Path folder, Path input, String asOf, long bookRows)
            throws IOException, InterruptedException {
        List<Difference> found = differences(folder, system.word());
        if (system == Competitor.TEXTBOOK && !found.stream().allMatch(Difference::explained)) {
            // The same job with our reading of numbers: if its rows are ours, nothing but that reading made the
            // difference.
            String engine = "textbook-our-numbers";
            run(system, engine, folder, input, asOf, bookRows, 0);
            if (differences(folder, engine).stream().allMatch(Difference::explained)) {
                found = found.stream()
                        .map(difference -> difference.explained()
                                ? difference
                                : difference.explainedBy("libphonenumber alone reads some number otherwise"))
                        .toList();
            }
        }
        return found;
    }

    private static List<Difference> differences(Path folder, String engine) throws IOException {
        Path ours = published(folder.resolve(Competitor.OURS.word()));
        return CompareRows.between("ours", ours, engine, folder.resolve(engine), folder.resolve("compare"));
    }

    private static void tell(long bookRows, Competitor system, List<Difference> found) {
        if (found.isEmpty()) {
            say("%,d rows: %s wrote our rows", bookRows, system.word());
        }
        for (Difference difference : found) {
            say(
                    "%,d rows: %s, %s: %,d rows differ, %s%s",
                    bookRows,
                    system.word(),
                    difference.table(),
                    difference.rows(),
                    difference.reason(),
                    difference.explained() ? " (explained)" : " (NOT EXPLAINED)");
            difference.examples().forEach(example -> say("    %s", example));
        }
    }

    /** The folder of the run that CURRENT names. */
    private static Path published(Path output) throws IOException {
        return output.resolve("runs")
                .resolve(Files.readString(output.resolve("CURRENT")).strip());
    }

    private static void requireDone(String what, Watched watched, Path log) {
        if (watched.status() != 0) {
            throw new EnvironmentFailure(
                    "Cannot measure: " + what + " ended with status " + watched.status() + " (see " + log + ")");
        }
    }

    private static void say(String format, Object... values) {
        System.err.printf(Locale.ROOT, format + "%n", values);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
