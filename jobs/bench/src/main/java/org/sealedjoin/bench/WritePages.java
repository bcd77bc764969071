package org.sealedjoin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sealedjoin.base.EnvironmentFailure;

/** Writes the plot of a file of figures, and what lies between the marks in the pages that tell them. */
final class WritePages {
    private static final String BEGIN = "<!-- bench: begin (scripts/bench --render writes what follows) -->";
    private static final String END = "<!-- bench: end -->";

    private final Path root;

    WritePages(Path root) {
        this.root = root;
    }

    void from(Path figures) throws IOException {
        JsonNode about = new ObjectMapper().readTree(Measured.aboutFile(figures).toFile());
        long onlySize = about.path("single_totals").path(0).path("book_rows").asLong();
        List<Cost> costs =
                Cost.read(figures).stream().map(cost -> cost.ofRows(onlySize)).toList();
        Path plot = root.resolve("docs/bench")
                .resolve(String.valueOf(figures.getFileName()).replaceFirst("\\.json$", ".png"));
        long sizes = costs.stream().map(Cost::bookRows).distinct().count();
        if (sizes > 1) {
            DrawGrowth.write(costs, plot);
        }
        String command =
                root.toAbsolutePath().relativize(figures.toAbsolutePath()).toString();
        replace(root.resolve("docs/performance.md"), new PerformanceTables(costs, about).text(command, plot));
        replace(
                root.resolve("docs/scale.md"),
                sizes < FitCosts.FEWEST_SIZES
                        ? "Not fitted yet: `" + command + "` holds too few sizes (" + sizes + "; need "
                                + FitCosts.FEWEST_SIZES + ", the largest for the check)."
                        : new ScaleTables(costs, about.path("rows_each").asDouble()).text(command));
    }

    private static void replace(Path page, String text) throws IOException {
        String before = Files.readString(page);
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new EnvironmentFailure("Cannot write " + page.getFileName() + ": its two marks are not there");
        }
        Files.writeString(
                page, before.substring(0, begin) + BEGIN + "\n" + text.strip() + "\n" + before.substring(end));
    }
}
