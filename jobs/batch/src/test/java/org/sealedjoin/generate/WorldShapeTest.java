package org.sealedjoin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shape of the world, read from the rows themselves without Spark. Bounds are wide: they say what must not be lost. */
class WorldShapeTest {
    private static final long PEOPLE = 10_000;
    private static final GenerationSpec SPEC = new GenerationSpec(
            PEOPLE, 200_000, GenerationSpec.Forms.E164, GenerationSpec.Numbers.ANY, GenerationSpec.Format.CSV, 4);
    private static final World WORLD = new World(SPEC);
    private static final Map<String, List<Object[]>> TABLES = tables(WORLD);

    @Test
    void platforms_shares_areAQuarterAHalfAFifth() {
        assertThat(share(person -> WORLD.onMessaging(person) && !WORLD.onSocial(person)))
                .isBetween(0.23, 0.27);
        assertThat(share(WORLD::onBoth)).isBetween(0.53, 0.57);
        assertThat(share(person -> WORLD.onSocial(person) && !WORLD.onMessaging(person)))
                .isBetween(0.18, 0.22);
    }

    @Test
    void books_entries_areExactlyAsManyAsAsked() {
        assertThat(TABLES.get("messaging_contacts")).hasSize(200_000);
    }

    @Test
    void books_entriesOfPeopleOnNoPlatform_areAboutHalf() {
        Set<Object> known = new HashSet<>();
        for (long person = 0; person < PEOPLE; person++) {
            known.add(WORLD.phone(person).e164());
            known.add(WORLD.secondPhone(person).e164());
        }
        long strangers = TABLES.get("messaging_contacts").stream()
                .filter(row -> !known.contains(row[1]))
                .count();
        assertThat(strangers / 200_000.0).isBetween(0.45, 0.55);
    }

    @Test
    void books_sizes_haveAHeavyTail() {
        long[] sizes = counts(TABLES.get("messaging_contacts"), 0);
        int top = sizes.length / 100;
        long inTop = Arrays.stream(sizes, sizes.length - top, sizes.length).sum();
        assertThat(inTop / 200_000.0).isBetween(0.10, 0.35);
    }

    @Test
    void friendships_degrees_haveAHeavyTail() {
        Map<Object, Set<Object>> friends = friends();
        int[] degrees = friends.values().stream().mapToInt(Set::size).sorted().toArray();
        double mean = Arrays.stream(degrees).average().orElseThrow();
        assertThat(mean).isBetween(4.0, 15.0);
        assertThat(degrees[degrees.length - 1]).isGreaterThan((int) (6 * mean));
    }

    @Test
    void friendships_pairs_standOnce() {
        Set<Set<Object>> pairs = new HashSet<>();
        for (Object[] row : TABLES.get("social_friendships")) {
            assertThat(row[0]).isNotEqualTo(row[1]);
            assertThat(pairs.add(Set.of(row[0], row[1]))).isTrue();
        }
    }

    @Test
    void friendships_ofPeopleWithACommonFriend_areFarLikelierThanOfAnyTwo() {
        Map<Object, Set<Object>> friends = friends();
        long withCommon = 0;
        long all = 0;
        for (var entry : friends.entrySet()) {
            for (Object other : entry.getValue()) {
                all++;
                withCommon += haveCommon(entry.getValue(), friends.get(other)) ? 1 : 0;
            }
        }
        var accounts = new ArrayList<>(friends.keySet());
        long randomCommon = 0;
        for (int pair = 0; pair < 5_000; pair++) {
            Object one = accounts.get((int) Dice.below(accounts.size(), Dice.mix(pair)));
            Object two = accounts.get((int) Dice.below(accounts.size(), Dice.mix(-pair - 1L)));
            randomCommon += !one.equals(two) && haveCommon(friends.get(one), friends.get(two)) ? 1 : 0;
        }
        assertThat(withCommon / (double) all).isGreaterThan(0.4);
        assertThat(randomCommon / 5_000.0).isLessThan(0.05);
    }

