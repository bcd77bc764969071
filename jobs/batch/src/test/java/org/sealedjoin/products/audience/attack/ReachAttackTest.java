package org.sealedjoin.products.audience.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.AskedRows;
import org.sealedjoin.privacy.DiscreteLaplace;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.QuestionKey;
import org.sealedjoin.products.audience.ReachLab;

/**
 * Attacks on what an advertiser is told and whom it reaches, through the stages that a night runs: questions, budgets, frozen figures, reports,
 * delivery. In half of the worlds the victim is a member. The advantage is the share of members called members less the share of strangers
 * called members; {@code tanh(loss / 2)} bounds it. Each attack on a defence first beats a release without it.
 */
class ReachAttackTest {
    private static final int WORLDS = 600;
    /** Four standard errors of the difference of two shares, each of half the worlds. */
    private static final double ERROR = 4 * Math.sqrt(0.5 / (WORLDS / 2.0));

    private static final DiscreteLaplace NOISE = new DiscreteLaplace(ReachLab.FIGURE);
    private static final Period PERIOD = new Period(java.time.YearMonth.of(2026, 6));
    private static final long VICTIM = 999;
    private static final long MIN_PEOPLE = 20;

    private static long noise(int world, long rows) {
        var bytes = new byte[NoiseKey.BYTES];
        new Random(world).nextBytes(bytes);
        try (var key = new NoiseKey(bytes)) {
            return NOISE.noiseOf(QuestionKey.of(
                    key, "audience-reach", PERIOD, ReachLab.FIGURE, new AskedRows(rows, rows * 77, rows, 0, 0)));
        }
    }

    private static boolean member(int world) {
        return world % 2 == 0;
    }

    private static long id(int world, long what) {
        return world * 1_000L + what;
    }

    /** So many made-up people of a world, and the victim if it is to be found there. */
    private static List<Long> people(int world, int madeUp, boolean victim) {
        var people = new ArrayList<>(
                LongStream.range(0, madeUp).mapToObj(n -> id(world, n)).toList());
        if (victim) {
            people.add(id(world, VICTIM));
        }
        return people;
    }

    private static double advantage(IntPredicate callsMember) {
        double called = 0;
        for (int world = 0; world < WORLDS; world++) {
            called += callsMember.test(world) ? member(world) ? 1 : -1 : 0;
        }
        return called / (WORLDS / 2.0);
    }

    private static double bound(int figures) {
        return Math.tanh(figures * ReachLab.FIGURE.asDouble() / 2);
    }

    private static void below(String attack, double measured, double bound) {
        System.out.printf("%s: advantage %.4f, bound %.4f, %d worlds%n", attack, measured, bound, WORLDS);
        assertThat(measured).isLessThan(bound + ERROR);
    }

    /** Korolova, "Privacy violations using microtargeted ads", 2010: nineteen made-up people and one real one beat a floor of twenty. */
    @Test
    void madeUpProfiles_andVictim_staysBelowTheBound() {
        var lab = new ReachLab(MIN_PEOPLE, ReachLab.BUDGETS);
        for (int world = 0; world < WORLDS; world++) {
            lab.ask(id(world, 0), id(world, 0), "q" + world, noise(world, 20), people(world, 19, member(world)));
        }
        ReachLab.Night night = lab.night();

        assertThat(advantage(world -> people(world, 19, member(world)).size() >= MIN_PEOPLE))
                .as("a floor on the exact count")
                .isEqualTo(1);
        below(
                "made-up profiles",
                advantage(world -> night.reports().get(id(world, 0)).startsWith("ready")),
                bound(1));
        // Whom it reaches tells no more than the report.
        assertThat(night.served().keySet())
                .allMatch(audience -> night.reports().get(audience).startsWith("ready"));
    }

