package org.sealedjoin.seal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.seal.SealWorld.day;
import static org.sealedjoin.seal.SealWorld.hash;
import static org.sealedjoin.seal.SealWorld.number;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.seal.SealWorld;

/**
 * An advertiser reads the counts of its own rows to learn whether one person is a member who agreed: a matcher that counts as bad
 * whatever it cannot resolve says so. Four worlds, one upload.
 */
class MalformedCountAttackTest {
    private enum Victim {
        MEMBER,
        OPTED_OUT,
        TWO_FACTOR_ONLY,
        UNKNOWN
    }

    private static final Map<Victim, SealWorld.Out> SEEN = new EnumMap<>(Victim.class);

    @BeforeAll
    static void uploadInEveryWorld() {
        for (Victim victim : Victim.values()) {
            SEEN.put(victim, world(victim).out());
        }
    }

    @Test
    void readCounts_naiveCountOfUnresolved_tellsTheMember() {
        assertThat(unresolved(Victim.MEMBER)).isEqualTo(2);
        assertThat(unresolved(Victim.OPTED_OUT)).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource
    void readCounts_anyVictim_sameBytes(Victim victim) {
        assertThat(SEEN.get(victim).received()).containsExactly("7 3 2 0 1 1 0");
    }

    /** What the naive matcher reports as malformed: rows that found nobody. */
    private static long unresolved(Victim victim) {
        return 3 - SEEN.get(victim).matches().size();
    }

    private static SealWorld world(Victim victim) {
        var world = new SealWorld();
        world.upload(7, "s", 1, true, "add", hash(number(1), HashForm.E164), day(20));
        world.upload(7, "s", 1, true, "add", number(1), day(20));
        world.upload(7, "s", 1, true, "add", "z".repeat(10_000), day(20));
        if (victim == Victim.UNKNOWN) {
            return world.user(2, number(2), "US", day(10));
        }
        world.user(1, number(1), "US", day(10)).agrees(Platform.MESSAGING, 1);
        world.accountPhone(1, number(1), "US", victim == Victim.TWO_FACTOR_ONLY ? "two_factor" : "profile", day(11));
        return victim == Victim.OPTED_OUT
                ? world.refuses(Platform.SOCIAL, 1, Purpose.ADS)
                : world.agrees(Platform.SOCIAL, 1);
    }
}
