package org.sealedjoin.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.AskedRows;
import org.sealedjoin.privacy.DiscreteLaplace;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.QuestionKey;
import org.sealedjoin.privacy.ReachRange;

/**
 * An advertiser who knows everybody of a list but one person asks whether that one is a member. Each attack first beats a naive figure.
 * The advantage is the share of members called members less the share of strangers called members: 1 is certainty, 0 a blind guess. No
 * attack can have more than {@code tanh(loss / 2)} (the total variation between two answers of that loss).
 *
 * <p>The mechanism alone is attacked, in a tight loop over fresh keys; that a night freezes figures and keeps budgets is not shown here.
 */
class NoisyCountAttackTest {
    private static final int TRIALS = 60_000;
    private static final int QUESTIONS_IN_BUDGET = 8;
    /** Four standard errors of a difference of two shares, each of half the trials. */
    private static final double ERROR = 4 * Math.sqrt(0.5 / (TRIALS / 2.0));

    private static final Epsilon EPSILON = new Epsilon(50_000);
    private static final DiscreteLaplace NOISE = new DiscreteLaplace(EPSILON);
    private static final Period PERIOD = Period.of(Instant.parse("2026-11-24T00:00:00Z"));
    /** Members in the list without the victim: with the victim the exact count reaches the next range. */
    private static final long KNOWN = 149;

    private static final int VICTIM = 1_000;

    private interface Attack {
        boolean callsMember(boolean member, NoiseKey key, Random random);
    }

    /** Venkatadri et al., IEEE S&P 2018: lists are filled up to a rounding edge, which one more person crosses. */
    @Test
    void roundingEdge_naiveRangeOfTheExactCount_isCertain() {
        assertThat(advantage((member, key, random) -> aboveEdge(KNOWN + one(member))))
                .isEqualTo(1);
    }

    @Test
    void roundingEdge_rangeOfTheNoisyCount_staysBelowTheBound() {
        double measured =
                advantage((member, key, random) -> aboveEdge(NOISE.noisy(KNOWN + one(member), question(key, VICTIM))));

        assertBelow("rounding edge, 1 figure", measured, bound(1));
        assertThat(measured).as("the best attack there is reaches its bound").isGreaterThan(bound(1) - ERROR);
    }

    /** Half the noise tells twice as much: the test above would see it. */
    @Test
    void roundingEdge_naiveHalfOfTheNoise_exceedsTheBound() {
        var half = new DiscreteLaplace(new Epsilon(2 * EPSILON.millionths()));
        double measured =
                advantage((member, key, random) -> aboveEdge(half.noisy(KNOWN + one(member), question(key, VICTIM))));

        assertThat(measured).isGreaterThan(bound(1) + ERROR);
    }

    /** S against S with one more: with noise that follows from the people found, answers agree exactly when that one is no member. */
    @Test
    void withAndWithoutVictim_naiveNoiseKeyedByMatches_isCertain() {
        assertThat(advantage((member, key, random) -> {
                    long without = NOISE.noisy(KNOWN, question(key));
                    QuestionKey matched = member ? question(key, VICTIM) : question(key);
                    return NOISE.noisy(KNOWN + one(member), matched) != without;
                }))
                .isGreaterThan(0.95);
    }

    @Test
    void withAndWithoutVictim_noiseKeyedByQuestion_staysBelowTheBound() {
        double equal = advantage((member, key, random) ->
                NOISE.noisy(KNOWN + one(member), question(key, VICTIM)) != NOISE.noisy(KNOWN, question(key)));
        double greater = advantage((member, key, random) ->
                NOISE.noisy(KNOWN + one(member), question(key, VICTIM)) > NOISE.noisy(KNOWN, question(key)));

        assertBelow("S against S and x, equality", equal, bound(1));
        assertBelow("S against S and x, order", greater, bound(1));
    }

    /** One list again and again, in other order and with rows twice: fresh noise each time averages out. */
    @Test
    void averaging_naiveFreshNoise_isNearlyCertain() {
        assertThat(advantage(
                        (member, key, random) -> {
                            long sum = 0;
                            for (int again = 0; again < 10_000; again++) {
                                sum += freshNoise(random);
                            }
                            return KNOWN + one(member) + sum / 10_000.0 > KNOWN + 0.5;
                        },
                        200))
                .isGreaterThan(0.9);
    }

    /**
     * Padding makes new questions; a month's budget holds eight. Each answer speaks for or against with one weight, so a vote is the
     * likelihood-ratio test, which no guess beats. The bound adds losses up and is loose: chance cancels part of eight answers.
     */
    @Test
    void averaging_paddedAsOftenAsTheBudgetAllows_staysBelowTheBound() {
        double measured = advantage((member, key, random) -> {
            int votes = 0;
            for (int padding = 0; padding < QUESTIONS_IN_BUDGET; padding++) {
                long figure = NOISE.noisy(KNOWN + one(member), question(key, VICTIM, VICTIM + 1 + padding));
                votes += figure > KNOWN ? 1 : -1;
            }
            return votes == 0 ? random.nextBoolean() : votes > 0;
        });

        assertThat(measured).as("eight figures tell more than one").isGreaterThan(bound(1));
        assertBelow("padding, 8 figures", measured, bound(QUESTIONS_IN_BUDGET));
    }

    private static double advantage(Attack attack) {
        return advantage(attack, TRIALS);
    }

    private static double advantage(Attack attack, int trials) {
        var random = new Random(trials);
        int hits = 0;
        int falseAlarms = 0;
        for (int trial = 0; trial < trials; trial++) {
            boolean member = trial % 2 == 0;
            try (NoiseKey key = key(random)) {
                boolean called = attack.callsMember(member, key, random);
                hits += member && called ? 1 : 0;
                falseAlarms += !member && called ? 1 : 0;
            }
        }
        return 2.0 * (hits - falseAlarms) / trials;
    }

    private static double bound(int figures) {
        return Math.tanh(figures * EPSILON.asDouble() / 2);
    }

    private static void assertBelow(String attack, double measured, double bound) {
        System.out.printf("%s: advantage %.4f, bound %.4f, %d trials%n", attack, measured, bound, TRIALS);
        assertThat(Math.abs(measured)).isLessThan(bound + ERROR);
    }

    private static boolean aboveEdge(long count) {
        return ReachRange.of(count, 100) instanceof ReachRange.Ready range && range.low() >= KNOWN + 1;
    }

    /** A naive release's noise of the same width, drawn anew for each answer. */
    private static long freshNoise(Random random) {
        long up = geometric(random);
        return up - geometric(random);
    }

    private static long geometric(Random random) {
        return (long) Math.floor(Math.log(1 - random.nextDouble()) / -EPSILON.asDouble());
    }

    /** Tags of rows are as good as random; here they are their rows, which makes sums no more alike. */
    private static QuestionKey question(NoiseKey key, int... more) {
        long sum = 1 ^ 2;
        for (int digest : more) {
            sum ^= digest;
        }
        return QuestionKey.of(key, "audience-reach", PERIOD, EPSILON, new AskedRows(2 + more.length, sum, 0, 0, 0));
    }

    private static NoiseKey key(Random random) {
        var bytes = new byte[NoiseKey.BYTES];
        random.nextBytes(bytes);
        return new NoiseKey(bytes);
    }

    private static int one(boolean member) {
        return member ? 1 : 0;
    }
}