    /** A list of the floor's length with one eligible person; the made-up ones leave once the audience is ready, so that the victim sees it alone. */
    @Test
    void nanotargeting_madeUpPeopleLeave_victimIsNotServedAlone() {
        var lab = new ReachLab(300, ReachLab.BUDGETS);
        for (int world = 0; world < 40; world++) {
            lab.ask(id(world, 0), id(world, 0), "q" + world, noise(world, 500), people(world, 500, true));
        }
        ReachLab.Night before = lab.night();
        for (int world = 0; world < 40; world++) {
            lab.ask(id(world, 0), id(world, 0), "q" + world, noise(world, 500), people(world, 0, true));
        }
        ReachLab.Night after = lab.night();

        assertThat(before.served())
                .hasSize(40)
                .allSatisfy((audience, served) -> assertThat(served).isEqualTo(501));
        assertThat(after.reports())
                .as("the figure stays, and says nothing of who left")
                .isEqualTo(before.reports());
        assertThat(after.reports().values())
                .as("served by the report alone, the victim would be alone")
                .allMatch(report -> report.startsWith("ready"));
        assertThat(after.served()).isEmpty();
    }

    /** One list on two days; the victim joins on the second. Noise that follows from the question is the same both days: without freezing it cancels. */
    @Test
    void differencingOverDays_frozenFigure_tellsNothing() {
        var lab = new ReachLab(MIN_PEOPLE, ReachLab.BUDGETS);
        for (int world = 0; world < WORLDS; world++) {
            lab.ask(id(world, 0), id(world, 0), "q" + world, noise(world, 50), people(world, 50, false));
        }
        ReachLab.Night first = lab.night();
        for (int world = 0; world < WORLDS; world++) {
            lab.ask(id(world, 0), id(world, 0), "q" + world, noise(world, 50), people(world, 50, member(world)));
        }
        ReachLab.Night second = lab.night();

        assertThat(advantage(world -> people(world, 50, member(world)).size() + noise(world, 50)
                        != first.values().get("q" + world)))
                .as("the same noise on tonight's count")
                .isEqualTo(1);
        assertThat(second.values()).isEqualTo(first.values());
        assertThat(second.reports()).isEqualTo(first.reports());
    }

    /** Set-membership inference by bisection (Guo et al., USENIX Security 2022): a thousand variations of a list, each with the victim. */
    @Test
    void bisection_aThousandUploads_getEightAnswers() {
        var lab = new ReachLab(1, ReachLab.BUDGETS);
        int worlds = 60;
        int uploads = 1_000;
        for (int world = 0; world < worlds; world++) {
            for (int upload = 0; upload < (world == 0 ? uploads : 30); upload++) {
                lab.ask(
                        id(world, upload),
                        id(world, 0),
                        "q" + world + "-" + upload,
                        noise(world, 40 + upload),
                        people(world, 40, member(world)));
            }
        }
        ReachLab.Night night = lab.night();

        assertThat(advantage(world -> IntStream.range(0, uploads)
                                .mapToLong(upload ->
                                        people(world, 40, member(world)).size() + noise(world, 40 + upload))
                                .average()
                                .orElseThrow()
                        > 40.5))
                .as("a thousand answers, were there no budget")
                .isGreaterThan(0.3);
        for (int world = 0; world < worlds; world++) {
            int of = world;
            long answered = IntStream.range(0, world == 0 ? uploads : 30)
                    .filter(upload -> !night.reports().get(id(of, upload)).equals("over_budget"))
                    .count();
            assertThat(answered).isEqualTo(8);
        }
        assertThat(lab.spent()).allSatisfy((who, spent) -> assertThat(spent).isLessThan(0.4 + 1e-9));
    }

    /**
     * Attribute inference through overlaps (Venkatadri et al., IEEE S&P 2018): a list of people with an attribute that the attacker cannot read, one of
     * its own with the victim in it, and both together. Sizes add up to the overlap, which is the victim.
     */
    @Test
    void overlap_ofThreeLists_staysBelowTheBound() {
        var lab = new ReachLab(1, ReachLab.BUDGETS);
        for (int world = 0; world < WORLDS; world++) {
            List<List<Long>> lists = overlapping(world);
            for (int list = 0; list < 3; list++) {
                lab.ask(
                        id(world, list),
                        id(world, 0),
                        "q" + world + "-" + list,
                        noise(world, 50 + list),
                        lists.get(list));
            }
        }
        ReachLab.Night night = lab.night();

        assertThat(advantage(world -> {
                    List<List<Long>> lists = overlapping(world);
                    return lists.get(0).size() + lists.get(1).size()
                            > lists.get(2).size();
                }))
                .as("exact sizes")
                .isEqualTo(1);
        below(
                "overlap of three lists",
                advantage(world -> {
                    String of = "q" + world + "-";
                    return night.values().get(of + 0) + night.values().get(of + 1)
                            > night.values().get(of + 2);
                }),
                bound(3));
    }

