package org.sealedjoin.products.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.products.business.BusinessRows.AS_OF;
import static org.sealedjoin.products.business.BusinessRows.EXECUTED_AT;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.testing.Cases;

/** Who may receive what: literal cases on people of their own in one job, and random scenarios against a slow twin. */
class EligibilityTest {
    private static final int PER_WEEK = 2;
    private static final List<String> CATEGORIES =
            List.of("order", "appointment", "delivery", "alert", "marketing", "all");

    private static Instant daysAgo(int days) {
        return AS_OF.minus(Duration.ofDays(days));
    }

    /** Everybody is a customer of business 1, and looked at by one kind of message; marketing is asked for where it says so. */
    @Test
    void apply_literalCases_exactlyThese() {
        var rows = new BusinessRows();
        rows.business(1, 1);
        rows.business(2, 2);
        for (long user = 10; user <= 60; user++) {
            rows.customer(1, user);
            rows.customer(1, user);
            rows.agrees(user);
        }
        // 70: said nothing; 71: only as an account; 72: not yet a customer; 73: of an unknown business.
        rows.customer(1, 70);
        rows.customer(1, 71);
        rows.yeses.add(new BusinessRows.Yes(Platform.SOCIAL, 71));
        rows.customers.add(new BusinessRows.Customer(1, 72, AS_OF.plus(1, ChronoUnit.MICROS)));
        rows.agrees(72);
        rows.customer(9, 73);
        rows.agrees(73);
        stops(rows);
        marketing(rows);

        List<String> eligible = rows.eligible(PER_WEEK, AS_OF);

        assertThat(receivers(eligible, "1 alert ")).containsExactly(10L, 15L, 16L, 18L, 20L, 21L, 22L, 24L, 27L);
        assertThat(receivers(eligible, "1 marketing ")).containsExactly(30L, 31L, 36L, 38L, 40L, 42L);
        assertThat(eligible).noneMatch(row -> row.matches(".* 7\\d") || row.startsWith("2 "));
    }

    /** Those of the people that the literal cases are about. */
    private static List<Long> receivers(List<String> eligible, String what) {
        long least = what.contains("marketing") ? 30 : 10;
        return eligible.stream()
                .filter(row -> row.startsWith(what))
                .map(row -> Long.valueOf(row.substring(what.length())))
                .filter(user -> user >= least && user < least + 20)
                .toList();
    }

    private static void stops(BusinessRows rows) {
        // A stop of each width; of another business and another kind.
        rows.choose(11, 1L, "alert", "stop", daysAgo(5));
        rows.choose(12, 1L, "all", "stop", daysAgo(5));
        rows.choose(13, null, "alert", "stop", daysAgo(5));
        rows.choose(14, null, "all", "stop", daysAgo(5));
        rows.choose(15, 2L, "all", "stop", daysAgo(5));
        rows.choose(16, 1L, "order", "stop", daysAgo(5));
        // Allowed at the same instant, later, and earlier.
        rows.choose(17, 1L, "alert", "stop", daysAgo(5));
        rows.choose(17, 1L, "alert", "allow", daysAgo(5));
        rows.choose(18, 1L, "alert", "stop", daysAgo(5));
        rows.choose(18, 1L, "alert", "allow", daysAgo(5).plus(1, ChronoUnit.MICROS));
        rows.choose(19, 1L, "alert", "allow", daysAgo(6));
        rows.choose(19, 1L, "alert", "stop", daysAgo(5));
        // Something narrower is allowed later.
        rows.choose(20, null, "all", "stop", daysAgo(5));
        rows.choose(20, 1L, "alert", "allow", daysAgo(4));
        rows.choose(21, null, "all", "stop", daysAgo(5));
        rows.choose(21, null, "alert", "allow", daysAgo(4));
        rows.choose(22, 1L, "all", "stop", daysAgo(5));
        rows.choose(22, 1L, "alert", "allow", daysAgo(4));
        // Something wider, or with another width, does not take a stop back.
        rows.choose(23, 1L, "alert", "stop", daysAgo(5));
        rows.choose(23, null, "all", "allow", daysAgo(4));
        rows.choose(23, 1L, "all", "allow", daysAgo(4));
        rows.choose(23, null, "alert", "allow", daysAgo(4));
        rows.choose(25, null, "alert", "stop", daysAgo(5));
        rows.choose(25, 1L, "all", "allow", daysAgo(4));
        // Two stops, of which one was taken back.
        rows.choose(26, 1L, "alert", "stop", daysAgo(5));
        rows.choose(26, null, "all", "stop", daysAgo(3));
        rows.choose(26, 1L, "alert", "allow", daysAgo(4));
        // Instants: a stop counts until the run executes, an allow until the as-of.
        rows.choose(24, 1L, "alert", "stop", EXECUTED_AT.plus(1, ChronoUnit.MICROS));
        rows.choose(28, 1L, "alert", "stop", EXECUTED_AT);
        rows.choose(29, 1L, "alert", "stop", daysAgo(1));
        rows.choose(29, 1L, "alert", "allow", AS_OF.plus(1, ChronoUnit.MICROS));
        rows.choose(27, 1L, "alert", "stop", daysAgo(1));
        rows.choose(27, 1L, "alert", "allow", AS_OF);
    }

