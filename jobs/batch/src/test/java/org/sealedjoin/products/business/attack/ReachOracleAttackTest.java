package org.sealedjoin.products.business.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.DiscreteLaplace;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.QuestionKey;
import org.sealedjoin.products.business.BusinessReachLab;
import org.sealedjoin.products.business.BusinessRows;

/**
 * A business wants to know whether one customer, its victim, agreed and asked for marketing; in half of the worlds so it is. It chooses who else its
 * customers are. The advantage is the share of agreed victims called agreed less the share of others called agreed; {@code tanh(loss / 2)}
 * bounds it. Each attack first beats the exact count.
 */
class ReachOracleAttackTest {
    private static final int WORLDS = 600;
    /** Four standard errors of the difference of two shares, each of half the worlds. */
    private static final double ERROR = 4 * Math.sqrt(0.5 / (WORLDS / 2.0));

    private static final DiscreteLaplace NOISE = new DiscreteLaplace(BusinessReachLab.FIGURE);
    private static final long VICTIM = 999;
    private static final int SHOPS = 40;

    private static boolean agreed(int world) {
        return world % 2 == 0;
    }

    private static long id(int world, long what) {
        return world * 1_000L + what;
    }

    /** As a night draws it: by the month, the business and the kind of message, under the key of the world. */
    private static long noise(int world, long business) {
        var bytes = new byte[NoiseKey.BYTES];
        new Random(world).nextBytes(bytes);
        try (var key = new NoiseKey(bytes)) {
            return NOISE.noiseOf(QuestionKey.ofCell(
                    key,
                    "business-reach",
                    Period.of(BusinessRows.AS_OF),
                    BusinessReachLab.FIGURE,
                    List.of(String.valueOf(business), "marketing")));
        }
    }

    /** So many accomplices, who agreed, and the victim if that one did. */
    private static List<Long> reached(int world, int accomplices, boolean victim) {
        var people = new ArrayList<>(
                LongStream.range(0, accomplices).mapToObj(n -> id(world, n)).toList());
        if (victim) {
            people.add(id(world, VICTIM));
        }
        return people;
    }

    private static double advantage(IntPredicate callsAgreed) {
        double called = 0;
        for (int world = 0; world < WORLDS; world++) {
            called += callsAgreed.test(world) ? agreed(world) ? 1 : -1 : 0;
        }
        return called / (WORLDS / 2.0);
    }

    private static void below(String attack, double measured, int figures) {
        double bound = Math.tanh(figures * BusinessReachLab.FIGURE.asDouble() / 2);
        System.out.printf("%s: advantage %.4f, bound %.4f, %d worlds%n", attack, measured, bound, WORLDS);
        assertThat(measured).isLessThan(bound + ERROR);
    }

    private static String marketing(int world, long business) {
        return id(world, business) + " marketing";
    }

    /** The victim is the only customer. */
    @Test
    void oneCustomer_isToldTooSmall_whateverTheCustomerChose() {
        var lab = new BusinessReachLab(300);
        for (int world = 0; world < WORLDS; world++) {
            lab.ask(
                    id(world, 0),
                    id(world, 0),
                    "q" + world,
                    noise(world, id(world, 0)),
                    reached(world, 0, agreed(world)));
        }
        BusinessReachLab.Night night = lab.night();

        assertThat(advantage(world -> !reached(world, 0, agreed(world)).isEmpty()))
                .as("an exact count")
                .isEqualTo(1);
        assertThat(IntStream.range(0, WORLDS).mapToObj(world -> night.reports().get(marketing(world, 0))))
                .containsOnly("too_small");
        assertThat(night.reports())
                .as("a row for each kind of message, asked or not")
                .hasSize(5 * WORLDS);
    }

    /** Accomplices fill the business up to one below the floor, so that the victim's choice decides: a preference oracle. */
    @Test
    void accomplicesUpToTheFloor_staysBelowTheBound() {
        var lab = new BusinessReachLab(20);
        for (int world = 0; world < WORLDS; world++) {
            lab.ask(
                    id(world, 0),
                    id(world, 0),
                    "q" + world,
                    noise(world, id(world, 0)),
                    reached(world, 19, agreed(world)));
        }
        BusinessReachLab.Night night = lab.night();

        assertThat(advantage(world -> reached(world, 19, agreed(world)).size() >= 20))
                .as("a floor on the exact count")
                .isEqualTo(1);
        below(
                "preference oracle",
                advantage(world -> night.reports().get(marketing(world, 0)).startsWith("ready")),
                1);
    }

    /** The victim becomes a customer on the second day. Noise that is the same both days cancels unless the figure is frozen. */
    @Test
    void customerAddedOvernight_frozenFigure_tellsNothing() {
        var lab = new BusinessReachLab(20);
        for (int world = 0; world < WORLDS; world++) {
            lab.ask(id(world, 0), id(world, 0), "q" + world, noise(world, id(world, 0)), reached(world, 50, false));
        }
        BusinessReachLab.Night first = lab.night();
        for (int world = 0; world < WORLDS; world++) {
            lab.ask(
                    id(world, 0),
                    id(world, 0),
                    "q" + world,
                    noise(world, id(world, 0)),
                    reached(world, 50, agreed(world)));
        }
        BusinessReachLab.Night second = lab.night();

        assertThat(advantage(world -> reached(world, 50, agreed(world)).size() + noise(world, id(world, 0))
                        != first.values().get("q" + world)))
                .as("the same noise on tonight's count")
                .isEqualTo(1);
        assertThat(second).isEqualTo(first);
    }

    /** One owner asks of the same people through forty shops: were each shop's month its own, their average would tell. */
    @Test
    void splitIntoFortyShops_getsTheAnswersOfOneOwner() {
        var lab = new BusinessReachLab(1);
        for (int shop = 0; shop < SHOPS; shop++) {
            lab.ask(id(0, shop), 7, "q" + shop, noise(0, id(0, shop)), reached(0, 12, true));
            lab.ask(id(1, shop), id(1, shop), "r" + shop, noise(1, id(1, shop)), reached(1, 12, true));
        }
        BusinessReachLab.Night night = lab.night();

        assertThat(answered(night, 1)).as("forty owners of one shop each").isEqualTo(SHOPS);
        assertThat(answered(night, 0)).isEqualTo(8);
        assertThat(lab.spent().get("business 7")).isBetween(0.4 - 1e-9, 0.4 + 1e-9);
        assertThat(lab.spent().get("person " + id(0, 3))).isBetween(0.4 - 1e-9, 0.4 + 1e-9);
        assertThat(lab.spent().get("person " + id(1, 3))).isBetween(2 - 1e-9, 2 + 1e-9);
    }

    private static long answered(BusinessReachLab.Night night, int world) {
        return IntStream.range(0, SHOPS)
                .filter(shop -> !night.reports().get(marketing(world, shop)).equals("over_budget"))
                .count();
    }
}
