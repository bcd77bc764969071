package org.sealedjoin.products.usage.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.products.usage.Block;
import org.sealedjoin.products.usage.Measure;
import org.sealedjoin.products.usage.PlanUsage;
import org.sealedjoin.products.usage.Span;
import org.sealedjoin.products.usage.UsageLab;
import org.sealedjoin.products.usage.UsagePolicy;

/**
 * An analyst who knows all of everybody but one person puts figures of regions, days, weeks and months together to learn whether that one was
 * active (reconstruction: Dinur and Nissim, PODS 2003; differencing: Denning, ACM TODS 1980). Each attack first succeeds against figures without
 * noise. The advantage is the share of active people called active less the share of others called so; no attack on figures of a loss can have
 * more than {@code tanh(loss / 2)}.
 */
class UsageAttackTest {
    private static final int TRIALS = 2_000;
    /**
     * Ten times what is set aside by default, and sixty times: the bound holds whatever the budget, and by the default one so little is learnt
     * that no number of trials that a build can afford would tell it from nothing.
     */
    private static final Epsilon TEN = new Epsilon(10_000_000);

    private static final Epsilon SIXTY = new Epsilon(60_000_000);
    private static final Set<Measure> ALL = EnumSet.allOf(Measure.class);
    private static final UsagePolicy POLICY = new UsagePolicy(List.of("AA", "BB", "CC"), 50, 100);
    private static final Instant NIGHT = Instant.parse("2016-11-01T00:00:00Z").minusSeconds(1);
    private static final String VICTIMS = "BB";
    /** The one day on which the victim may have been active, and the weeks and months that it is in. */
    private static final LocalDate DAY = LocalDate.of(2016, 10, 1);

    private interface Attack {
        boolean callsActive(boolean active, long seed);
    }

    private static double advantage(int trials, Attack attack) {
        int right = 0;
        int wrong = 0;
        for (int trial = 0; trial < trials; trial++) {
            boolean active = trial % 2 == 0;
            if (attack.callsActive(active, trial / 2 * 7_919L + trial % 2)) {
                right += active ? 1 : 0;
                wrong += active ? 0 : 1;
            }
        }
        return (right - wrong) * 2.0 / trials;
    }

    private static double error(int trials) {
        return 4 * Math.sqrt(0.5 / (trials / 2.0));
    }

    private static double bound(double loss) {
        return Math.tanh(loss / 2);
    }

    private static void assertBelow(String attack, int trials, double measured, double loss) {
        System.out.printf("%s: %.4f measured in %d trials, bound %.4f%n", attack, measured, trials, bound(loss));
        assertThat(measured).as(attack).isLessThan(bound(loss) + error(trials));
    }

    /** What everybody but the victim makes of a cell: large, so that every figure is told. */
    private static long known(String measure, String region) {
        long people = switch (region) {
            case "all" -> 2_200_000;
            case "AA" -> 1_000_000;
            case "BB" -> 700_000;
            case "CC" -> 500_000;
            default -> 0;
        };
        return measure.equals("MESSAGES") ? 20 * people : people;
    }

    /** What the victim adds to a cell, if active on that day only, alone on the messaging platform, and joined four weeks before. */
    private static long added(String measure, Span span, String part, String region) {
        boolean there = !DAY.isBefore(span.from()) && DAY.isBefore(span.until());
        if (!there || !(region.equals(VICTIMS) || region.equals("all"))) {
            return 0;
        }
        return switch (part) {
            case "active", "one", "returned_4" -> 1;
            case "gone_4" -> -1;
            case "messages" -> 50;
            default -> 0;
        };
    }

    private static UsageLab.Counts counts(boolean active) {
        return (measure, span, part, region) ->
                known(measure, region) + (active ? added(measure, span, part, region) : 0);
    }

    /** One day: the total less all other regions, and the victim's own. */
    @Test
    void totalLessRegions_withoutNoiseIsCertain_ours_staysBelowTheBound() {
        Instant night = DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        assertThat(advantage(
                        20,
                        (active, seed) -> callsByTotal(UsageLab.withoutNoise(POLICY, SIXTY)
                                .night(night, EnumSet.of(Measure.DAILY), counts(active)))))
                .isEqualTo(1);
        double measured = advantage(
                TRIALS,
                (active, seed) -> callsByTotal(
                        new UsageLab(POLICY, SIXTY, seed).night(night, EnumSet.of(Measure.DAILY), counts(active))));

        assertBelow(
                "total less regions, one day",
                TRIALS,
                measured,
                Measure.DAILY.loss(SIXTY).asDouble());
    }

    private static boolean callsByTotal(Map<String, Double> told) {
        double others = told.get("daily_active_people all " + DAY)
                - told.get("daily_active_people AA " + DAY)
                - told.get("daily_active_people CC " + DAY);
        assertThat(others - told.get("daily_active_people BB " + DAY))
                .as("they agree")
                .isZero();
        return others > known("DAILY", VICTIMS);
    }

