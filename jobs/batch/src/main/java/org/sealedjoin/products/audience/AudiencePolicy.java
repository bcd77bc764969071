package org.sealedjoin.products.audience;

import org.sealedjoin.base.Require;

/**
 * What advertisers may send, and learn of their audiences.
 *
 * @param minPeople smallest noisy count, in people, that is served and reported; see docs/decisions/0011
 * @param maxRowsPerDay most rows that count of an advertiser's uploads of one UTC day; from the batch on that exceeds it, batches of the day
 *     do not count
 */
public record AudiencePolicy(long minPeople, long maxRowsPerDay) {
    public AudiencePolicy {
        Require.setting(minPeople >= 1, "audience.min-people", minPeople, ">= 1");
        Require.setting(
                maxRowsPerDay >= 1 && maxRowsPerDay < 1_000_000_000,
                "audience.max-rows-per-day",
                maxRowsPerDay,
                "1 to 999999999");
    }
}
