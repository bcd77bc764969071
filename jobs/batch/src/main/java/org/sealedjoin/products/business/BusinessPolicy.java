package org.sealedjoin.products.business;

import org.sealedjoin.base.Require;

/**
 * What businesses may send, and learn of whom they can reach.
 *
 * @param marketingPerWeek most marketing messages that a person gets in seven days from all businesses together
 * @param minPeople smallest noisy count, in people, that is reported to a business
 */
public record BusinessPolicy(int marketingPerWeek, long minPeople) {
    public BusinessPolicy {
        Require.setting(
                marketingPerWeek >= 0 && marketingPerWeek <= 1_000,
                "business.marketing-per-week",
                marketingPerWeek,
                "0 to 1000");
        Require.setting(minPeople >= 1, "business.min-people", minPeople, ">= 1");
    }
}
