package org.sealedjoin.products.usage;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.NoiseKey;

/**
 * Adds to each public cell of blocks the noise of its question, whether or not anybody is in it. Which cells there are follows from calendar and
 * settings alone.
 *
 * <p>Out: {@code measure, span, part, region, value LONG}, a row for each cell.
 */
public final class ReleaseUsage {
    /** Takes everything off that may be counted, but not the consent that people must have given to be counted. */
    static final Operation NOISE = new Operation.Release("usage noise", released(), List.of("value"));

    private static final StructType ASKED = new StructType()
            .add("measure", DataTypes.StringType, false)
            .add("span", DataTypes.StringType, false)
            .add("part", DataTypes.StringType, false)
            .add("region", DataTypes.StringType, false)
            .add("noise", DataTypes.LongType, false);

    private final UsagePolicy policy;
    private final DrawNoise noise;

    /** @param month what is set aside of everybody's budget in a month */
    public ReleaseUsage(UsagePolicy policy, Epsilon month, NoiseKey key) {
        this.policy = policy;
        noise = new DrawNoise(policy, month, key);
    }

    /** Every operation of the product that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(NOISE);
    }

    private static Set<Label> released() {
        var labels = new HashSet<>(Label.unconsentedForAll());
        labels.remove(Label.unconsented(Purpose.MEASUREMENT));
        labels.addAll(Set.of(Label.PERSON_ID, Label.USAGE, Label.ACTIVITY));
        return labels;
    }

    /** @param counts of {@link CountUsage}, for the same blocks */
    public Dataset<Row> apply(List<Block> blocks, Dataset<Row> counts) {
        SparkSession spark = counts.sparkSession();
        Dataset<Row> asked = FlowGuard.of(spark).declare(spark.createDataFrame(asked(blocks), ASKED), Map.of());
        Dataset<Row> noisy = asked.join(
                        broadcast(counts), new String[] {"measure", "span", "part", "region"}, "left_outer")
                .select(
                        col("measure"),
                        col("span"),
                        col("part"),
                        col("region"),
                        coalesce(col("value"), lit(0L)).plus(col("noise")).as("value"));
        return NOISE.mark(noisy, UnaryOperator.identity());
    }

    private List<Row> asked(List<Block> blocks) {
        var regions = new ArrayList<>(policy.regions());
        regions.add(CountUsage.REST);
        regions.add(CountUsage.ALL);
        var asked = new ArrayList<Row>();
        for (Block block : blocks) {
            for (Measure.Group group : block.measure().groups()) {
                for (String part : group.parts()) {
                    for (String region : regions) {
                        asked.add(RowFactory.create(
                                block.measure().word(),
                                block.span().name(),
                                part,
                                region,
                                noise.of(block, part, region)));
                    }
                }
            }
        }
        return asked;
    }
}