    /** With the attribute: the victim is in it in half of the worlds; with the victim: always; both. */
    private static List<List<Long>> overlapping(int world) {
        List<Long> with = people(world, 30, member(world));
        var own = new ArrayList<>(
                LongStream.range(100, 120).mapToObj(n -> id(world, n)).toList());
        own.add(id(world, VICTIM));
        var both = new java.util.TreeSet<>(with);
        both.addAll(own);
        return List.of(with, own, List.copyOf(both));
    }

    /** Two advertisers who put their months together have sixteen answers; the vote over them stays below what sixteen losses allow. */
    @Test
    void collusion_twoAdvertisers_staysBelowTheBound() {
        var lab = new ReachLab(1, ReachLab.BUDGETS);
        for (int world = 0; world < WORLDS; world++) {
            for (int upload = 0; upload < 16; upload++) {
                lab.ask(
                        id(world, upload),
                        id(world, upload / 8),
                        "q" + world + "-" + upload,
                        noise(world, 12 + upload),
                        people(world, 12, member(world)));
            }
        }
        ReachLab.Night night = lab.night();
        double measured = advantage(world -> IntStream.range(0, 16)
                        .filter(upload -> night.values().get("q" + world + "-" + upload) > 12)
                        .count()
                > 8);

        below("two advertisers, 16 figures", measured, bound(16));
        assertThat(measured).as("sixteen answers tell something").isGreaterThan(0.05);
    }

    /** A rival spends all its month on the same people: others are told of them all the same. Only eight rivals together use a person up. */
    @Test
    void draining_oneRival_changesNothing_manyDo() {
        List<Long> people = people(0, 100, false);
        var lab = new ReachLab(1, ReachLab.BUDGETS);
        lab.setAside(1);
        drain(lab, 1, people);
        lab.night();
        lab.ask(id(90, 0), 90, "b-first", 0, people);
        assertThat(lab.night().values()).containsEntry("b-first", 100L);

        for (int rival = 2; rival <= 11; rival++) {
            drain(lab, rival, people);
        }
        lab.ask(id(91, 0), 91, "c-last", 0, people);
        ReachLab.Night night = lab.night();

        // A quarter is set aside; sixty figures fit, in the order of their names; then nobody is left to be counted.
        assertThat(night.values().values().stream().filter(value -> value == 100))
                .hasSize(60);
        assertThat(night.values()).containsEntry("c-last", 0L);
        assertThat(lab.spent()).containsEntry("advertiser 91", 0.05);
        assertThat(lab.spent().get("person " + id(0, 0))).isBetween(3 - 1e-9, 3 + 1e-9);
        assertThat(night.reports().get(id(2, 8)))
                .as("the ninth question of a month")
                .isEqualTo("over_budget");
    }

    private static void drain(ReachLab lab, int rival, List<Long> people) {
        for (int upload = 0; upload < 9; upload++) {
            lab.ask(id(rival, upload), rival, String.format("a%02d-%d", rival, upload), 0, people);
        }
    }

    /** Two who ask the same question are told the same figure, and each pays for it; whether a rival asked before cannot be told. */
    @Test
    void sameQuestion_askedByTwo_isOneFigure() {
        var lab = new ReachLab(1, ReachLab.BUDGETS);
        List<Long> people = people(0, 50, false);
        lab.ask(1, 1, "q", 7, people);
        ReachLab.Night alone = lab.night();
        lab.ask(1, 1, "q", 7, people);
        lab.ask(2, 2, "q", 7, people);
        ReachLab.Night both = lab.night();

        assertThat(both.reports().get(2L)).isEqualTo(alone.reports().get(1L));
        assertThat(both.values()).isEqualTo(alone.values());
        assertThat(lab.spent()).containsEntry("advertiser 1", 0.05).containsEntry("advertiser 2", 0.05);
        assertThat(lab.spent()).containsEntry("person " + id(0, 0), 0.05);
    }
}
