package org.sealedjoin.products.safety;

import java.io.Serializable;
import java.util.Map;
import org.sealedjoin.base.UsageFailure;

/**
 * A logistic model: {@code p = 1 / (1 + exp(-(intercept + sum of weight x evidence)))}. No weight is negative, so that more evidence never
 * lowers a score and nobody can wash a score down by adding anything.
 *
 * @param intercept log odds of a person of whom nothing is known
 * @param weights log odds for each unit of evidence
 */
public record SafetyModel(double intercept, Map<Evidence, Double> weights) implements Serializable {
    /** Beyond this a double would round the probability to 0 or 1, and nothing is certain. */
    private static final double MOST_LOG_ODDS = 30;

    public SafetyModel {
        weights = Map.copyOf(weights);
        if (!Double.isFinite(intercept)) {
            throw new UsageFailure("Cannot use the model of abuse: its intercept is no finite number");
        }
        weights.forEach((evidence, weight) -> {
            if (!Double.isFinite(weight) || weight < 0) {
                throw new UsageFailure("Cannot use the model of abuse: the weight of " + evidence.word() + " is "
                        + weight + " (need >= 0)");
            }
        });
    }

    /** The model that comes with the program; docs/safety.md tells how it was fitted. */
    public static SafetyModel shipped() {
        return new SafetyModel(
                -12.323,
                Map.of(
                        Evidence.UNANSWERED, 2.175,
                        Evidence.BURST, 1.036,
                        Evidence.MESSAGING_REPORTS, 1.023,
                        Evidence.NUMBER_CHANGES, 4.751,
                        Evidence.BANNED, 14.637,
                        Evidence.SOCIAL_REPORTS, 0.635,
                        Evidence.DISABLED, 14.531));
    }

    /** Log odds for a unit of the evidence. */
    public double weight(Evidence evidence) {
        return weights.getOrDefault(evidence, 0.0);
    }

    /** Probability, above 0 and below 1, at these log odds. */
    static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-Math.max(-MOST_LOG_ODDS, Math.min(MOST_LOG_ODDS, logOdds))));
    }
}
