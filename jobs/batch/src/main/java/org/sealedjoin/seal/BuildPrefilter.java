package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.Outputs;

/**
 * Builds the Bloom filter of linkable tokens, by which address books lose most of their rows before the shuffle. Built a partition at
 * a time and merged; broadcast to the tasks that scan address books, encrypted like everything Spark sends.
 *
 * <p>The one stage that counts and collects: tokens in, a filter out, nothing else.
 */
final class BuildPrefilter {
    private final SealPolicy policy;

    BuildPrefilter(SealPolicy policy) {
        this.policy = policy;
    }

    /** The filter as a condition on {@link Columns#TOKEN}, or nothing if it would be larger than the policy allows. */
    Optional<Column> apply(Dataset<Row> tokens) {
        long people = Math.max(Counts.of(tokens), 1);
        if (bytesFor(people) > policy.bloomMaxBytes()) {
            return Optional.empty();
        }
        var ofPartition = new OfPartition(people, policy.bloomFalsePositiveRate());
        JavaRDD<BloomFilter<byte[]>> parts = FlowGuard.of(tokens.sparkSession())
                .approve(tokens.select(col(Columns.TOKEN)), Outputs.SEAL_FILTER)
                .out(Exit.tasks(), rows -> rows.as(Encoders.BINARY()).javaRDD())
                .mapPartitions(ofPartition);
        // Without anybody linkable there may be no partition at all.
        BloomFilter<byte[]> filter = parts.getNumPartitions() == 0 ? ofPartition.none() : parts.treeReduce(new Merge());
        var context = JavaSparkContext.fromSparkContext(tokens.sparkSession().sparkContext());
        UserDefinedFunction mayBeLinkable = udf(new MayBeLinkable(context.broadcast(filter)), DataTypes.BooleanType);
        return Optional.of(mayBeLinkable.apply(col(Columns.TOKEN)));
    }

    /** Size of a Bloom filter of {@code people} entries: {@code -n ln p / (ln 2)^2} bits (Bloom 1970). */
    private double bytesFor(long people) {
        double bits = -people * Math.log(policy.bloomFalsePositiveRate()) / Math.pow(Math.log(2), 2);
        return bits / Byte.SIZE;
    }

    /** Fills a filter with the tokens of one partition. A class, since relocating Guava breaks lambdas that name its types. */
    private record OfPartition(long people, double falsePositiveRate)
            implements FlatMapFunction<Iterator<byte[]>, BloomFilter<byte[]>> {
        @Override
        public Iterator<BloomFilter<byte[]>> call(Iterator<byte[]> tokens) {
            BloomFilter<byte[]> filter = none();
            tokens.forEachRemaining(filter::put);
            return List.of(filter).iterator();
        }

        BloomFilter<byte[]> none() {
            return BloomFilter.create(Funnels.byteArrayFunnel(), people, falsePositiveRate);
        }
    }

    /** Merges two filters into the first. */
    private static final class Merge
            implements Function2<BloomFilter<byte[]>, BloomFilter<byte[]>, BloomFilter<byte[]>> {
        private static final long serialVersionUID = 1L;

        @Override
        public BloomFilter<byte[]> call(BloomFilter<byte[]> left, BloomFilter<byte[]> right) {
            left.putAll(right);
            return left;
        }
    }

    /** Asks the broadcast filter. */
    static final class MayBeLinkable implements UDF1<byte[], Boolean> {
        private static final long serialVersionUID = 1L;

        private final Broadcast<BloomFilter<byte[]>> filter;

        MayBeLinkable(Broadcast<BloomFilter<byte[]>> filter) {
            this.filter = filter;
        }

        @Override
        public Boolean call(byte[] token) {
            return filter.value().mightContain(token);
        }
    }
}
