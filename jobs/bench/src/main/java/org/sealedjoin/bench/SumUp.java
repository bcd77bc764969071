package org.sealedjoin.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Costs of the runs of one system on one input: by stage, and medians over runs. */
final class SumUp {
    private final Competitor system;
    private final long bookRows;

    SumUp(Competitor system, long bookRows) {
        this.system = system;
        this.bookRows = bookRows;
    }

    /** The costs of one run: stages in order, what is outside of them, and totals, of which the first is without {@code verify}. */
    List<Cost> of(Watched run, Shuffled shuffled) {
        var stages = new LinkedHashMap<String, Cost>();
        for (Watched.Stage stage : run.stages()) {
            Cost cost = cost(
                    stage.name().equals("spark") ? "start" : stage.name(),
                    stage.wallSeconds(),
                    stage.cpuSeconds(),
                    stage.peakMegabytes(),
                    shuffled.megabytes(stage.beganMillis(), stage.endedMillis()));
            stages.merge(cost.stage(), cost, this::together);
        }
        double wall = run.wallSeconds();
        double cpu = run.cpuSeconds();
        double all = shuffled.megabytes(Long.MIN_VALUE, Long.MAX_VALUE);
        double stagesWall = sum(stages, Cost::wallSeconds);
        double stagesCpu = sum(stages, Cost::cpuSeconds);
        var costs = new ArrayList<>(stages.values());
        costs.add(cost(
                Cost.REST, wall - stagesWall, cpu - stagesCpu, Double.NaN, all - sum(stages, Cost::shuffledMegabytes)));
        Cost verify = stages.get(Cost.VERIFY);
        if (verify == null) {
            costs.add(cost(Cost.TOTAL, wall, cpu, run.peakMegabytes(), all));
            return costs;
        }
        double before = costs.stream()
                .filter(cost -> cost != verify && !cost.stage().equals(Cost.REST))
                .mapToDouble(Cost::peakMegabytes)
                .max()
                .orElse(Double.NaN);
        costs.add(cost(
                Cost.TOTAL,
                wall - verify.wallSeconds(),
                cpu - verify.cpuSeconds(),
                before,
                all - verify.shuffledMegabytes()));
        costs.add(cost(Cost.TOTAL_VERIFIED, wall, cpu, run.peakMegabytes(), all));
        return costs;
    }

    /** Megabytes shuffled in a stretch of time. */
    interface Shuffled {
        double megabytes(long afterMillis, long untilMillis);
    }

    /** The median of each figure over runs that have the same stages. */
    static List<Cost> medians(List<List<Cost>> runs) {
        var medians = new ArrayList<Cost>();
        for (Cost first : runs.get(0)) {
            List<Cost> same = runs.stream()
                    .flatMap(List::stream)
                    .filter(cost -> cost.stage().equals(first.stage()))
                    .toList();
            medians.add(new Cost(
                    first.system(),
                    first.stage(),
                    first.bookRows(),
                    median(same, Cost::wallSeconds),
                    median(same, Cost::cpuSeconds),
                    median(same, Cost::peakMegabytes),
                    median(same, Cost::shuffledMegabytes)));
        }
        return medians;
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        double[] sorted = costs.stream().mapToDouble(figure).toArray();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private Cost cost(String stage, double wall, double cpu, double peak, double shuffled) {
        return new Cost(system.word(), stage, bookRows, wall, cpu, peak, shuffled);
    }

    private Cost together(Cost one, Cost other) {
        return cost(
                one.stage(),
                one.wallSeconds() + other.wallSeconds(),
                one.cpuSeconds() + other.cpuSeconds(),
                Math.max(one.peakMegabytes(), other.peakMegabytes()),
                one.shuffledMegabytes() + other.shuffledMegabytes());
    }

    private static double sum(Map<String, Cost> costs, ToDoubleFunction<Cost> figure) {
        return costs.values().stream().mapToDouble(figure).sum();
    }
}
