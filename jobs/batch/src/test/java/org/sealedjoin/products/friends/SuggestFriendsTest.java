package org.sealedjoin.products.friends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.friends.SlowSuggestions.Pair;
import org.sealedjoin.products.friends.SlowSuggestions.Suggestion;

/** Many small random worlds in one job, on disjoint ids, against the slow twin. */
class SuggestFriendsTest {
    private static final int WORLDS = 200;
    private static final int PEOPLE = 12;
    private static final FriendsPolicy POLICY = new FriendsPolicy(3, 6, 2, everyFeatureWeighs());
    /** Doubles of Spark and Java may differ in their last digit. */
    private static final double DIGIT = 1e9;

    private static final List<SlowSuggestions> ORACLES = new ArrayList<>();
    private static List<Suggestion> suggestions;
    private static List<Suggestion> inFewBlocks;
    private static List<Suggestion> inManyBlocks;
    private static List<Suggestion> joined;

    /** Weights of different sizes, so that no feature can be mistaken for another. */
    private static RankingModel everyFeatureWeighs() {
        var weights = new EnumMap<Feature, Double>(Feature.class);
        double weight = 0.1;
        for (Feature feature : Feature.values()) {
            weights.put(feature, feature.sign() == Feature.Sign.MORE ? weight : -weight);
            weight *= 1.17;
        }
        return new RankingModel(-2, weights, "test", Map.of());
    }

    @BeforeAll
    static void runOnce() {
        var run = new FriendsRun();
        for (int world = 0; world < WORLDS; world++) {
            ORACLES.add(fill(run, world, new SplittableRandom(4_000 + world), entries -> entries));
        }
        suggestions =
                run.suggestions(POLICY).stream().map(SuggestFriendsTest::read).toList();
        inFewBlocks = run.suggestions(POLICY.within(20_000)).stream()
                .map(SuggestFriendsTest::read)
                .toList();
        inManyBlocks = run.suggestions(POLICY.within(0)).stream()
                .map(SuggestFriendsTest::read)
                .toList();
        joined = run.joined(POLICY).stream().map(SuggestFriendsTest::read).toList();
    }

    private static Suggestion read(Row row) {
        return new Suggestion(
                row.getLong(0), row.getLong(1), row.getInt(2), rounded(row.getDouble(3)), row.getString(4));
    }

    private static double rounded(double score) {
        return Math.round(score * DIGIT) / DIGIT;
    }

    /** One world of people 100 w + 1 to 100 w + 12; density and habits differ from world to world. */
    private static SlowSuggestions fill(
            FriendsRun run, int world, SplittableRandom random, UnaryOperator<Set<Pair>> kept) {
        var adults = new HashMap<Long, Boolean>();
        var discoverable = new HashSet<Long>();
        var regions = new HashMap<Long, String>();
        var shown = new HashMap<Pair, Integer>();
        var agreed = new ArrayList<Long>();
        for (long id = 100L * world + 1; id <= 100L * world + PEOPLE; id++) {
            boolean found = random.nextInt(6) > 0;
            int age = random.nextInt(10);
            var born = age == 0 ? null : age < 3 ? FriendsRun.MINOR : FriendsRun.ADULT;
            String region = List.of("GB", "DK", "IN").get(random.nextInt(3));
            regions.put(id, region);
            if (random.nextInt(8) == 0) {
                run.silent(id, born, found, region);
                continue;
            }
            agreed.add(id);
            run.agreeing(id, born, found, region);
            if (born != null) {
                adults.put(id, born.equals(FriendsRun.ADULT));
            }
            if (found) {
                discoverable.add(id);
            }
        }
        var entries = new HashSet<Pair>();
        var friendships = new HashSet<Pair>();
        var excluded = new HashSet<Pair>();
        var dismissed = new HashSet<Pair>();
        int one = 4 + random.nextInt(12);
        for (long a = 100L * world + 1; a <= 100L * world + PEOPLE; a++) {
            for (long b = 100L * world + 1; b <= 100L * world + PEOPLE; b++) {
                if (a == b) {
                    continue;
                }
                boolean bothAgreed = agreed.contains(a) && agreed.contains(b);
                if (bothAgreed && random.nextInt(one) == 0) {
                    entries.add(new Pair(a, b));
                    if (random.nextInt(3) == 0) {
                        entries.add(new Pair(b, a));
                    }
                }
                if (random.nextInt(2 * one) == 0) {
                    boolean future = random.nextInt(5) == 0;
                    run.friends(
                            a,
                            b,
                            future ? FriendsRun.AS_OF.plusSeconds(1) : random.nextBoolean() ? null : FriendsRun.AS_OF);
                    excluded.add(new Pair(a, b));
                    if (bothAgreed && !future) {
                        friendships.add(new Pair(a, b));
                    }
                }
                if (random.nextInt(25) == 0) {
                    run.blocks(a, b);
                    excluded.add(new Pair(a, b));
                }
                if (random.nextInt(12) == 0) {
                    String outcome = List.of("shown", "dismissed", "accepted").get(random.nextInt(3));
                    run.feedback(a, b, outcome);
                    if (outcome.equals("shown")) {
                        shown.put(new Pair(a, b), 1);
                        if (random.nextBoolean()) {
                            run.feedback(a, b, outcome);
                            shown.put(new Pair(a, b), 2);
                        }
                    }
                    if (outcome.equals("dismissed")) {
                        dismissed.add(new Pair(a, b));
                    }
                }
            }
        }
        kept.apply(entries).forEach(entry -> run.entry(entry.from(), entry.to()));
        return new SlowSuggestions(
                entries, friendships, adults, regions, discoverable, excluded, dismissed, shown, POLICY);
    }

