package org.sealedjoin.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.seal.SealWorld.day;
import static org.sealedjoin.seal.SealWorld.hash;
import static org.sealedjoin.seal.SealWorld.number;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Platform;
import org.sealedjoin.phone.HashForm;

/** Which uploaded rows match whom. Person, number and audience of a scenario have the same id. */
class MatchUploadsTest {
    private static SealWorld.Out out;

    @BeforeAll
    static void runOnce() {
        var world = new SealWorld();
        for (int who = 1; who <= 4; who++) {
            world.user(who, number(who), "US", day(10)).agrees(Platform.MESSAGING, who);
            world.accountPhone(who, number(who), "US", "profile", day(11)).agrees(Platform.SOCIAL, who);
        }
        String first = hash(number(1), HashForm.E164);
        world.upload(1, "s", 1, false, "add", first, day(20));
        world.upload(1, "s", 2, true, "remove", hash(number(1), HashForm.DIGITS), day(20));
        String second = hash(number(2), HashForm.E164);
        world.released(number(2), day(30));
        world.upload(2, "a", 1, true, "add", second, day(30).minus(1, ChronoUnit.MICROS));
        world.upload(2, "b", 1, true, "add", second, day(30));
        world.upload(2, "c", 1, true, "remove", second, day(31));
        String third = hash(number(3), HashForm.E164);
        world.upload(3, "s", 1, true, "add", third, day(200));
        world.upload(3, "s", 1, true, "add", third, day(200).plus(1, ChronoUnit.MICROS));
        world.upload(4, "s", 1, true, "add", number(4), day(20));
        world.upload(4, "s", 1, true, "add", hash(number(99), HashForm.E164), day(20));
        world.upload(4, "s", 1, true, "add", hash(number(4), HashForm.E164).toUpperCase(Locale.ROOT), day(20));
        out = world.out();
    }

    @Test
    void uploadMatches_e164AddAndDigitsRemove_bothMatchThePerson() {
        assertThat(matches(1))
                .containsExactly("1 s 1 add 2026-01-21T00:00:00Z 1", "1 s 2 remove 2026-01-21T00:00:00Z 1");
    }

    @Test
    void uploadMatches_numberRecycled_onlyRowsOfItsTimeAddAndEveryRowRemoves() {
        assertThat(matches(2))
                .containsExactly("2 a 1 add 2026-01-30T23:59:59.999999Z 2", "2 c 1 remove 2026-02-01T00:00:00Z 2");
    }

    @Test
    void uploadMatches_afterAsOf_isNotThere() {
        assertThat(matches(3)).containsExactly("3 s 1 add 2026-07-20T00:00:00Z 3");
        assertThat(received(3)).containsExactly("3 1 0 0 0 0 0");
    }

    @Test
    void uploadMatches_rawNumberOrForeignHash_matchesNobody() {
        assertThat(matches(4)).containsExactly("4 s 1 add 2026-01-21T00:00:00Z 4");
        assertThat(received(4)).containsExactly("4 3 1 0 1 0 0");
    }

    private static List<String> matches(int audience) {
        return out.matches().stream()
                .filter(row -> row.startsWith(audience + " "))
                .toList();
    }

    private static List<String> received(int audience) {
        return out.received().stream()
                .filter(row -> row.startsWith(audience + " "))
                .toList();
    }
}
