package org.sealedjoin.products.friends.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.friends.FriendsPolicy;
import org.sealedjoin.products.friends.FriendsRun;
import org.sealedjoin.products.friends.RankingModel;

/**
 * Somebody writes one number into their own address book to see whose it is: the person suggested next, or the suggestion that moved or
 * changed its reason, is the holder. Each setting is played twice, with the number and without; the attacker wins where the two views
 * differ. Ids of a round: attacker +1, victim +2, friend of the victim +3, stranger +4, second friend +5.
 */
class OneEntryLookupAttackTest {
    private static final FriendsPolicy POLICY = new FriendsPolicy(50, 1_000, 2, RankingModel.shipped());

    private enum Setting {
        ALONE,
        WITH_A_DECOY,
        VICTIM_HAS_FRIENDS,
        ATTACKER_IS_IN_THE_BOOK_OF_A_FRIEND_OF_THE_VICTIM,
        VICTIM_IS_A_FRIEND_OF_A_FRIEND,
        VICTIM_SHARES_TWO_FRIENDS,
        VICTIM_SHARES_A_MUTUAL_CONTACT
    }

    private final FriendsRun run = new FriendsRun();
    private final Set<List<Long>> entries = new HashSet<>();
    private final Set<List<Long>> friendships = new HashSet<>();

    @Test
    void addOneNumber_anySetting_showsTheAttackerNothingNewOfItsHolder() {
        for (Setting setting : Setting.values()) {
            play(setting, false);
            play(setting, true);
        }
        Map<Long, List<String>> views = views();
        var wins = new TreeSet<Setting>();
        var indirectWins = new TreeSet<Setting>();
        var naiveWins = new TreeSet<Setting>();
        var contactWins = new TreeSet<Setting>();
        var reasonWins = new TreeSet<Setting>();
        for (Setting setting : Setting.values()) {
            long before = attacker(setting, false);
            long after = attacker(setting, true);
            List<String> viewBefore = views.getOrDefault(before, List.of());
            List<String> viewAfter = views.getOrDefault(after, List.of());
            if (!ofVictim(viewBefore).equals(ofVictim(viewAfter))) {
                wins.add(setting);
            } else if (!viewBefore.equals(viewAfter)) {
                indirectWins.add(setting);
            }
            if (!everyEntrySuggests(before).equals(everyEntrySuggests(after))) {
                naiveWins.add(setting);
            }
            if (!everySharedContactSuggests(before).equals(everySharedContactSuggests(after))) {
                contactWins.add(setting);
            }
            if (!reasonNamesOwnBook(before, views).equals(reasonNamesOwnBook(after, views))) {
                reasonWins.add(setting);
            }
        }

        assertThat(naiveWins).as("every entry suggests").containsExactlyInAnyOrder(Setting.values());
        assertThat(contactWins)
                .as("every shared contact suggests: the number's friends appear")
                .contains(Setting.VICTIM_HAS_FRIENDS, Setting.VICTIM_IS_A_FRIEND_OF_A_FRIEND);
        assertThat(reasonWins)
                .as("the reason names the attacker's own book")
                .contains(Setting.VICTIM_IS_A_FRIEND_OF_A_FRIEND, Setting.VICTIM_SHARES_TWO_FRIENDS);
        assertThat(wins).as("our rule: the victim's row").isEmpty();
        assertThat(indirectWins).as("our rule: other people's rows").isEmpty();
    }

    @Test
    void fillTheVictimsView_strangerAddsVictim_victimSeesNoStranger() {
        person(1);
        person(2);
        entry(1, 2);

        assertThat(views()).isEmpty();
    }

    private static List<String> ofVictim(List<String> view) {
        return view.stream().filter(row -> row.startsWith("2 ")).toList();
    }