    /**
     * Everything of a month at once: days, week, both platforms, messages and retention, each cell and each total. The attacker even sees them
     * before they were reconciled, and weighs them by their likelihood: no attack on what is told does better.
     */
    @Test
    void everythingOfAMonth_bestAttackThereIs_staysBelowTheBound() {
        List<Block> blocks = new PlanUsage(NIGHT)
                .apply(Set.of(), ALL).stream()
                        .filter(block -> !DAY.isBefore(block.span().from())
                                && DAY.isBefore(block.span().until()))
                        .toList();
        assertThat(blocks).hasSize(5);
        double loss = blocks.stream()
                .mapToDouble(block -> block.measure().loss(TEN).asDouble())
                .sum();
        double measured = advantage(TRIALS, (active, seed) -> {
            var lab = new UsageLab(POLICY, TEN, seed);
            double weight = 0;
            for (Row row : lab.noisy(blocks, counts(active))) {
                String measure = row.getString(0);
                Span span = spanOf(blocks, row);
                String region = row.getString(3);
                long if0 = row.getLong(4) - known(measure, region);
                long if1 = if0 - added(measure, span, row.getString(2), region);
                weight += (Math.abs(if0) - Math.abs(if1)) / lab.scale(measure, region.equals("all"));
            }
            return weight > 0 || weight == 0 && new Random(seed).nextBoolean();
        });

        // The victim moves two cells of retention, one down and one up: twice the loss of one who was not there at all.
        double twice = loss + Measure.RETENTION.loss(TEN).asDouble();
        assertBelow("everything of a month", TRIALS, measured, twice);
        assertThat(measured).as("the attack is one").isGreaterThan(bound(twice) / 4);
    }

    private static Span spanOf(List<Block> blocks, Row row) {
        return blocks.stream()
                .filter(block -> block.measure().name().equals(row.getString(0)))
                .findFirst()
                .orElseThrow()
                .span();
    }

    /** A week and its days together: both hold the victim, each says the same, once without and once with noise of its own. */
    @Test
    void weekAndDays_withoutNoiseIsCertain_ours_staysBelowTheBound() {
        Instant night = Instant.parse("2016-10-03T00:00:00Z");
        Set<Measure> both = EnumSet.of(Measure.DAILY, Measure.WEEKLY);
        assertThat(advantage(
                        20,
                        (active, seed) ->
                                callsByWeek(UsageLab.withoutNoise(POLICY, TEN).night(night, both, counts(active)))))
                .isEqualTo(1);
        int trials = TRIALS / 2;
        double measured = advantage(
                trials,
                (active, seed) -> callsByWeek(new UsageLab(POLICY, TEN, seed).night(night, both, counts(active))));

        double loss =
                Measure.DAILY.loss(TEN).asDouble() + Measure.WEEKLY.loss(TEN).asDouble();
        assertBelow("week and days", trials, measured, loss);
    }

    private static boolean callsByWeek(Map<String, Double> told) {
        double week = told.get("weekly_active_people BB 2016-W39") - known("WEEKLY", VICTIMS);
        double day = told.get("daily_active_people BB " + DAY) - known("DAILY", VICTIMS);
        return week > 0 && day > -100 || day > 100;
    }

    /**
     * The victim's row comes late. Counted again under the noise of its question, the two figures of a day differ by exactly one; with fresh noise
     * every night, thirty nights average it out. Told once, they are the same figure.
     */
    @Test
    void restating_lateRow_naiveIsCertain_ours_tellsNothing() {
        List<Block> day = new PlanUsage(DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC))
                .apply(Set.of(), EnumSet.of(Measure.DAILY)).stream()
                        .filter(block -> block.span().from().equals(DAY))
                        .toList();
        assertThat(advantage(200, (active, seed) -> {
                    var lab = new UsageLab(POLICY, TEN, seed);
                    List<Row> before = lab.noisy(day, counts(false));
                    return !lab.noisy(day, counts(active)).equals(before);
                }))
                .isEqualTo(1);

        int trials = 200;
        double measured = advantage(trials, (active, seed) -> {
            var lab = new UsageLab(POLICY, TEN, seed);
            Instant first = Instant.parse("2016-10-02T00:00:00Z");
            Map<String, Double> before = lab.night(first, EnumSet.of(Measure.DAILY), counts(false));
            var seen = new HashSet<>(before.entrySet());
            lab.night(first, EnumSet.of(Measure.DAILY), counts(active));
            Map<String, Double> after = lab.night(first.plusSeconds(86_400), EnumSet.of(Measure.DAILY), counts(active));
            return !after.entrySet().containsAll(seen);
        });
        assertThat(measured).isZero();
    }

    /** A region with nobody in it but, perhaps, the victim: there is a cell, with noise, and it is too small to be told. */
    @Test
    void emptyRegion_withAndWithoutVictim_isNeverTold() {
        Instant night = DAY.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        var policy = new UsagePolicy(List.of("AA", "BB", "CC", "DD"), 50, 100);
        double measured = advantage(
                200,
                (active, seed) -> new UsageLab(policy, TEN, seed)
                        .night(
                                night,
                                EnumSet.of(Measure.DAILY),
                                (measure, span, part, region) ->
                                        known(measure, region) + (active && region.equals("DD") ? 1 : 0))
                        .containsKey("daily_active_people DD " + DAY));

        assertThat(measured).isZero();
    }
}
