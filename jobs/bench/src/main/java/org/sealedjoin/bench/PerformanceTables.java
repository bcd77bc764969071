package org.sealedjoin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Figures of whole runs as tables of Markdown. */
final class PerformanceTables {
    private final List<Cost> costs;
    private final JsonNode about;
    private final List<Long> sizes;
    private final List<Competitor> systems;
    private final StringBuilder text = new StringBuilder();

    PerformanceTables(List<Cost> costs, JsonNode about) {
        this.costs = costs;
        this.about = about;
        sizes = costs.stream().map(Cost::bookRows).distinct().sorted().toList();
        systems = Arrays.stream(Competitor.values())
                .filter(system -> costs.stream().anyMatch(cost -> cost.system().equals(system.word())))
                .toList();
    }

    /**
     * The text.
     *
     * @param figures path of the file of figures, as a command names it
     */
    String text(String figures, Path plot) {
        taken(figures);
        totals();
        growth(plot);
        comparisons();
        sizes.forEach(this::stages);
        return text.toString();
    }

    private void taken(String figures) {
        int repeats = about.path("repeats").asInt();
        String note = about.path("note").asText();
        text.append(String.format(
                Locale.ROOT,
                "%s, %d cores (%s), %.0f GiB of memory, Java %s, Spark %s, DuckDB %s; heap of each Java and memory limit of DuckDB %s; numbers in"
                        + " the form %s. %s, each a process of its own, in turn.%s%n%n",
                about.path("day").asText(),
                about.path("processors").asInt(),
                about.path("processor").asText(),
                about.path("memory_gib").asDouble(),
                about.path("java").asText(),
                about.path("spark").asText(),
                about.path("duckdb").asText(),
                about.path("heap").asText(),
                about.path("forms").asText(),
                repeats == 1 ? "One run of each system" : "Medians of " + repeats + " runs of each system",
                note.isEmpty() ? "" : " **" + note + "**"));
        String peers = systems.stream()
                .filter(system -> system != Competitor.OURS)
                .map(Competitor::word)
                .collect(Collectors.joining(","));
        text.append("```sh not run: takes an hour\nscripts/bench --book-rows ")
                .append(sizes.stream().map(String::valueOf).collect(Collectors.joining(",")))
                .append(peers.isEmpty() ? "" : " --peers " + peers)
                .append(upTo())
                .append(" --repeats ")
                .append(repeats)
                .append(" --heap ")
                .append(about.path("heap").asText())
                .append(" --json ")
                .append(figures)
                .append("\nscripts/bench --render ")
                .append(figures)
                .append("\n```\n\n");
    }

    private String upTo() {
        var limits = new ArrayList<String>();
        about.path("up_to").properties().forEach(peer -> limits.add(peer.getKey() + "=" + peer.getValue()));
        return limits.isEmpty() ? "" : " --up-to " + String.join(",", limits);
    }

    private void totals() {
        text.append("| rows of address books | |");
        systems.forEach(system -> text.append(' ').append(system.word()).append(" |"));
        List<Competitor> peers =
                systems.stream().filter(system -> system != Competitor.OURS).toList();
        peers.forEach(peer -> text.append(" ours / ").append(peer.word()).append(" |"));
        text.append("\n|---|---|")
                .append("---|".repeat(systems.size() + peers.size()))
                .append('\n');
        for (long size : sizes) {
            totals(size, "**seconds**", Cost.TOTAL, Cost::wallSeconds, peers);
            totals(size, "CPU seconds", Cost.TOTAL, Cost::cpuSeconds, peers);
            totals(size, "most memory, MB", Cost.TOTAL, Cost::peakMegabytes, peers);
            totals(size, "shuffled, MB", Cost.TOTAL, Cost::shuffledMegabytes, peers);
            totals(size, "seconds with `verify`", Cost.TOTAL_VERIFIED, Cost::wallSeconds, List.of());
        }
    }