    @Test
    void apply_randomWorlds_sameSuggestionsAndOrderAsSlowTwin() {
        List<Suggestion> expected = ORACLES.stream()
                .flatMap(oracle -> oracle.all().stream())
                .map(row ->
                        new Suggestion(row.account(), row.suggested(), row.rank(), rounded(row.score()), row.reason()))
                .toList();

        assertThat(expected).hasSizeGreaterThan(500);
        assertThat(expected)
                .extracting(Suggestion::reason)
                .contains("in_your_contacts", "shared_friends", "shared_contacts");
        assertThat(suggestions).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void apply_randomWorlds_sameAsJoinAndWindow() {
        assertThat(joined).hasSizeGreaterThan(500);
        assertThat(suggestions).containsExactlyInAnyOrderElementsOf(joined);
    }

    @Test
    void apply_graphAboveTheLimit_sameInBlocksOfAnySize() {
        assertThat(suggestions).hasSizeGreaterThan(500);
        assertThat(inFewBlocks).containsExactlyInAnyOrderElementsOf(suggestions);
        assertThat(inManyBlocks).containsExactlyInAnyOrderElementsOf(suggestions);
    }

    @Test
    void apply_randomWorlds_cutPersonsAndExcludeNobodyInVain() {
        assertThat(suggestions).extracting(Suggestion::rank).contains(1, 2, 3).doesNotContain(4);
        for (Suggestion suggestion : suggestions) {
            SlowSuggestions world = ORACLES.get((int) (suggestion.account() / 100));
            var pair = new Pair(suggestion.account(), suggestion.suggested());
            assertThat(world.excluded()).doesNotContain(pair, pair.turned());
            assertThat(world.dismissed()).doesNotContain(pair);
            assertThat(world.discoverable()).contains(suggestion.suggested());
            assertThat(world.adults().get(pair.from()))
                    .isNotNull()
                    .isEqualTo(world.adults().get(pair.to()));
        }
    }

    @Test
    void apply_everyOneWayEntryRemoved_noSuggestionIsLost() {
        var everybody = new FriendsPolicy(PEOPLE, 6, 2, everyFeatureWeighs());
        var whole = new FriendsRun();
        var mutualOnly = new FriendsRun();
        for (int world = 0; world < WORLDS; world++) {
            fill(whole, world, new SplittableRandom(4_000 + world), entries -> entries);
            fill(mutualOnly, world, new SplittableRandom(4_000 + world), SuggestFriendsTest::mutual);
        }
        Set<Pair> before = pairs(whole.suggestions(everybody));
        Set<Pair> after = pairs(mutualOnly.suggestions(everybody));

        assertThat(before).hasSizeGreaterThan(500);
        assertThat(after).containsAll(before);
    }

    private static Set<Pair> mutual(Set<Pair> entries) {
        return entries.stream()
                .filter(entry -> entries.contains(entry.turned()))
                .collect(Collectors.toSet());
    }

    private static Set<Pair> pairs(List<Row> rows) {
        return rows.stream()
                .map(row -> new Pair(row.getLong(0), row.getLong(1)))
                .collect(Collectors.toSet());
    }

    @Test
    void apply_equalWeights_smallestIdsFirst() {
        var run = new FriendsRun();
        for (long id : List.of(9L, 5L, 3L, 7L, 1L, 2L)) {
            run.agreeing(id, FriendsRun.ADULT, true);
        }
        for (long friend : List.of(9L, 5L, 3L, 7L, 1L)) {
            run.friends(2, friend, Instant.EPOCH);
        }

        assertThat(run.suggestions(POLICY).stream()
                        .map(SuggestFriendsTest::read)
                        .filter(suggestion -> suggestion.account() == 1))
                .extracting(Suggestion::suggested, Suggestion::rank)
                .containsExactly(tuple(3L, 1), tuple(5L, 2), tuple(7L, 3));
    }
}
