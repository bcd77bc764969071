package org.sealedjoin.products.usage;

import static org.sealedjoin.products.usage.CountUsage.ALL;
import static org.sealedjoin.products.usage.CountUsage.REST;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.NoiseKey;

/**
 * Nights of the release alone, without Spark: what is counted is given; the plan, the noise and what is told are the program's own. Whatever
 * was told stays.
 */
public final class UsageLab {
    private final UsagePolicy policy;
    private final Epsilon month;
    private final NoiseKey key;
    private boolean noise = true;
    private final Map<String, Double> told = new HashMap<>();
    private final Set<PlanUsage.Told> known = new HashSet<>();

    /** @param month what is set aside of everybody's budget in a month */
    public UsageLab(UsagePolicy policy, Epsilon month, long seed) {
        this.policy = policy;
        this.month = month;
        key = new NoiseKey(ByteBuffer.allocate(NoiseKey.BYTES)
                .putLong(seed)
                .putLong(~seed)
                .putLong(seed * 31)
                .putLong(7)
                .array());
    }

    /** The release that attacks must first succeed against: everything as it is, but no noise. */
    public static UsageLab withoutNoise(UsagePolicy policy, Epsilon month) {
        var lab = new UsageLab(policy, month, 0);
        lab.noise = false;
        return lab;
    }

    /** What a cell holds; the total over all regions is asked for as {@code all}. */
    public interface Counts {
        long of(String measure, Span span, String part, String region);
    }

    /** Runs a night, and says what is told after it, by {@code metric region period}; cells that are too small are left out. */
    public Map<String, Double> night(Instant asOf, Set<Measure> measures, Counts counts) {
        List<Block> blocks = new PlanUsage(asOf).apply(known, measures);
        for (Row row : new TellUsage(policy, month).apply(blocks, noisy(blocks, counts))) {
            known.add(new PlanUsage.Told(row.getString(0), row.getString(2)));
            if (!row.isNullAt(3)) {
                told.put(row.getString(0) + " " + row.getString(1) + " " + row.getString(2), row.getDouble(3));
            }
        }
        return Map.copyOf(told);
    }

    /** Noisy cells of blocks, which only the program ever sees: an attacker who has them has more than anybody is told. */
    public List<Row> noisy(List<Block> blocks, Counts counts) {
        var drawn = new DrawNoise(policy, month, key);
        var regions = new ArrayList<>(policy.regions());
        regions.addAll(List.of(REST, ALL));
        var rows = new ArrayList<Row>();
        for (Block block : blocks) {
            for (Measure.Group group : block.measure().groups()) {
                for (String part : group.parts()) {
                    for (String region : regions) {
                        long count = counts.of(block.measure().word(), block.span(), part, region);
                        rows.add(RowFactory.create(
                                block.measure().word(),
                                block.span().name(),
                                part,
                                region,
                                count + (noise ? drawn.of(block, part, region) : 0)));
                    }
                }
            }
        }
        return rows;
    }

    /** Scale of the noise of a measure's total, or of its regions: one draw is larger than three of them five times in a hundred. */
    public double scale(String measure, boolean total) {
        Measure asked = Measure.valueOf(measure);
        Epsilon loss = total ? asked.lossOfTotal(month) : asked.lossOfRegions(month);
        return asked.sensitivity(policy) / loss.asDouble();
    }
}
