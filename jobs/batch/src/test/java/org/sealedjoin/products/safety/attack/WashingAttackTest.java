package org.sealedjoin.products.safety.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.safety.SafetyModel;
import org.sealedjoin.products.safety.SafetyPolicy;
import org.sealedjoin.products.safety.SignalWorld;

/** A spammer of 400 strangers a day who do not reply tries not to be named. The stage's slow twin reckons: it is held to the stage elsewhere. */
class WashingAttackTest {
    private static final SafetyPolicy POLICY = new SafetyPolicy(0.8, 28, 7, 180, 180, SafetyModel.shipped());
    private static final int STRANGERS = 400;
    private static final int DAYS = 28;

    /** A rule by shares, as one might write it first: most recipients replied and know the sender. */
    private static boolean namedByShares(long recipients, long strangers, long replied) {
        return strangers > recipients / 2 && replied < recipients / 4;
    }

    private static double score(long recipients, long strangers, long replied, int everyDays) {
        var world = new SignalWorld();
        world.person(1, "active", "active", Instant.parse("2014-01-01T00:00:00Z"));
        for (int day = 1; day <= DAYS; day += everyDays) {
            world.used(1, day, recipients, strangers, replied);
        }
        return world.score(POLICY, 1);
    }

    @Test
    void puppets_whoReplyAndHaveTheSenderInTheirBook_washNothing() {
        assertThat(namedByShares(STRANGERS, STRANGERS, 10)).isTrue();
        assertThat(namedByShares(STRANGERS * 4, STRANGERS, 10 + STRANGERS * 3)).isFalse();

        double plain = score(STRANGERS, STRANGERS, 10, 1);
        double washed = score(STRANGERS * 4, STRANGERS, 10 + STRANGERS * 3, 1);
        assertThat(plain).isGreaterThan(0.99);
        assertThat(washed).isEqualTo(plain);
    }

    @Test
    void quietDays_inBetween_washNothingThatWasSent() {
        assertThat(score(2 * STRANGERS, 2 * STRANGERS, 20, 2))
                .isGreaterThanOrEqualTo(score(STRANGERS, STRANGERS, 10, 1));
    }

    /** What splitting costs: so many accounts, each with a number of its own that stays its own. */
    @Test
    void accounts_neededToStayUnnamed_areMany() {
        int accounts = 1;
        while (score(STRANGERS / accounts, STRANGERS / accounts, 0, 1) >= POLICY.threshold()) {
            accounts++;
        }
        assertThat(accounts).isEqualTo(21);
    }

    @Test
    void oneNumber_forManyAccounts_namesTheNextOneSooner() {
        var world = new SignalWorld();
        world.person(1, "active", "active", Instant.parse("2014-01-01T00:00:00Z"));
        for (int day = 1; day <= DAYS; day++) {
            world.used(1, day, 8, 8, 0);
        }
        double own = world.score(POLICY, 1);
        world.numberChanged(1, 3, 20);

        assertThat(own).isLessThan(POLICY.threshold());
        assertThat(world.score(POLICY, 1)).isGreaterThan(POLICY.threshold());
    }
}
