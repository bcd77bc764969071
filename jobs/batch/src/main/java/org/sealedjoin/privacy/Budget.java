package org.sealedjoin.privacy;

import org.sealedjoin.base.GuaranteeFailure;

/**
 * What one asker, or one person, may lose in a period and has lost of it. Losses add up (basic composition); deciding charge by charge
 * whether the next still fits is an individual privacy filter (Feldman and Zrnic, "Individual Privacy Accounting via a Rényi Filter",
 * NeurIPS 2021; Rogers et al., "Privacy Odometers and Filters", NeurIPS 2016).
 *
 * @param spentMillionths never above the limit
 */
public record Budget(Epsilon limit, long spentMillionths) {
    public Budget {
        if (spentMillionths < 0 || spentMillionths > limit.millionths()) {
            throw new GuaranteeFailure("Cannot go on with a budget: more is spent than there is (limit " + limit + ")");
        }
    }

    /** A budget of which nothing is spent. */
    public static Budget full(Epsilon limit) {
        return new Budget(limit, 0);
    }

    public boolean allows(Epsilon loss) {
        return loss.millionths() <= limit.millionths() - spentMillionths;
    }

    /**
     * The budget after a loss.
     *
     * @throws GuaranteeFailure if the loss does not fit
     */
    public Budget charge(Epsilon loss) {
        if (!allows(loss)) {
            throw new GuaranteeFailure("Cannot charge a figure: the budget does not allow it (limit " + limit + ")");
        }
        return new Budget(limit, spentMillionths + loss.millionths());
    }
}