    private void totals(long size, String name, String stage, ToDoubleFunction<Cost> figure, List<Competitor> peers) {
        text.append(String.format(Locale.ROOT, "| %,d | %s |", size, name));
        for (Competitor system : systems) {
            text.append(' ').append(shown(figure(size, system, stage, figure))).append(" |");
        }
        double ours = figure(size, Competitor.OURS, stage, figure);
        for (Competitor peer : peers) {
            double theirs = figure(size, peer, stage, figure);
            text.append(Double.isNaN(ours / theirs) ? " |" : String.format(Locale.ROOT, " %.2f |", ours / theirs));
        }
        if (peers.isEmpty()) {
            text.append(" |".repeat(systems.size() - 1));
        }
        text.append('\n');
    }

    private void growth(Path plot) {
        if (sizes.size() < 2) {
            return;
        }
        text.append("\n![Seconds against rows of address books](bench/")
                .append(plot.getFileName())
                .append(")\n\n");
        text.append(String.format(
                Locale.ROOT,
                "Exponent of growth in seconds, over %,d to %,d rows: ",
                sizes.get(0),
                sizes.get(sizes.size() - 1)));
        text.append(systems.stream()
                        // A line through one point has every slope.
                        .filter(system -> DrawGrowth.points(costs, system).size() > 1)
                        .map(system -> String.format(
                                Locale.ROOT,
                                "%s %.2f",
                                system.word(),
                                Growth.exponent(DrawGrowth.points(costs, system))))
                        .collect(Collectors.joining(", ")))
                .append(".\n");
    }

    private void comparisons() {
        text.append(
                "\nRows of links, edges and suggestions, each compared with ours:\n\n| rows of address books | peer | differ |\n|---|---|---|\n");
        for (JsonNode compared : about.path("compared_with_ours")) {
            var found = new LinkedHashSet<String>();
            for (JsonNode difference : compared.path("differences")) {
                found.add(String.format(
                        Locale.ROOT,
                        "%,d of %s: %s%s",
                        difference.path("rows").asLong(),
                        difference.path("table").asText(),
                        difference.path("reason").asText(),
                        difference.path("explained").asBoolean() ? "" : " (not explained)"));
            }
            text.append(String.format(
                    Locale.ROOT,
                    "| %,d | %s | %s |%n",
                    compared.path("book_rows").asLong(),
                    compared.path("peer").asText(),
                    found.isEmpty() ? "none" : String.join("; ", found)));
        }
    }

    private void stages(long size) {
        text.append(String.format(Locale.ROOT, "%n### Stages at %,d rows%n%n| stage |", size));
        systems.forEach(system -> text.append(String.format(
                Locale.ROOT, " %s: s | CPU s | MB |%s", system.word(), system.isSpark() ? " shuffled MB |" : "")));
        text.append("\n|---|");
        systems.forEach(system -> text.append("---|---|---|").append(system.isSpark() ? "---|" : ""));
        text.append('\n');
        Set<String> names = costs.stream()
                .filter(cost -> cost.bookRows() == size)
                .map(Cost::stage)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (String stage : names) {
            text.append("| ").append(stage).append(" |");
            for (Competitor system : systems) {
                text.append(String.format(
                        Locale.ROOT,
                        " %s | %s | %s |",
                        shown(figure(size, system, stage, Cost::wallSeconds)),
                        shown(figure(size, system, stage, Cost::cpuSeconds)),
                        shown(figure(size, system, stage, Cost::peakMegabytes))));
                if (system.isSpark()) {
                    text.append(String.format(
                            Locale.ROOT, " %s |", shown(figure(size, system, stage, Cost::shuffledMegabytes))));
                }
            }
            text.append('\n');
        }
    }

    private double figure(long size, Competitor system, String stage, ToDoubleFunction<Cost> figure) {
        Optional<Cost> found = costs.stream()
                .filter(cost -> cost.bookRows() == size
                        && cost.system().equals(system.word())
                        && cost.stage().equals(stage))
                .findFirst();
        return found.isPresent() ? figure.applyAsDouble(found.get()) : Double.NaN;
    }

    private static String shown(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, value >= 100 ? "%,.0f" : "%.1f", value);
    }
}
