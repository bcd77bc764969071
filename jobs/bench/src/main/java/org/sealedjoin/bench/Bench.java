package org.sealedjoin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Failure;
import org.sealedjoin.base.UsageFailure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures whole runs of the {@code friends} job on generated data, ours and its peers', interleaved and repeated, each run a process of its
 * own, and compares every row that they write.
 *
 * <p>Ends with 0 when the rows are the same, 2 for usage, 4 when rows differ that should not, 5 when something cannot be run.
 */
@Command(
        name = "bench",
        description = "Measures the friends job against peers on generated data, and compares the rows.",
        mixinStandardHelpOptions = true)
public final class Bench implements Callable<Integer> {
    private static final int UNEQUAL = 4;
    private static final int ENVIRONMENT = 5;
    private static final Pattern SIZE = Pattern.compile("(\\d+)([mg])");

    @Option(
            names = "--book-rows",
            paramLabel = "N",
            split = ",",
            description = "Rows of address books; several sizes with commas.")
    List<Long> bookRows = new ArrayList<>();

    @Option(
            names = "--peers",
            paramLabel = "PEERS",
            split = ",",
            description = "textbook, duckdb, or both with a comma. Default: none, ours alone.")
    List<String> peers = new ArrayList<>();

    @Option(
            names = "--up-to",
            paramLabel = "PEER=N",
            split = ",",
            description = "Leaves a peer out of sizes above so many rows, for example textbook=20000000.")
    Map<String, Long> upTo = new LinkedHashMap<>();

    @Option(names = "--json", paramLabel = "FILE", description = "Where the figures go, as a JSON array.")
    @Nullable
    Path json;

    @Option(names = "--people", paramLabel = "N", description = "People of both platforms. Default: book rows / 20.")
    @Nullable
    Long people;

    @Option(names = "--seed", paramLabel = "S", description = "Of the generated data. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(names = "--repeats", paramLabel = "N", description = "Runs of each system. Default: ${DEFAULT-VALUE}.")
    int repeats = 5;

    @Option(
            names = "--forms",
            paramLabel = "FORMS",
            description = "How numbers are written: e164 (default), or mixed, which DuckDB cannot read.")
    String forms = "e164";

    @Option(
            names = "--hot-share",
            paramLabel = "SHARE",
            description =
                    "One number more, somebody's who is linked, in this share of all address books. Default: none.")
    double hotShare;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "Heap of each Java and memory limit of DuckDB. Default: ${DEFAULT-VALUE}.")
    String heap = "4g";

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Folder for inputs, outputs and logs. Default: out/bench in the checkout.")
    @Nullable
    Path work;

    @Option(
            names = "--note",
            paramLabel = "TEXT",
            description = "What else a reader of the figures should know, for example what else ran.")
    String note = "";

    @Option(names = "--keep", description = "Leaves inputs and the last outputs in the folder for work.")
    boolean keep;

    @Option(
            names = "--render",
            paramLabel = "FILE",
            description = "Measures nothing: writes the plot, and the marked parts of docs/performance.md and"
                    + " docs/scale.md, from a file that --json wrote.")
    @Nullable
    Path render;

    private final Path root = Path.of(System.getProperty("project.root", "")).toAbsolutePath();

    /** Runs the command and ends the process with its status. */
    public static void main(String[] arguments) {
        var command = new CommandLine(new Bench());
        command.setExecutionExceptionHandler((fault, line, parsed) -> {
            if (fault instanceof Failure failure) {
                line.getErr().println(failure.line());
                return failure.exitStatus();
            }
            fault.printStackTrace(line.getErr());
            return ENVIRONMENT;
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Path figures = render;
        if (figures != null) {
            new WritePages(root).from(figures);
            return 0;
        }
        Path file = json;
        if (file == null || bookRows.isEmpty()) {
            throw new UsageFailure("Cannot measure: --book-rows or --json is missing (or use --render FILE)");
        }
        Set<Competitor> systems = EnumSet.of(Competitor.OURS);
        peers.forEach(peer -> systems.add(Competitor.of(peer)));
        requireReadable(systems);
        Map<Competitor, Long> most = new EnumMap<>(Competitor.class);
        upTo.forEach((peer, rows) -> most.put(Competitor.of(peer), rows));
        Path folder = work == null ? root.resolve("out/bench") : work.toAbsolutePath();
        var plan = new Measure.Plan(people, seed, repeats, forms, hotShare, note, keep, most);
        var measure = new Measure(new Installation(root, megabytes(heap)), plan, systems, folder);
        var measured = new Measured();
        for (long rows : bookRows) {
            measure.size(rows, measured);
            // The largest sizes take hours: what was measured before stays if they fail.
            Cost.write(measured.costs(), file);
            measured.writeAbout(file, heap, plan);
        }
        return measured.unexplained() == 0 ? 0 : UNEQUAL;
    }

    private void requireReadable(Set<Competitor> systems) {
        if (!forms.equals("e164") && !forms.equals("mixed")) {
            throw new UsageFailure("Cannot use --forms: it is neither e164 nor mixed");
        }
        if (forms.equals("mixed") && !systems.stream().allMatch(Competitor::readsEveryForm)) {
            throw new UsageFailure("Cannot use --peers duckdb with --forms mixed: SQL cannot read such numbers");
        }
        if (!(hotShare >= 0 && hotShare <= 1)) {
            throw new UsageFailure("Cannot use --hot-share: it is not between 0 and 1");
        }
        if (repeats < 1) {
            throw new UsageFailure("Cannot use --repeats: it is below 1");
        }
    }

    private static long megabytes(String size) {
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            throw new UsageFailure("Cannot use --heap: it is no size like 4g or 4096m");
        }
        return Long.parseLong(matcher.group(1)) * (matcher.group(2).equals("g") ? 1024 : 1);
    }
}
