package org.sealedjoin.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.seal.SealWorld.day;
import static org.sealedjoin.seal.SealWorld.number;

import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;

/**
 * Which entries of address books the seal lets out. Scenarios share one job on disjoint ids: the people of scenario {@code n} are
 * {@code 100 n + 1, 100 n + 2, …}. A hub stands in more than 3 books.
 */
class JoinBooksTest {
    private static final SealPolicy SHUFFLED = new SealPolicy(30, 3, 3, 3_650, 0, 0.01, 1_000_000);
    private static final SealPolicy WITHOUT_PREFILTER = new SealPolicy(30, 3, 3, 3_650, 0, 0.01, 0);
    private static final SealWorld WORLD = world();
    private static SealWorld.Out out;
    private static SealWorld.Out shuffled;
    private static SealWorld.Out unfiltered;

    private static SealWorld world() {
        var world = new SealWorld();
        recycledTo(world, 100);
        recycledAway(world, 200);
        // 3: never cut, no instant.
        linked(world, 301, 300);
        owner(world, 302);
        world.book(302, number(300), null);
        // 4: released later, no instant.
        linked(world, 401, 400);
        owner(world, 402);
        world.released(number(400), day(150)).book(402, number(400), null);
        // 5: two holders, one after the other.
        linked(world, 501, 500);
        world.user(502, number(500), "US", day(50)).agrees(Platform.MESSAGING, 502);
        world.accountPhone(502, number(500), "US", "profile", day(51)).agrees(Platform.SOCIAL, 502);
        owner(world, 503);
        owner(world, 504);
        world.book(503, number(500), day(49)).book(504, number(500), day(50));
        // 6: own number.
        linked(world, 601, 600);
        world.book(601, number(600), day(20));
        // 7: one number three times.
        linked(world, 701, 700);
        owner(world, 702);
        world.book(702, number(700), day(20))
                .book(702, "(650) 253-0700", day(30))
                .book(702, "650 253 0700", null);
        // 8: one number before and after it changed hands.
        linked(world, 801, 800);
        owner(world, 802);
        world.released(number(800), day(5));
        world.book(802, number(800), day(4)).book(802, "650.253.0800", day(6));
        hub(world, 900, 3);
        hub(world, 1000, 4);
        hubOfOldEntries(world, 1100);
        // 12: number of a user without account, and of nobody.
        world.user(1201, number(1200), "US", day(10)).agrees(Platform.MESSAGING, 1201);
        owner(world, 1202);
        world.book(1202, number(1200), day(20)).book(1202, number(1299), day(20));
        // 13: added at the as-of and a microsecond after.
        linked(world, 1301, 1300);
        owner(world, 1302);
        owner(world, 1303);
        world.book(1302, number(1300), day(200));
        world.book(1303, number(1300), day(200).plus(1, ChronoUnit.MICROS));
        // 14: national form, read by the owner's region.
        world.user(1401, "+41446681814", "CH", day(10)).agrees(Platform.MESSAGING, 1401);
        world.accountPhone(1401, "044 668 18 14", "CH", "profile", day(11)).agrees(Platform.SOCIAL, 1401);
        world.user(1402, "+41446681815", "CH", day(10)).user(1403, number(1403), "US", day(10));
        world.book(1402, "044 668 18 14", day(20)).book(1403, "044 668 18 14", day(20));
        // 15: owner unknown.
        linked(world, 1501, 1500);
        world.book(1599, number(1500), day(20));
        // 16: linked by a two-factor number.
        world.user(1601, number(1600), "US", day(10)).agrees(Platform.MESSAGING, 1601);
        world.accountPhone(1601, number(1600), "US", "two_factor", day(11)).agrees(Platform.SOCIAL, 1601);
        owner(world, 1602);
        world.book(1602, number(1600), day(20));
        // 17: agreed to ads alone.
        world.user(1701, number(1700), "US", day(10)).agrees(Platform.MESSAGING, 1701, Purpose.ADS);
        world.accountPhone(1701, number(1700), "US", "profile", day(11)).agrees(Platform.SOCIAL, 1701, Purpose.ADS);
        owner(world, 1702);
        world.book(1702, number(1700), day(20));
        // 18: no number at all.
        world.book(1702, "Mum", day(20));
        return world;
    }

    private static void recycledTo(SealWorld world, int from) {
        world.released(number(from), day(10));
        linked(world, from + 1, from);
        for (int owner = 2; owner <= 4; owner++) {
            owner(world, from + owner);
        }
        world.book(from + 2L, number(from), day(10).minus(1, ChronoUnit.MICROS));
        world.book(from + 3L, number(from), day(10));
        world.book(from + 4L, number(from), null);
    }

    private static void recycledAway(SealWorld world, int from) {
        world.released(number(from), day(30));
        linked(world, from + 1, from);
        owner(world, from + 2);
        owner(world, from + 3);
        world.book(from + 2L, number(from), day(30).minus(1, ChronoUnit.MICROS));
        world.book(from + 3L, number(from), day(30));
    }

    private static void hub(SealWorld world, int from, int books) {
        linked(world, from + 1, from);
        for (int owner = 2; owner < 2 + books; owner++) {
            // Nobody asked these owners, and all write the number twice.
            world.user(from + owner, number(from + owner), "US", day(10));
            world.book(from + owner, number(from), day(20)).book(from + owner, "1 650-253-%04d".formatted(from), null);
        }
    }

    private static void hubOfOldEntries(SealWorld world, int from) {
        hub(world, from, 3);
        world.released(number(from), day(10));
        owner(world, from + 9);
        world.book(from + 9L, number(from), day(9));
    }