    private static void marketing(BusinessRows rows) {
        rows.choose(30, 1L, "marketing", "allow", daysAgo(5));
        rows.choose(31, null, "marketing", "allow", daysAgo(5));
        // All kinds are not this kind.
        rows.choose(32, 1L, "all", "allow", daysAgo(5));
        rows.choose(33, null, "all", "allow", daysAgo(5));
        // A wider stop took the allow back, and what lifts the stop does not bring it again.
        rows.choose(34, 1L, "marketing", "allow", daysAgo(5));
        rows.choose(34, null, "all", "stop", daysAgo(4));
        rows.choose(34, null, "all", "allow", daysAgo(3));
        rows.choose(35, 1L, "marketing", "allow", daysAgo(4));
        rows.choose(35, 1L, "all", "stop", daysAgo(4));
        rows.choose(36, null, "all", "stop", daysAgo(5));
        rows.choose(36, 1L, "marketing", "allow", daysAgo(4));
        rows.choose(37, 1L, "marketing", "allow", AS_OF.plus(1, ChronoUnit.MICROS));
        // The week: seven days before the as-of, that instant outside; any business, marketing only.
        for (long user = 38; user <= 42; user++) {
            rows.choose(user, 1L, "marketing", "allow", daysAgo(5));
        }
        rows.send(2, 38, "marketing", AS_OF);
        rows.send(2, 38, "marketing", daysAgo(7));
        rows.send(2, 39, "marketing", AS_OF);
        rows.send(77, 39, "marketing", daysAgo(7).plus(1, ChronoUnit.MICROS));
        rows.send(2, 40, "marketing", AS_OF);
        rows.send(2, 40, "order", AS_OF);
        rows.send(2, 40, "marketing", AS_OF.plus(1, ChronoUnit.MICROS));
        rows.send(2, 41, "marketing", AS_OF);
        rows.send(1, 41, "marketing", daysAgo(1));
        rows.send(1, 42, "marketing", daysAgo(1));
    }

    @Test
    void apply_noMarketingPerWeek_otherKindsOnly() {
        var rows = new BusinessRows();
        rows.business(1, 1);
        rows.customer(1, 10);
        rows.agrees(10);
        rows.choose(10, 1L, "marketing", "allow", daysAgo(1));

        assertThat(rows.eligible(0, AS_OF))
                .containsExactly("1 alert 10", "1 appointment 10", "1 delivery 10", "1 order 10");
        assertThat(rows.eligible(1, AS_OF)).contains("1 marketing 10");
    }

    @Test
    void policy_outOfRange_namesTheSetting() {
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new BusinessPolicy(-1, 1))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot use setting business.marketing-per-week: -1 is out of range (need 0 to 1000)");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> new BusinessPolicy(2, 0))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot use setting business.min-people: 0 is out of range (need >= 1)");
    }

    @Test
    void apply_randomScenarios_sameAsSlowTwin() {
        var all = new BusinessRows();
        var expected = new ArrayList<String>();
        Cases.seeds(300, 40).forEach(seed -> {
            BusinessRows scenario = scenario(seed);
            all.addAll(scenario);
            expected.addAll(new SlowMessages(scenario, PER_WEEK).eligible());
        });
        expected.sort(null);

        assertThat(all.eligible(PER_WEEK, AS_OF)).isEqualTo(expected);
        assertThat(expected).filteredOn(row -> row.contains("marketing")).hasSizeGreaterThan(100);
    }

    /** Few people, owners and instants, so that ties and rivals are the rule; ids of its own. */
    private static BusinessRows scenario(long seed) {
        var random = new SplittableRandom(seed);
        long base = 1_000 * (seed + 1);
        var rows = new BusinessRows();
        int businesses = 1 + random.nextInt(6);
        for (int i = 0; i < businesses; i++) {
            rows.business(base + i, base + random.nextInt(3));
        }
        for (int i = 0; i < 5; i++) {
            if (random.nextInt(5) > 0) {
                rows.yeses.add(new BusinessRows.Yes(Platform.MESSAGING, base + i));
            }
            rows.yeses.add(new BusinessRows.Yes(Platform.SOCIAL, base + random.nextInt(5)));
            // Most want marketing, or there would be nothing to share.
            if (random.nextInt(3) > 0) {
                rows.choose(base + i, null, "marketing", "allow", daysAgo(2));
            }
        }
        for (int i = 0; i < 20; i++) {
            // One business more than there is.
            rows.customers.add(new BusinessRows.Customer(
                    base + random.nextInt(businesses + 1), base + random.nextInt(5), instant(random)));
        }
        for (int i = random.nextInt(16); i > 0; i--) {
            rows.choose(
                    base + random.nextInt(5),
                    random.nextInt(3) == 0 ? null : (Long) (base + random.nextInt(businesses)),
                    CATEGORIES.get(random.nextInt(CATEGORIES.size())),
                    random.nextInt(3) > 0 ? "allow" : "stop",
                    instant(random));
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            rows.send(
                    base + random.nextInt(businesses + 1),
                    base + random.nextInt(5),
                    random.nextInt(4) > 0 ? "marketing" : "order",
                    instant(random));
        }
        return rows;
    }

    private static Instant instant(SplittableRandom random) {
        List<Instant> instants = List.of(
                daysAgo(8),
                daysAgo(7),
                daysAgo(7).plus(1, ChronoUnit.MICROS),
                daysAgo(4),
                daysAgo(3),
                daysAgo(2),
                daysAgo(1),
                AS_OF,
                AS_OF.plus(1, ChronoUnit.MICROS),
                EXECUTED_AT,
                EXECUTED_AT.plus(1, ChronoUnit.MICROS));
        return instants.get(random.nextInt(instants.size()));
    }
}