    @Test
    void heldOut_friendships_areATenthAndNotInTheTable() {
        Set<Set<Object>> shown = new HashSet<>();
        TABLES.get("social_friendships").forEach(row -> shown.add(Set.of(row[0], row[1])));
        List<Object[]> hidden = rows(GenerateTables.heldOut(WORLD));
        assertThat(hidden.size() / (double) (shown.size() + hidden.size())).isBetween(0.08, 0.12);
        assertThat(hidden).noneMatch(row -> shown.contains(Set.of(row[0], row[1])));
    }

    @Test
    void books_amongFriends_areMutual() {
        Map<Object, Long> owners = new HashMap<>();
        Map<Object, Object> userOf = new HashMap<>();
        for (long person = 0; person < PEOPLE; person++) {
            owners.put(WORLD.phone(person).e164(), person);
            userOf.put(person, WORLD.userId(person));
        }
        Set<List<Object>> edges = new HashSet<>();
        for (Object[] row : TABLES.get("messaging_contacts")) {
            Long person = owners.get(row[1]);
            if (person != null && WORLD.onMessaging(person)) {
                edges.add(List.of(row[0], WORLD.userId(person)));
            }
        }
        long mutual = edges.stream()
                .filter(edge -> edges.contains(List.of(edge.get(1), edge.get(0))))
                .count();
        assertThat(mutual / (double) edges.size()).isGreaterThan(0.25);
    }

    @Test
    void ids_ofBothPlatforms_doNotRevealThatTwoAreOne() {
        assertThat(share(person -> WORLD.userId(person) == WORLD.accountId(person)))
                .isZero();
        assertThat(share(person -> WORLD.userId(person) < 1_000_000_000_000L)).isZero();
    }

    @Test
    void numbers_ofPeopleStrangersAndHotlines_neverMeet() {
        Set<String> people = new HashSet<>();
        Set<String> others = new TreeSet<>();
        for (long person = 0; person < PEOPLE; person++) {
            assertThat(people.add(WORLD.phone(person).e164())).isTrue();
            assertThat(people.add(WORLD.secondPhone(person).e164())).isTrue();
            others.add(WORLD.localStranger(person, Dice.mix(person)).e164());
            others.add(WORLD.anyStranger(person, Dice.mix(person + 1)).e164());
            others.add(WORLD.hotline(person, Dice.mix(person + 2)).e164());
        }
        assertThat(others).noneMatch(people::contains);
    }

    @ParameterizedTest
    @ValueSource(longs = {100, 999, 10_001})
    void acquaintances_anySize_areMutualAndInside(long people) {
        var world = new World(new GenerationSpec(
                people, 0, GenerationSpec.Forms.E164, GenerationSpec.Numbers.FICTION, GenerationSpec.Format.CSV, 8));
        var acquaintances = new Acquaintances(world);
        for (long person = 0; person < people; person++) {
            for (long other : acquaintances.of(person)) {
                assertThat(other).isNotEqualTo(person).isBetween(0L, people - 1);
                assertThat(acquaintances.of(other)).contains(person);
            }
        }
    }

    private static boolean haveCommon(Set<Object> some, Set<Object> others) {
        return some.stream().anyMatch(others::contains);
    }

    private static Map<Object, Set<Object>> friends() {
        Map<Object, Set<Object>> friends = new HashMap<>();
        for (Object[] row : TABLES.get("social_friendships")) {
            friends.computeIfAbsent(row[0], account -> new HashSet<>()).add(row[1]);
            friends.computeIfAbsent(row[1], account -> new HashSet<>()).add(row[0]);
        }
        return friends;
    }

    private static long[] counts(List<Object[]> rows, int column) {
        Map<Object, Long> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row[column], 1L, Long::sum));
        return counts.values().stream().mapToLong(Long::longValue).sorted().toArray();
    }

    private static double share(java.util.function.LongPredicate of) {
        return java.util.stream.LongStream.range(0, PEOPLE).filter(of).count() / (double) PEOPLE;
    }

    private static Map<String, List<Object[]>> tables(World world) {
        Map<String, List<Object[]>> tables = new HashMap<>();
        GenerateTables.sources(world)
                .forEach(source -> tables.put(source.table().name(), rows(source)));
        return tables;
    }

    private static List<Object[]> rows(RowSource source) {
        List<Object[]> rows = new ArrayList<>();
        for (long index = 0; index < source.indexes(); index++) {
            source.rows().at(index, rows::add);
        }
        return rows;
    }
}
