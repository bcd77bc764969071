package org.sealedjoin.products.friends;

/** The logistic function over weighted features. */
final class Logistic {
    /** Beyond this a double would round the probability to 0 or 1, and nothing is certain. */
    private static final double MOST_LOG_ODDS = 30;

    private Logistic() {}

    /** The probability, above 0 and below 1. */
    static double probability(double intercept, double[] weights, double[] features) {
        double logOdds = intercept;
        for (int i = 0; i < weights.length; i++) {
            logOdds += weights[i] * features[i];
        }
        return 1 / (1 + Math.exp(-Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, logOdds))));
    }
}