    private void play(Setting setting, boolean withNumber) {
        long base = attacker(setting, withNumber) - 1;
        for (int who = 1; who <= 5; who++) {
            person(base + who);
        }
        switch (setting) {
            case ALONE -> {}
            case WITH_A_DECOY -> entry(base + 1, base + 4);
            case VICTIM_HAS_FRIENDS -> friends(base + 2, base + 3);
            case ATTACKER_IS_IN_THE_BOOK_OF_A_FRIEND_OF_THE_VICTIM -> {
                entry(base + 3, base + 1);
                friends(base + 2, base + 3);
            }
            case VICTIM_IS_A_FRIEND_OF_A_FRIEND -> {
                friends(base + 1, base + 3);
                friends(base + 2, base + 3);
            }
            case VICTIM_SHARES_TWO_FRIENDS -> {
                friends(base + 1, base + 3);
                friends(base + 2, base + 3);
                friends(base + 1, base + 5);
                friends(base + 2, base + 5);
            }
            case VICTIM_SHARES_A_MUTUAL_CONTACT -> {
                for (long end : List.of(base + 1, base + 2)) {
                    entry(end, base + 3);
                    entry(base + 3, end);
                }
            }
        }
        if (withNumber) {
            entry(base + 1, base + 2);
        }
    }

    private static long attacker(Setting setting, boolean withNumber) {
        return 1_000L * (setting.ordinal() + 1) + (withNumber ? 100 : 0) + 1;
    }

    private void person(long id) {
        run.agreeing(id, FriendsRun.ADULT, true);
    }

    private void entry(long owner, long contact) {
        run.entry(owner, contact);
        entries.add(List.of(owner, contact));
    }

    private void friends(long one, long other) {
        run.friends(one, other, Instant.EPOCH);
        friendships.add(List.of(one, other));
        friendships.add(List.of(other, one));
    }

    /** All that a person sees, as place in the round, score and reason, best first. */
    private Map<Long, List<String>> views() {
        List<Row> rows = new ArrayList<>(run.suggestions(POLICY));
        rows.sort((x, y) -> Integer.compare(x.getInt(2), y.getInt(2)));
        var views = new TreeMap<Long, List<String>>();
        for (Row row : rows) {
            views.computeIfAbsent(row.getLong(0), ignored -> new ArrayList<>())
                    .add(row.getLong(1) % 100 + " " + row.getDouble(3) + " " + row.getString(4));
        }
        return views;
    }

    /** A textbook rule: whoever is in the book is suggested. */
    private Set<Long> everyEntrySuggests(long viewer) {
        var seen = new TreeSet<Long>();
        entries.stream().filter(entry -> entry.get(0) == viewer).forEach(entry -> seen.add(entry.get(1) % 100));
        return seen;
    }

    /** Another: whoever is two steps away is suggested. */
    private Set<Long> everySharedContactSuggests(long viewer) {
        var seen = new TreeSet<Long>();
        for (long through : neighbours(viewer)) {
            neighbours(through).stream().filter(end -> end != viewer).forEach(end -> seen.add(end % 100));
        }
        return seen;
    }

    /** The careful rule, but the reason tells people that a suggestion is in their own book. */
    private Set<String> reasonNamesOwnBook(long viewer, Map<Long, List<String>> views) {
        var seen = new TreeSet<String>();
        for (String view : views.getOrDefault(viewer, List.of())) {
            long place = Long.parseLong(view.substring(0, view.indexOf(' ')));
            seen.add(place + " " + entries.contains(List.of(viewer, viewer / 100 * 100 + place)));
        }
        return seen;
    }

    private Set<Long> neighbours(long one) {
        var found = new HashSet<Long>();
        for (Set<List<Long>> pairs : List.of(entries, friendships)) {
            for (List<Long> pair : pairs) {
                if (pair.get(0) == one) {
                    found.add(pair.get(1));
                }
                if (pair.get(1) == one) {
                    found.add(pair.get(0));
                }
            }
        }
        return found;
    }
}
