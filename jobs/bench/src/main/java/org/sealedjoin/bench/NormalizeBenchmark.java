package org.sealedjoin.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sealedjoin.phone.E164;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.phone.HashedNumber;
import org.sealedjoin.phone.Normalization;
import org.sealedjoin.phone.PhoneNormalizer;

/** Numbers normalized, and numbers hashed, a second on one core. The numbers are kept for fiction by their regulators. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NormalizeBenchmark {
    private final PhoneNormalizer normalizer = new PhoneNormalizer();
    private final E164 number = new E164("+12025550123");

    /** How the number is written. */
    @Param({"+12025550123", "(202) 555-0123", "tel:+1-202-555-0123", "0012025550123"})
    public String written = "";

    /** Text to E.164. */
    @Benchmark
    public Normalization normalize() {
        return normalizer.normalize(written, "US");
    }

    /** E.164 to SHA-256. */
    @Benchmark
    public HashedNumber hash() {
        return HashedNumber.of(number, HashForm.E164);
    }
}
