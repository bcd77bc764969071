package org.sealedjoin.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sampler against the exact distribution, and two wrong samplers that the same test must find out. */
class DiscreteLaplaceTest {
    private static final int DRAWS = 100_000;

    /** A fixed seed, so one answer; an honest sampler would exceed the limit once in 10,000 seeds. */
    @ParameterizedTest
    @CsvSource({"50000, 60", "1000000, 6", "1500000, 4", "333333, 15"})
    void draw_manyTimes_fitsTheExactDistribution(long millionths, int widest) {
        var epsilon = new Epsilon(millionths);
        KeyedRandom random = seeded(millionths);
        var sampler = new DiscreteLaplace(epsilon);

        assertThat(misfit(() -> sampler.draw(random), epsilon, widest)).isLessThan(limit(2 * widest + 2));
    }

    @Test
    void draw_zeroUnderBothSigns_isFoundOut() {
        var epsilon = new Epsilon(1_000_000);
        var random = new Random(1);
        LongSupplier wrong = () -> {
            long size = 0;
            while (random.nextDouble() < Math.exp(-1)) {
                size++;
            }
            return random.nextBoolean() ? size : -size;
        };

        assertThat(misfit(wrong, epsilon, 6)).isGreaterThan(limit(14));
    }

    @Test
    void draw_roundedContinuousLaplace_isFoundOut() {
        var epsilon = new Epsilon(1_000_000);
        var random = new Random(1);
        LongSupplier wrong = () ->
                Math.round((random.nextBoolean() ? 1 : -1) * -Math.log(1 - random.nextDouble()) / epsilon.asDouble());

        assertThat(misfit(wrong, epsilon, 6)).isGreaterThan(limit(14));
    }

    @Test
    void draw_defaultLoss_keeps95InAHundredWithin60() {
        KeyedRandom random = seeded(7);
        var sampler = new DiscreteLaplace(new Epsilon(50_000));
        int within = 0;
        for (int i = 0; i < DRAWS; i++) {
            within += Math.abs(sampler.draw(random)) <= 60 ? 1 : 0;
        }

        assertThat(within / (double) DRAWS).isCloseTo(0.9515, within(0.003));
    }

    @Test
    void chanceAtLeast_sumOfTheExactChances_isThat() {
        var epsilon = new Epsilon(50_000);
        var sampler = new DiscreteLaplace(epsilon);
        for (int least : new int[] {-30, -1, 0, 1, 99}) {
            double sum = 0;
            for (int x = least; x < least + 2_000; x++) {
                sum += chance(epsilon, x);
            }
            assertThat(sampler.chanceAtLeast(least)).isCloseTo(sum, within(1e-12));
        }
    }

    /** Chi-square of draws in bins {@code -widest..widest} and the two tails. */
    private static double misfit(LongSupplier sampler, Epsilon epsilon, int widest) {
        var seen = new long[2 * widest + 3];
        for (int i = 0; i < DRAWS; i++) {
            seen[(int) Math.max(-widest - 1, Math.min(widest + 1, sampler.getAsLong())) + widest + 1]++;
        }
        double inside = 0;
        for (int x = -widest; x <= widest; x++) {
            inside += chance(epsilon, x);
        }
        double misfit = 0;
        for (int bin = 0; bin < seen.length; bin++) {
            int x = bin - widest - 1;
            double expected = DRAWS * (Math.abs(x) > widest ? (1 - inside) / 2 : chance(epsilon, x));
            assertThat(expected).as("a bin too rare for this test").isGreaterThan(20);
            misfit += (seen[bin] - expected) * (seen[bin] - expected) / expected;
        }
        return misfit;
    }

    private static double chance(Epsilon epsilon, long x) {
        double ratio = Math.exp(-epsilon.asDouble());
        return (1 - ratio) / (1 + ratio) * Math.pow(ratio, Math.abs(x));
    }

    /** What chi-square exceeds once in 10,000, by Wilson and Hilferty's approximation (1931). */
    private static double limit(int degrees) {
        double part = 2.0 / (9 * degrees);
        return degrees * Math.pow(1 - part + 3.719 * Math.sqrt(part), 3);
    }

    private static KeyedRandom seeded(long seed) {
        return new KeyedRandom(new Prf(ByteBuffer.allocate(32).putLong(seed).array(), "test"));
    }
}
