package org.sealedjoin.bench;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds to ask the seal's Bloom filter about a token: of somebody linkable, and of a stranger, as most numbers in address books are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
// JMH fills the fields before it measures.
@SuppressWarnings({"NullAway.Init", "UnstableApiUsage"})
public class PrefilterBenchmark {
    private static final int TOKEN_BYTES = 16;
    /** More than fit into a cache of the processor, so that each question reaches memory as in a scan. */
    private static final int QUESTIONS = 1 << 16;

    /** Linkable people: the filter of 100,000 fits into the processor's caches, those of more do not. */
    @Param({"100000", "1000000", "20000000"})
    public int people;

    private final byte[][] linkable = new byte[QUESTIONS][];
    private final byte[][] strangers = new byte[QUESTIONS][];
    private BloomFilter<byte[]> filter;
    private int next;

    /** Fills the filter as the seal does, with one false answer in a hundred. */
    @Setup
    public void fill() {
        var random = new Random(1);
        filter = BloomFilter.create(Funnels.byteArrayFunnel(), people, 0.01);
        for (int i = 0; i < people; i++) {
            byte[] token = token(random);
            filter.put(token);
            linkable[i % QUESTIONS] = token;
        }
        for (int i = 0; i < QUESTIONS; i++) {
            strangers[i] = token(random);
        }
    }

    private static byte[] token(Random random) {
        var token = new byte[TOKEN_BYTES];
        random.nextBytes(token);
        return token;
    }

    /** The answer is yes. */
    @Benchmark
    public boolean linkable() {
        return filter.mightContain(linkable[next++ & QUESTIONS - 1]);
    }

    /** The answer is almost always no, after half of the filter's bits have been looked at. */
    @Benchmark
    public boolean stranger() {
        return filter.mightContain(strangers[next++ & QUESTIONS - 1]);
    }
}
