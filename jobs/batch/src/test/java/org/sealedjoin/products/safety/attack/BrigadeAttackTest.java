package org.sealedjoin.products.safety.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.safety.SafetyModel;
import org.sealedjoin.products.safety.SafetyPolicy;
import org.sealedjoin.products.safety.SignalWorld;

/**
 * Some people agree to report somebody who did nothing, on both platforms. Counting reports names every victim; the stage names none, and
 * still names a spammer whom few report.
 */
class BrigadeAttackTest {
    private static final SafetyPolicy POLICY = new SafetyPolicy(0.8, 28, 7, 180, 180, SafetyModel.shipped());
    private static final Instant LONG_AGO = Instant.parse("2012-01-01T00:00:00Z");
    private static final Instant NOW = SignalWorld.AS_OF;
    private static final long BY_FRESH = 1;
    private static final long BY_CLIQUE = 2;
    private static final long BY_STRANGERS = 3;
    private static final long BY_REGULARS = 4;
    private static final long TEACHER = 7;
    private static final long SHOP = 8;
    private static final long SPAMMER = 9;
    private static final long VICTIMS = 8;

    private final SignalWorld world = new SignalWorld();

    @Test
    void brigades_ofEveryMake_nameNobodyWhoDidNothing() {
        for (long person = 1; person <= SPAMMER; person++) {
            world.person(person, "active", "active", LONG_AGO);
            world.used(person, 3, 8, 1, 6);
        }
        brigade(BY_FRESH, 1_000, 200, NOW.minus(Duration.ofDays(3)));
        brigade(BY_CLIQUE, 2_000, 12, LONG_AGO);
        for (long one = 2_000; one < 2_012; one++) {
            for (long other = one + 1; other < 2_012; other++) {
                world.friends(one, other);
            }
        }
        brigade(BY_STRANGERS, 3_000, 12, LONG_AGO);
        // The same twelve, who make a habit of it.
        brigade(BY_REGULARS, 4_000, 12, LONG_AGO);
        for (long victim = BY_REGULARS + 1; victim < TEACHER; victim++) {
            report(victim, 4_000, 12);
        }
        brigade(TEACHER, 7_000, 12, LONG_AGO);
        brigade(SHOP, 8_000, 12, LONG_AGO);
        brigade(SPAMMER, 9_000, 1, LONG_AGO);
        for (int day = 1; day <= 28; day++) {
            world.used(TEACHER, day, 60, 3, 40);
            world.used(SHOP, day, 80, 14, 76);
            world.used(SPAMMER, day, 60, 50, 8);
        }

        assertThat(namedByCounting(5)).hasSize((int) VICTIMS).doesNotContain(SPAMMER);
        assertThat(world.named(POLICY)).containsExactly("social " + SignalWorld.account(SPAMMER));
    }

    /** What a brigade's reports are worth, in reporters who count in full. */
    @Test
    void weights_ofBrigades_areThoseOfAFew() {
        for (long person = 1; person <= 4; person++) {
            world.person(person, "active", "active", LONG_AGO);
        }
        brigade(BY_FRESH, 1_000, 200, NOW.minus(Duration.ofDays(3)));
        brigade(BY_CLIQUE, 2_000, 12, LONG_AGO);
        // All know one of them, who knows them all: tied through the one, not to each other.
        for (long other = 2_000; other < 2_011; other++) {
            world.friends(2_011, other);
        }
        brigade(BY_STRANGERS, 3_000, 12, LONG_AGO);

        assertThat(world.reportsOnMessaging(POLICY, BY_FRESH)).isLessThan(2);
        assertThat(world.reportsOnMessaging(POLICY, BY_CLIQUE)).isEqualTo(1);
        // Nothing shows that these have to do with each other, so they count, up to a limit that names nobody.
        assertThat(world.reportsOnMessaging(POLICY, BY_STRANGERS)).isEqualTo(5);
    }

    private void brigade(long victim, long first, int size, Instant since) {
        for (long reporter = first; reporter < first + size; reporter++) {
            world.person(reporter, "active", "active", since);
        }
        report(victim, first, size);
    }

    private void report(long victim, long first, int size) {
        for (long reporter = first; reporter < first + size; reporter++) {
            world.reported("messaging", reporter, victim, 30);
            world.reported("social", reporter, victim, 50);
        }
    }

    /** The rule that a brigade is made for: so many people cannot be wrong. */
    private List<Long> namedByCounting(int reporters) {
        return world.reporters().entrySet().stream()
                .filter(entry -> Set.copyOf(entry.getValue()).size() >= reporters)
                .map(java.util.Map.Entry::getKey)
                .sorted()
                .collect(Collectors.toList());
    }
}