    /** A linked pair of one id, who hold the number from day 10 and agreed to everything. */
    private static void linked(SealWorld world, long id, int number) {
        world.user(id, number(number), "US", day(10)).agrees(Platform.MESSAGING, id);
        world.accountPhone(id, number(number), "US", "profile", day(11)).agrees(Platform.SOCIAL, id);
    }

    private static void owner(SealWorld world, int id) {
        world.user(id, number(id), "US", day(10)).agrees(Platform.MESSAGING, id);
    }

    @BeforeAll
    static void runOnce() {
        out = WORLD.out();
        shuffled = WORLD.out(SHUFFLED);
        unfiltered = WORLD.out(WITHOUT_PREFILTER);
    }

    @Test
    void bookEntries_numberWasRecycledToContact_onlyEntriesMadeSince() {
        assertThat(entries(1)).containsExactly("103 101 false");
    }

    @Test
    void bookEntries_numberWasRecycledAway_onlyEntriesMadeBefore() {
        assertThat(entries(2)).containsExactly("202 201 false");
    }

    @Test
    void bookEntries_noInstant_onlyIfNumberWasNeverCut() {
        assertThat(entries(3)).containsExactly("302 301 false");
        assertThat(entries(4)).isEmpty();
    }

    @Test
    void bookEntries_twoHolders_eachOfItsTime() {
        assertThat(entries(5)).containsExactly("503 501 false", "504 502 false");
    }

    @Test
    void bookEntries_ownNumber_connectsNobody() {
        assertThat(entries(6)).isEmpty();
    }

    @Test
    void bookEntries_numberTwice_oneRow() {
        assertThat(entries(7)).containsExactly("702 701 false");
        assertThat(entries(8)).containsExactly("802 801 false");
    }

    @Test
    void bookEntries_asManyBooksAsAllowed_noHub() {
        assertThat(entries(9)).containsExactly("902 901 false", "903 901 false", "904 901 false");
    }

    @Test
    void bookEntries_oneBookMore_hubEverywhere() {
        assertThat(entries(10)).containsExactly("1002 1001 true", "1003 1001 true", "1004 1001 true", "1005 1001 true");
    }

    @Test
    void bookEntries_entryFromBeforeRecycling_countsForHubAndConnectsNobody() {
        // The three write the number with an instant and without; the fourth wrote it before day 10.
        assertThat(entries(11)).containsExactly("1102 1101 true", "1103 1101 true", "1104 1101 true");
    }

    @Test
    void bookEntries_numberOfNobodyLinked_leavesNothing() {
        assertThat(entries(12)).isEmpty();
        assertThat(entries(17)).isEmpty();
    }

    @Test
    void bookEntries_addedAfterAsOf_isNotThere() {
        assertThat(entries(13)).containsExactly("1302 1301 false");
    }

    @Test
    void bookEntries_nationalForm_readByOwnersRegion() {
        assertThat(entries(14)).containsExactly("1402 1401 false");
    }

    @Test
    void bookEntries_ownerUnknown_dropped() {
        assertThat(entries(15)).isEmpty();
    }

    @Test
    void bookEntries_twoFactorNumber_isForSafetyAlone() {
        assertThat(entries(16)).containsExactly("1602 1601 false");
        assertThat(out.links().stream().filter(link -> link.contains(" 1601 ")))
                .containsExactly("safety 1601 1601 2026-01-12T00:00:00Z");
    }

    @Test
    void bookEntries_lookedUpOrShuffledWithAndWithoutPrefilter_sameRows() {
        assertThat(shuffled.prefiltered()).isTrue();
        assertThat(unfiltered.prefiltered()).isFalse();
        assertThat(shuffled.entries()).isEqualTo(out.entries());
        assertThat(shuffled.refusals()).isEqualTo(out.refusals());
        assertThat(unfiltered.entries()).isEqualTo(out.entries());
        assertThat(unfiltered.refusals()).isEqualTo(out.refusals());
    }

    @Test
    void refusals_textWithoutNumber_countedOnce() {
        assertThat(out.refusals().stream().filter(row -> row.startsWith("messaging_contacts")))
                .hasSizeBetween(1, 2)
                .doesNotHaveDuplicates();
    }

    @Test
    void bookEntries_formerFlatmatesNumberKeptForYears_connectsNobodyOnceTooOld() {
        var world = new SealWorld();
        linked(world, 101, 100);
        for (int owner = 102; owner <= 104; owner++) {
            owner(world, owner);
        }
        // Noted 150 days before the as-of, a day less, and nobody knows when.
        world.book(102, number(100), day(49)).book(103, number(100), day(50)).book(104, number(100), null);

        assertThat(world.out(SealWorld.POLICY.entriesUpTo(150)).entries())
                .containsExactlyInAnyOrder("102 101 true", "103 101 false", "104 101 false");
        assertThat(world.out(SealWorld.POLICY).entries())
                .containsExactlyInAnyOrder("102 101 false", "103 101 false", "104 101 false");
    }

    @Test
    void sameNumber_privateAndWorkAccountOfOnePerson_areAPair() {
        var world = new SealWorld();
        linked(world, 101, 100);
        world.accountPhone(105, number(100), "US", "profile", day(1));
        world.accountPhone(106, number(100), "US", "two_factor", day(1));
        world.accountPhone(107, number(101), "US", "profile", day(1));

        assertThat(world.out().sameNumber()).containsExactlyInAnyOrder("101 105", "105 101");
    }

    private static List<String> entries(int scenario) {
        return out.entries().stream()
                .filter(entry -> Long.parseLong(entry.substring(0, entry.indexOf(' '))) / 100 == scenario)
                .toList();
    }
}
