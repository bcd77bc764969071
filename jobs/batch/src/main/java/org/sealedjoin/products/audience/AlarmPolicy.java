package org.sealedjoin.products.audience;

import org.sealedjoin.base.Require;

/**
 * When the operator is told to look at an advertiser. An alarm changes nothing that the advertiser sees.
 *
 * @param leastHitShare noisy people for each hash that was put in, below which a list looks tried out rather than collected; 0: never
 * @param fewestRows fewest hashes, over the advertiser's figures of a night, at which that is asked: below, noise could do it
 */
public record AlarmPolicy(double leastHitShare, long fewestRows) {
    public AlarmPolicy {
        Require.setting(leastHitShare >= 0 && leastHitShare <= 1, "audience.alarm-hit-share", leastHitShare, "0 to 1");
        Require.setting(fewestRows >= 1, "audience.alarm-rows", fewestRows, ">= 1");
    }
}
