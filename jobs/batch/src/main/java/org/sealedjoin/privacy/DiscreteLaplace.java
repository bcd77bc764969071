package org.sealedjoin.privacy;

/**
 * Whole numbers with chances in proportion to {@code exp(-epsilon |x| / sensitivity)}: added to a count or sum that one person changes by at
 * most the sensitivity, they make it epsilon-differentially private (Ghosh, Roughgarden and Sundararajan, STOC 2009).
 *
 * <p>Drawn exactly, by integers alone, after algorithms 1 and 2 of Canonne, Kamath and Steinke, "The Discrete Gaussian for Differential
 * Privacy", NeurIPS 2020: samplers in floating point leave gaps that give counts away (Mironov, CCS 2012).
 */
public final class DiscreteLaplace {
    private final long numerator;
    private final long denominator;

    /** Noise of a count, which one person changes by at most one. */
    public DiscreteLaplace(Epsilon epsilon) {
        this(epsilon, 1);
    }

    /** @param sensitivity most by which one person changes what the noise is added to, 1 to a million */
    public DiscreteLaplace(Epsilon epsilon, long sensitivity) {
        if (sensitivity < 1 || sensitivity > Epsilon.ONE) {
            throw new IllegalArgumentException(
                    "Cannot draw noise for a sensitivity of " + sensitivity + " (need 1 to " + Epsilon.ONE + ")");
        }
        long whole = Epsilon.ONE * sensitivity;
        long divisor = greatestCommon(epsilon.millionths(), whole);
        numerator = epsilon.millionths() / divisor;
        denominator = whole / divisor;
    }

    /** One number. How many bits it takes depends on chance alone. */
    public long draw(KeyedRandom random) {
        while (true) {
            long part = random.below(denominator);
            if (!happensExp(random, part, denominator)) {
                continue;
            }
            long wholes = 0;
            while (happensExp(random, 1, 1)) {
                wholes++;
            }
            long size = (part + denominator * wholes) / numerator;
            boolean negative = random.below(2) == 1;
            // Zero has no sign: taken under both it would come twice as often as it should.
            if (!negative || size != 0) {
                return negative ? -size : size;
            }
        }
    }

    /** The noise of a question: always the same. */
    public long noiseOf(QuestionKey question) {
        try (KeyedRandom random = question.random()) {
            return draw(random);
        }
    }

    /** The noisy count: the one number that may be looked at, and the only one that a report may follow from. */
    public long noisy(long count, QuestionKey question) {
        return count + noiseOf(question);
    }

    /** Chance that a draw is at least {@code least}. For tables and tests; nothing is released by it. */
    public double chanceAtLeast(long least) {
        double ratio = Math.exp(-(double) numerator / denominator);
        return least > 0 ? Math.pow(ratio, least) / (1 + ratio) : 1 - Math.pow(ratio, 1 - (double) least) / (1 + ratio);
    }

    /** True with chance {@code exp(-numerator / denominator)}, which is of at most 1. */
    private static boolean happensExp(KeyedRandom random, long numerator, long denominator) {
        long tries = 1;
        while (random.below(Math.multiplyExact(denominator, tries)) < numerator) {
            tries++;
        }
        return tries % 2 == 1;
    }

    private static long greatestCommon(long one, long other) {
        return other == 0 ? one : greatestCommon(other, one % other);
    }
}
