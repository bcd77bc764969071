package org.sealedjoin.privacy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HexFormat;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyedRandomTest {
    private static final byte[] KEY = "a key for tests only, 32 bytes..".getBytes(US_ASCII);

    @Test
    void below_sameKey_sameNumbers() {
        assertThat(numbers(new KeyedRandom(new Prf(KEY, "a")))).isEqualTo(numbers(new KeyedRandom(new Prf(KEY, "a"))));
        assertThat(numbers(new KeyedRandom(new Prf(KEY, "a"))))
                .isNotEqualTo(numbers(new KeyedRandom(new Prf(KEY, "b"))));
    }

    /** Without drawing again, two thirds of the numbers below 3 x 2^61 would come from the lower third. */
    @Test
    void below_boundThatDividesNoPowerOfTwo_favoursNobody() {
        long bound = 3L << 61;
        var random = new KeyedRandom(new Prf(KEY, "a"));
        long low = LongStream.range(0, 60_000)
                .filter(i -> random.below(bound) < bound / 3)
                .count();

        assertThat(low / 60_000.0).isCloseTo(1 / 3.0, within(0.01));
    }

    @Test
    void below_boundOne_isZero() {
        var random = new KeyedRandom(new Prf(KEY, "a"));

        assertThat(random.below(1)).isZero();
        assertThatThrownBy(() -> random.below(0)).hasMessage("Cannot draw below 0 (need >= 1)");
    }

    /** The framing in bytes, computed by openssl: an accidental change would give every question new noise. */
    @Test
    void prf_fixedParts_givesFixedBytes() {
        assertThat(HexFormat.of()
                        .formatHex(new Prf(KEY, "use").add("ab").add(5L).end()))
                .isEqualTo("23e364798b5f9c23a2e6af72f910d1008b529f54dc31141642e60b61abb33473");
    }

    @Test
    void prf_partsCutElsewhere_areAnotherMessage() {
        assertThat(new Prf(KEY, "use").add("ab").add("c").end())
                .isNotEqualTo(new Prf(KEY, "use").add("a").add("bc").end());
    }

    private static long[] numbers(KeyedRandom random) {
        return LongStream.range(0, 100).map(i -> random.below(1_000)).toArray();
    }
}
