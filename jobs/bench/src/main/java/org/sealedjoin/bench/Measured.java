package org.sealedjoin.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Figures of all sizes so far, and what was found when rows were compared. */
final class Measured {
    private final List<Cost> costs = new ArrayList<>();
    private final List<Cost> singleTotals = new ArrayList<>();
    private final List<Compared> comparisons = new ArrayList<>();

    private record Compared(long bookRows, Competitor peer, List<Difference> differences) {}

    void add(List<Cost> medians, List<List<Cost>> runs) {
        costs.addAll(medians);
        runs.forEach(run ->
                run.stream().filter(cost -> cost.stage().equals(Cost.TOTAL)).forEach(singleTotals::add));
    }

    void compared(long bookRows, Competitor peer, List<Difference> differences) {
        comparisons.add(new Compared(bookRows, peer, differences));
    }

    List<Cost> costs() {
        return List.copyOf(costs);
    }

    /** How many differences nothing explains. */
    long unexplained() {
        return comparisons.stream()
                .flatMap(compared -> compared.differences().stream())
                .filter(difference -> !difference.explained())
                .count();
    }

    /** The file beside the figures that tells what they were taken on. */
    static Path aboutFile(Path figures) {
        String name = String.valueOf(figures.getFileName());
        return figures.resolveSibling(name.replaceFirst("\\.json$", "") + "-about.json");
    }

    /** Writes when and on what the figures were taken, every single total, and what comparing found. */
    void writeAbout(Path figures, String heap, Measure.Plan plan) throws IOException {
        var json = new ObjectMapper();
        ObjectNode about = json.createObjectNode();
        about.put("day", LocalDate.now(ZoneOffset.UTC).toString());
        about.put("processors", Runtime.getRuntime().availableProcessors());
        about.put("processor", line(Path.of("/proc/cpuinfo"), "model name"));
        about.put("memory_gib", gibibytes(line(Path.of("/proc/meminfo"), "MemTotal")));
        about.put("java", Runtime.version().toString());
        about.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
        about.put("duckdb", DuckEngine.version());
        about.put("heap", heap);
        about.put("forms", plan.forms());
        about.put("hot_share", plan.hotShare());
        about.put("repeats", plan.repeats());
        about.put("seed", plan.seed());
        about.put("note", plan.note());
        ObjectNode upTo = about.putObject("up_to");
        plan.most().forEach((peer, rows) -> upTo.put(peer.word(), rows));
        long rows = costs.get(0).bookRows();
        about.put("rows_each", (double) rows / plan.peopleFor(rows));
        ArrayNode totals = about.putArray("single_totals");
        for (Cost total : singleTotals) {
            totals.addObject()
                    .put("system", total.system())
                    .put("book_rows", total.bookRows())
                    .put("wall_s", total.wallSeconds())
                    .put("cpu_s", total.cpuSeconds())
                    .put("peak_mb", total.peakMegabytes());
        }
        ArrayNode compared = about.putArray("compared_with_ours");
        for (Compared comparison : comparisons) {
            ObjectNode entry = compared.addObject();
            entry.put("peer", comparison.peer().word());
            entry.put("book_rows", comparison.bookRows());
            ArrayNode differences = entry.putArray("differences");
            for (Difference difference : comparison.differences()) {
                differences
                        .addObject()
                        .put("table", difference.table())
                        .put("reason", difference.reason())
                        .put("explained", difference.explained())
                        .put("rows", difference.rows());
            }
        }
        Files.writeString(
                aboutFile(figures), json.writerWithDefaultPrettyPrinter().writeValueAsString(about) + "\n");
    }

    /** Of kilobytes as Linux writes them, such as {@code 24684096 kB}; rounded to a tenth. */
    private static double gibibytes(String kilobytes) {
        return Math.round(Long.parseLong(kilobytes.replaceAll("\\D", "")) / 1024.0 / 102.4) / 10.0;
    }

    private static String line(Path file, String name) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }
}
