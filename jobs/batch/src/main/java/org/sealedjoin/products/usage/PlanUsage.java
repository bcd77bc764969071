package org.sealedjoin.products.usage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sealedjoin.privacy.Period;

/**
 * Says which blocks a run releases: those that ended in the calendar month of its as-of, by then, and were not told before. It follows from the
 * calendar and from what was told, never from the tables, so that the month's budget suffices whatever they hold, and nights that failed are
 * caught up within the month.
 */
public final class PlanUsage {
    /** A figure that was told: its metric and period. */
    public record Told(String metric, String period) {}

    private final Instant asOf;

    public PlanUsage(Instant asOf) {
        this.asOf = asOf;
    }

    /**
     * The blocks to release, in the order of measures.
     *
     * @param told every figure that was told before
     * @param measures those for which the tables are there
     */
    public List<Block> apply(Set<Told> told, Set<Measure> measures) {
        var blocks = new ArrayList<Block>();
        for (Measure measure : new TreeSet<>(measures)) {
            for (Span span : measure.length().endedIn(Period.of(asOf), asOf)) {
                var block = new Block(measure, span);
                if (!told.contains(new Told(measure.firstMetric(), block.firstPeriod()))) {
                    blocks.add(block);
                }
            }
        }
        return blocks;
    }
}
