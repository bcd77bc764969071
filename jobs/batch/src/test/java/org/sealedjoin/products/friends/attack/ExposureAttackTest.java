package org.sealedjoin.products.friends.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.friends.FriendsPolicy;
import org.sealedjoin.products.friends.FriendsRun;
import org.sealedjoin.products.friends.RankingModel;
import org.sealedjoin.products.friends.SafetyRule;

/**
 * Harms that lists of people one may know have done: patients shown to one another, clients to friends of the person they pay, people to those
 * whom they fled. Each scenario is played with the rule that prevents it and without; without the rule the harm is there, so the test can
 * fail.
 */
class ExposureAttackTest {
    private static final FriendsPolicy POLICY = new FriendsPolicy(50, 10, 2, RankingModel.shipped());

    private final FriendsRun run = new FriendsRun();

    private void people(int count) {
        for (long id = 1; id <= count; id++) {
            run.agreeing(id, FriendsRun.ADULT, true);
        }
    }

    private void mutual(long one, long other) {
        run.entry(one, other);
        run.entry(other, one);
    }

    private void friends(long one, long other) {
        run.friends(one, other, Instant.EPOCH);
    }

    private Set<String> seen(FriendsPolicy policy) {
        List<Row> rows = run.suggestions(policy);
        return rows.stream()
                .map(row -> row.getLong(0) + " sees " + row.getLong(1))
                .collect(Collectors.toSet());
    }

    private void assertPrevented(SafetyRule rule, String... harm) {
        assertThat(seen(POLICY)).doesNotContain(harm);
        assertThat(seen(POLICY.without(rule))).as("without " + rule).contains(harm);
    }

    @Test
    void suggest_twoPatientsOfOneTherapist_doNotSeeEachOther() {
        people(3);
        mutual(1, 2);
        mutual(1, 3);

        assertPrevented(SafetyRule.SECOND_SHARED_CONTACT, "2 sees 3", "3 sees 2");
    }

    @Test
    void suggest_friendOfASexWorker_doesNotSeeTheClient() {
        people(3);
        friends(1, 2);
        mutual(1, 3);

        assertPrevented(SafetyRule.SECOND_SHARED_CONTACT, "2 sees 3", "3 sees 2");
    }

    @Test
    void suggest_callersOfAHotlineThatCallsBack_doNotSeeEachOther() {
        people(14);
        for (long caller = 3; caller <= 14; caller++) {
            // Two lines, so that two shared contacts are not enough to tell.
            mutual(1, caller);
            mutual(2, caller);
        }

        assertPrevented(SafetyRule.CONNECTION_LIMIT, "3 sees 4", "14 sees 3");
    }

    @Test
    void suggest_somebodyKeptTheNumberOfAPersonWhoFled_neitherSeesTheOther() {
        people(2);
        run.entry(1, 2);

        assertPrevented(SafetyRule.FIRM_EVIDENCE, "1 sees 2", "2 sees 1");
    }

    @Test
    void suggest_twoAccountsOfAStalkerWriteTheNumberDown_theVictimStaysHidden() {
        people(3);
        // 1 and 2 are the stalker's, 3 is the victim.
        friends(1, 2);
        run.entry(1, 3);
        run.entry(2, 3);

        assertPrevented(SafetyRule.FIRM_EVIDENCE, "1 sees 3", "2 sees 3");
    }

    @Test
    void suggest_formerPartnerWasBlocked_neitherSeesTheOther() {
        people(3);
        friends(1, 2);
        friends(1, 3);
        run.blocks(2, 3);

        assertPrevented(SafetyRule.BLOCKS, "2 sees 3", "3 sees 2");
    }

    @Test
    void suggest_dismissedOnce_isNotShownAgainToWhoeverDismissed() {
        people(3);
        friends(1, 2);
        friends(1, 3);
        run.feedback(2, 3, "dismissed");

        assertPrevented(SafetyRule.DISMISSED, "2 sees 3");
    }

    @Test
    void suggest_childWithAdultFamilyFriends_isNotShownToTheirFriends() {
        people(2);
        run.agreeing(3, FriendsRun.MINOR, true);
        friends(1, 2);
        friends(1, 3);

        assertPrevented(SafetyRule.AGE_GROUPS, "2 sees 3", "3 sees 2");
    }

    @Test
    void suggest_whoDoesNotWantToBeFoundByNumber_isNotShown() {
        people(2);
        run.agreeing(3, FriendsRun.ADULT, false);
        friends(1, 2);
        friends(1, 3);

        assertPrevented(SafetyRule.DISCOVERABLE, "2 sees 3");
    }

    @Test
    void suggest_whoSaidNo_isNotShownAndSeesNobody() {
        people(2);
        run.silent(3, FriendsRun.ADULT, true);
        friends(1, 2);
        friends(1, 3);
        mutual(2, 3);

        assertThat(seen(POLICY)).isEmpty();
        run.agreeing(4, FriendsRun.ADULT, true);
        friends(1, 4);
        assertThat(seen(POLICY)).containsExactlyInAnyOrder("2 sees 4", "4 sees 2");
    }

    @Test
    void suggest_freshAccountUploadsNumbers_seesWhatAnEmptyUploadShows() {
        Consumer<FriendsRun> world = made -> {
            for (long id = 1; id <= 30; id++) {
                made.agreeing(id, FriendsRun.ADULT, true);
            }
            for (long id = 2; id < 30; id++) {
                made.friends(id, id + 1, Instant.EPOCH);
                made.entry(id, id % 28 + 2);
            }
        };
        var none = new FriendsRun();
        var one = new FriendsRun();
        var all = new FriendsRun();
        List.of(none, one, all).forEach(world);
        one.entry(1, 7);
        for (long id = 2; id <= 30; id++) {
            all.entry(1, id);
        }

        List<String> empty = rows(none);
        assertThat(empty).isNotEmpty().noneMatch(row -> row.startsWith("[1,"));
        assertThat(rows(one)).isEqualTo(empty);
        // Not even the scores of others tell that somebody wrote everybody down, but to those written down: what they
        // may see.
        assertThat(rows(all)).isEqualTo(empty);
    }

    private static List<String> rows(FriendsRun made) {
        return made.suggestions(POLICY).stream().map(Row::toString).sorted().toList();
    }

    @Test
    void suggest_suggestionIgnoredManyTimes_fallsBehind() {
        people(4);
        for (long friend : List.of(2L, 3L, 4L)) {
            friends(1, friend);
        }
        for (int times = 0; times < 5; times++) {
            run.feedback(2, 3, "shown");
        }

        assertThat(run.suggestions(POLICY).stream()
                        .filter(row -> row.getLong(0) == 2)
                        .map(row -> row.getLong(1) + " at " + row.getInt(2)))
                .containsExactlyInAnyOrder("4 at 1", "3 at 2");
    }

    @Test
    void suggest_anyReason_namesNobodyShared() {
        people(4);
        friends(1, 2);
        friends(1, 3);
        mutual(2, 4);
        mutual(3, 4);

        assertThat(run.suggestions(POLICY))
                .extracting(row -> row.getString(4))
                .isNotEmpty()
                .isSubsetOf("in_your_contacts", "shared_friends", "shared_contacts");
    }
}
