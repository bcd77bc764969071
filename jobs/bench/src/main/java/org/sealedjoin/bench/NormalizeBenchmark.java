package org.sealedjoin.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
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
import org.sealedjoin.phone.E164;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.phone.HashedNumber;
import org.sealedjoin.phone.Normalization;
import org.sealedjoin.phone.NumberReader;
import org.sealedjoin.phone.PhoneNormalizer;

/**
 * Numbers normalized, and numbers hashed, a second on one core: ours from bytes and from text, and libphonenumber alone, which parses and
 * formats and tells whether a number is valid. The numbers are kept for fiction by their regulators.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class NormalizeBenchmark {
    private static final byte[] REGION = "US".getBytes(US_ASCII);

    private final PhoneNormalizer normalizer = new PhoneNormalizer();
    private final NumberReader reader = new NumberReader();
    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final E164 number = new E164("+12025550123");

    /** How the number is written; the last form is left to libphonenumber. */
    @Param({
        "+12025550123",
        "(202) 555-0123",
        "tel:+1-202-555-0123",
        "0112025550123",
        "+44 (0)7700 900123",
        "12025550123;ext=1"
    })
    public String written = "";

    private byte[] bytes = {};

    /** The text as Spark holds it. */
    @Setup
    public void encode() {
        bytes = written.getBytes(UTF_8);
    }

    /** UTF-8 to E.164. */
    @Benchmark
    public int read() {
        return reader.read(bytes, bytes.length, REGION, REGION.length);
    }

    /** Text to E.164. */
    @Benchmark
    public Normalization normalize() {
        return normalizer.normalize(written, "US");
    }

    /** Text to E.164 by libphonenumber, as a textbook job does it. */
    @Benchmark
    public String library() {
        try {
            PhoneNumber parsed = numbers.parse(written, "US");
            return numbers.isValidNumber(parsed) ? numbers.format(parsed, PhoneNumberFormat.E164) : "";
        } catch (NumberParseException unreadable) {
            return "";
        }
    }

    /** E.164 to SHA-256. */
    @Benchmark
    public HashedNumber hash() {
        return HashedNumber.of(number, HashForm.E164);
    }
}
