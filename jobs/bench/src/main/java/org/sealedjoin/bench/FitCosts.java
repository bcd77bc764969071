package org.sealedjoin.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.sealedjoin.base.UsageFailure;

/**
 * A cost model of ours: each stage costs something to begin, and something for each unit of what drives it. Fitted to all sizes but the
 * largest, and held against that one.
 */
final class FitCosts {
    /** Two to fit to, one to check. */
    static final int FEWEST_SIZES = 3;

    /** What a stage's work grows with. */
    enum Driver {
        /** Rows of address books. */
        BOOK_ROWS("a row of address books"),
        /** People. */
        PEOPLE("a person"),
        /** Steps of two along connections: people times the square of how many they know. */
        PATHS("a person and square of book length");

        private final String unit;

        Driver(String unit) {
            this.unit = unit;
        }

        String unit() {
            return unit;
        }

        /** How much of it a world has. */
        double of(World world) {
            return switch (this) {
                case BOOK_ROWS -> world.people() * world.rowsEach();
                case PEOPLE -> world.people();
                case PATHS -> world.people() * world.rowsEach() * world.rowsEach();
            };
        }

        /** Consent and links know nothing of books; suggestions follow connections, which books make; whatever is left reads rows. */
        static Driver ofStage(String stage) {
            return switch (stage) {
                case "consent", "links", "blocks" -> PEOPLE;
                case "suggestions" -> PATHS;
                default -> BOOK_ROWS;
            };
        }
    }

    /**
     * A size of input.
     *
     * @param rowsEach rows of an address book
     */
    record World(double people, double rowsEach) {}

    /** The model of one stage: core seconds and megabytes shuffled. */
    record Stage(String name, Driver driver, Growth.Line cpuSeconds, Growth.Line shuffledMegabytes) {}

    /** What a stage was said to cost on the size that was left out, and what it cost, in core seconds. */
    record Check(String stage, double foretold, double measured) {}

    private final List<Stage> stages;
    private final List<Check> checks;
    private final List<Long> fittedOn;
    private final long checkedOn;

    /**
     * Fits to the costs of ours.
     *
     * @param rowsEach rows of an address book in all sizes
     * @throws UsageFailure with fewer than three sizes
     */
    FitCosts(List<Cost> costs, double rowsEach) {
        List<Cost> ours = costs.stream()
                .filter(cost -> cost.system().equals(Competitor.OURS.word()))
                .toList();
        List<Long> sizes = ours.stream().map(Cost::bookRows).distinct().sorted().toList();
        if (sizes.size() < FEWEST_SIZES) {
            throw new UsageFailure("Cannot fit costs: the figures are of " + sizes.size() + " sizes (need "
                    + FEWEST_SIZES + " or more, of which the largest is kept for the check)");
        }
        fittedOn = sizes.subList(0, sizes.size() - 1);
        checkedOn = sizes.get(sizes.size() - 1);
        Map<String, List<Cost>> byStage = new LinkedHashMap<>();
        ours.stream()
                .filter(cost -> !cost.stage().startsWith(Cost.TOTAL))
                .forEach(cost -> byStage.computeIfAbsent(cost.stage(), none -> new ArrayList<>())
                        .add(cost));
        stages = new ArrayList<>();
        checks = new ArrayList<>();
        byStage.forEach((name, all) -> fit(name, all, rowsEach));
    }

    private void fit(String name, List<Cost> costs, double rowsEach) {
        Driver driver = Driver.ofStage(name);
        List<Cost> known = costs.stream()
                .filter(cost -> fittedOn.contains(cost.bookRows()))
                .toList();
        var stage = new Stage(
                name,
                driver,
                Growth.line(points(known, driver, rowsEach, Cost::cpuSeconds)),
                Growth.line(points(known, driver, rowsEach, Cost::shuffledMegabytes)));
        stages.add(stage);
        costs.stream()
                .filter(cost -> cost.bookRows() == checkedOn)
                .forEach(cost -> checks.add(
                        new Check(name, stage.cpuSeconds().at(driver.of(world(cost, rowsEach))), cost.cpuSeconds())));
    }

    private static List<Growth.Point> points(
            List<Cost> costs, Driver driver, double rowsEach, ToDoubleFunction<Cost> figure) {
        return costs.stream()
                .filter(cost -> !Double.isNaN(figure.applyAsDouble(cost)))
                .map(cost -> new Growth.Point(driver.of(world(cost, rowsEach)), figure.applyAsDouble(cost)))
                .toList();
    }

    private static World world(Cost cost, double rowsEach) {
        return new World(cost.bookRows() / rowsEach, rowsEach);
    }

    List<Stage> stages() {
        return List.copyOf(stages);
    }

    List<Check> checks() {
        return List.copyOf(checks);
    }

    List<Long> fittedOn() {
        return List.copyOf(fittedOn);
    }

    long checkedOn() {
        return checkedOn;
    }

    /** Core seconds of a whole run in a world of another size. */
    double cpuSeconds(World world) {
        return stages.stream()
                .mapToDouble(stage -> stage.cpuSeconds().at(stage.driver().of(world)))
                .sum();
    }

    /** Megabytes that a whole run shuffles in a world of another size. */
    double shuffledMegabytes(World world) {
        return stages.stream()
                .mapToDouble(
                        stage -> stage.shuffledMegabytes().at(stage.driver().of(world)))
                .sum();
    }
}
