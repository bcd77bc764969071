package org.sealedjoin.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The cost model of {@link FitCosts}, its check, and what it says of two billion people, as tables of Markdown. */
final class ScaleTables {
    private static final double PEOPLE = 2e9;
    private static final int CORES_EACH = 4;
    /** What an executor reads or writes in a second of shuffling, in megabytes. */
    private static final double SHUFFLE_MEGABYTES_A_SECOND = 250;

    private static final double FALSE_POSITIVES = 0.01;

    private final FitCosts fit;
    private final double rowsEach;
    private final StringBuilder text = new StringBuilder();

    /** @param rowsEach rows of an address book in what was measured */
    ScaleTables(List<Cost> costs, double rowsEach) {
        this.rowsEach = rowsEach;
        fit = new FitCosts(costs, rowsEach);
    }

    /** @param figures path of the file of figures, as a command names it */
    String text(String figures) {
        text.append(String.format(
                Locale.ROOT,
                "Fitted to %s rows of address books, checked on %,d, all with %.0f rows a person (`%s`).%n%n",
                fit.fittedOn().stream()
                        .map(rows -> String.format(Locale.ROOT, "%,d", rows))
                        .collect(Collectors.joining(", ")),
                fit.checkedOn(),
                rowsEach,
                figures));
        model();
        check();
        worlds();
        executors();
        return text.toString();
    }

    private void model() {
        text.append(
                "| stage | grows with | core seconds: fixed | for a million units | shuffled MB: fixed | for a million units |\n|---|---|---|---|---|---|\n");
        for (FitCosts.Stage stage : fit.stages()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.3g | %.1f | %.3g |%n",
                    stage.name(),
                    stage.driver().unit(),
                    stage.cpuSeconds().fixed(),
                    stage.cpuSeconds().each() * 1e6,
                    stage.shuffledMegabytes().fixed(),
                    stage.shuffledMegabytes().each() * 1e6));
        }
    }

    private void check() {
        text.append(String.format(
                Locale.ROOT,
                "%nForetold for %,d rows, which the fit has not seen, in core seconds:%n%n| stage | foretold | measured | foretold / measured |%n|---|---|---|---|%n",
                fit.checkedOn()));
        double foretold = 0;
        double measured = 0;
        for (FitCosts.Check check : fit.checks()) {
            foretold += check.foretold();
            measured += check.measured();
            row(check.stage(), check.foretold(), check.measured());
        }
        row("**all**", foretold, measured);
    }

    private void row(String stage, double foretold, double measured) {
        text.append(String.format(
                Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", stage, foretold, measured, foretold / measured));
    }

    private void worlds() {
        text.append(
                "\nTwo billion people, by rows of an address book:\n\n| | 20 rows each | 200 rows each |\n|---|---|---|\n");
        var few = new FitCosts.World(PEOPLE, 20);
        var many = new FitCosts.World(PEOPLE, 200);
        text.append(String.format(
                Locale.ROOT,
                "| core hours | %,.0f | %,.0f |%n",
                fit.cpuSeconds(few) / 3600,
                fit.cpuSeconds(many) / 3600));
        for (FitCosts.Stage stage : fit.stages()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| of them %s | %,.0f | %,.0f |%n",
                    stage.name(),
                    stage.cpuSeconds().at(stage.driver().of(few)) / 3600,
                    stage.cpuSeconds().at(stage.driver().of(many)) / 3600));
        }
        text.append(String.format(
                Locale.ROOT,
                "| shuffled, TB | %.1f | %.1f |%n| prefilter, GB (%.0f%% let through, everybody linkable) | %.1f | %.1f |%n",
                fit.shuffledMegabytes(few) / 1e6,
                fit.shuffledMegabytes(many) / 1e6,
                100 * FALSE_POSITIVES,
                bloomGigabytes(),
                bloomGigabytes()));
    }

    private static double bloomGigabytes() {
        return -PEOPLE * Math.log(FALSE_POSITIVES) / Math.pow(Math.log(2), 2) / Byte.SIZE / 1e9;
    }

    private void executors() {
        text.append(String.format(
                Locale.ROOT,
                "%nHours with 200 rows each, executors of %d cores; shuffling at %.0f MB a second and executor, written once and read once:%n%n| executors | computing | shuffling | one after the other |%n|---|---|---|---|%n",
                CORES_EACH,
                SHUFFLE_MEGABYTES_A_SECOND));
        var many = new FitCosts.World(PEOPLE, 200);
        for (int executors : List.of(250, 500, 1_000, 2_000)) {
            double computing = fit.cpuSeconds(many) / (executors * CORES_EACH) / 3600;
            double shuffling = 2 * fit.shuffledMegabytes(many) / (executors * SHUFFLE_MEGABYTES_A_SECOND) / 3600;
            text.append(String.format(
                    Locale.ROOT,
                    "| %,d | %.1f | %.1f | %.1f |%n",
                    executors,
                    computing,
                    shuffling,
                    computing + shuffling));
        }
    }
}
