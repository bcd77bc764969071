package org.sealedjoin.products.safety;

import org.sealedjoin.base.Require;

/**
 * Who is named to the other platform.
 *
 * @param threshold least probability of abuse at which somebody is named, above 0 and below 1. Reports alone never reach it, however many
 *     there are: whoever can gather people to report somebody must not be able to name anybody by that
 * @param windowDays how far back use, reports count
 * @param recentDays the last days of the window, in which a burst is looked for; the days before are what it is compared with
 * @param numberDays how far back changes of a number count
 * @param establishedDays a reporter who joined so long before reporting counts in full, a newer one in proportion
 */
public record SafetyPolicy(
        double threshold, int windowDays, int recentDays, int numberDays, int establishedDays, SafetyModel model) {
    /** More reports than this on one platform tell no more. */
    static final int MOST_REPORTS = 5;

    /** A reporter's reports are shared out if they name more people than this in the window. */
    static final int FREE_REPORTS = 3;

    /** Reporters who named so many of the same people report in concert. */
    static final int IN_CONCERT = 3;

    /** Of the reporters of one person the strongest so many are looked at. A bound on work, which grows with its square. */
    static final int MOST_REPORTERS = 100;

    /** Parts that scores are cut to. */
    static final int SCORE_STEPS = 1000;

    public SafetyPolicy {
        Require.setting(threshold > 0 && threshold < 1, "safety.threshold", threshold, "above 0 and below 1");
        Require.setting(windowDays >= 2, "safety.window-days", windowDays, ">= 2");
        Require.setting(
                recentDays >= 1 && recentDays < windowDays,
                "safety.recent-days",
                recentDays,
                ">= 1 and below safety.window-days");
        Require.setting(numberDays >= 1, "safety.number-days", numberDays, ">= 1");
        Require.setting(establishedDays >= 1, "safety.established-days", establishedDays, ">= 1");
        double byReports = mostByReports(model);
        Require.setting(
                threshold > byReports,
                "safety.threshold",
                threshold,
                "above " + Math.ceil(byReports * SCORE_STEPS) / SCORE_STEPS + ", which reports alone can reach");
    }

    private static double mostByReports(SafetyModel model) {
        double each = Math.log1p(MOST_REPORTS);
        return SafetyModel.probability(model.intercept()
                + each * (model.weight(Evidence.MESSAGING_REPORTS) + model.weight(Evidence.SOCIAL_REPORTS)));
    }
}
