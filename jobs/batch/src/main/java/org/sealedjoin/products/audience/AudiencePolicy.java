package org.sealedjoin.products.audience;

import org.sealedjoin.base.Require;

/**
 * What advertisers learn of their audiences.
 *
 * @param minPeople smallest audience, in people, that is served and reported
 */
public record AudiencePolicy(long minPeople) {
    public AudiencePolicy {
        Require.setting(minPeople >= 1, "audience.min-people", minPeople, ">= 1");
    }
}
