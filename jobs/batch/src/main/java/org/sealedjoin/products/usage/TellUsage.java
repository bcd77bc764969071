package org.sealedjoin.products.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.ReconcileCells;
import org.sealedjoin.privacy.ReconcileCells.Noisy;
import org.sealedjoin.privacy.ReconcileCells.Told;

/**
 * From noisy cells to what analysts see: regions, rest and total that agree, no small cell, quotients. A function of noisy figures and settings
 * alone; nothing here costs anything.
 */
public final class TellUsage {
    /**
     * Fewest scales of noise in a count of people, or in a numerator, that is told: 95 errors in a hundred are at most three scales, so a fifth of
     * the smallest figure; an empty cell is told once in six million.
     */
    static final int LEAST_SCALES = 15;

    private final UsagePolicy policy;
    private final Epsilon month;

    public TellUsage(UsagePolicy policy, Epsilon month) {
        this.policy = policy;
        this.month = month;
    }

    /**
     * The figures of blocks, as rows of {@code usage_metrics}.
     *
     * @param noisy rows of {@link ReleaseUsage} for the same blocks
     */
    public List<Row> apply(List<Block> blocks, List<Row> noisy) {
        var values = new HashMap<String, Long>();
        noisy.forEach(row -> values.put(
                name(row.getString(0), row.getString(1), row.getString(2), row.getString(3)), row.getLong(4)));
        var rows = new ArrayList<Row>();
        // Messages are told where the people are who sent them.
        var active = new HashMap<String, Told>();
        for (Block block : blocks) {
            for (Measure.Group group : block.measure().groups()) {
                Noisy drawn = drawn(block, group, values);
                if (block.measure() == Measure.MESSAGES) {
                    Told people = Objects.requireNonNull(active.get(block.span().name()), "people of a day");
                    Told told = reconcile(block.measure()).tell(drawn, people.shown());
                    addRows(rows, block, group, told, people.totals()[0], people.cells()[0], people.rests()[0]);
                } else {
                    Told told = reconcile(block.measure()).tell(drawn, least(block.measure()), mayShow());
                    if (block.measure() == Measure.DAILY) {
                        active.put(block.span().name(), told);
                    }
                    addRows(rows, block, group, told, sum(told.totals()), sums(told), sum(told.rests()));
                }
            }
        }
        return rows;
    }

    /** Smallest noisy count of people that is told of a measure. */
    public long least(Measure measure) {
        double scales = LEAST_SCALES / measure.lossOfRegions(month).asDouble();
        return Math.max(policy.minPeople(), (long) Math.ceil(scales));
    }

    /** Fewest messages over which an average is told: noise of sums is wider than that of counts. */
    private double leastMessages() {
        return LEAST_SCALES
                * Measure.MESSAGES.sensitivity(policy)
                / Measure.MESSAGES.lossOfRegions(month).asDouble();
    }

    private ReconcileCells reconcile(Measure measure) {
        double ratio = (double) measure.lossOfRegions(month).millionths()
                / measure.lossOfTotal(month).millionths();
        return new ReconcileCells(ratio * ratio);
    }

    private Noisy drawn(Block block, Measure.Group group, Map<String, Long> values) {
        int parts = group.parts().size();
        int regions = policy.regions().size();
        var totals = new long[parts];
        var cells = new long[parts][regions + 1];
        for (int part = 0; part < parts; part++) {
            String word = group.parts().get(part);
            totals[part] = value(values, block, word, CountUsage.ALL);
            for (int region = 0; region < regions; region++) {
                cells[part][region] =
                        value(values, block, word, policy.regions().get(region));
            }
            cells[part][regions] = value(values, block, word, CountUsage.REST);
        }
        return new Noisy(totals, cells);
    }

    private static long value(Map<String, Long> values, Block block, String part, String region) {
        String name = name(block.measure().word(), block.span().name(), part, region);
        return Objects.requireNonNull(values.get(name), "a cell without a noisy figure");
    }

    private static String name(String measure, String span, String part, String region) {
        return measure + " " + span + " " + part + " " + region;
    }

    /** Everything but the people of regions that are not told one by one. */
    private boolean[] mayShow() {
        var may = new boolean[policy.regions().size() + 1];
        Arrays.fill(may, 0, policy.regions().size(), true);
        return may;
    }

    private void addRows(
            List<Row> rows, Block block, Measure.Group group, Told told, long whole, long[] wholes, long wholeOfRest) {
        for (int region = 0; region < policy.regions().size(); region++) {
            boolean shown = told.shown().cells()[region];
            add(rows, block, group, policy.regions().get(region), shown, told.cells()[0][region], wholes[region]);
        }
        add(rows, block, group, CountUsage.REST, told.shown().rest(), told.rests()[0], wholeOfRest);
        add(rows, block, group, CountUsage.ALL, told.shown().total(), told.totals()[0], whole);
    }

    private void add(
            List<Row> rows, Block block, Measure.Group group, String region, boolean shown, long first, long whole) {
        List<String> metrics = group.metrics();
        Epsilon loss = block.measure().loss(month);
        String period = block.period(group).name();
        rows.add(row(metrics.get(0), region, period, shown ? (double) first : null, loss));
        if (metrics.size() == 3) {
            rows.add(row(metrics.get(1), region, period, shown ? (double) whole : null, loss));
        }
        if (metrics.size() > 1) {
            boolean messages = block.measure() == Measure.MESSAGES;
            Epsilon both = messages
                    ? new Epsilon(loss.millionths() + Measure.DAILY.loss(month).millionths())
                    : loss;
            boolean sure = shown && (!messages || first >= leastMessages());
            rows.add(row(metrics.get(metrics.size() - 1), region, period, sure ? (double) first / whole : null, both));
        }
    }

    private static Row row(String metric, String region, String period, @Nullable Double value, Epsilon loss) {
        return RowFactory.create(metric, region, period, value, loss.asDouble());
    }

    private static long sum(long[] parts) {
        return Arrays.stream(parts).sum();
    }

    private static long[] sums(Told told) {
        var sums = new long[told.cells()[0].length];
        for (long[] part : told.cells()) {
            for (int cell = 0; cell < sums.length; cell++) {
                sums[cell] += part[cell];
            }
        }
        return sums;
    }
}
