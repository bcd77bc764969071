package org.sealedjoin.products.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.table.Outputs;

class PlanUsageTest {
    private static final Set<Measure> ALL = EnumSet.allOf(Measure.class);

    private static List<String> plan(String asOf, Measure measure, PlanUsage.Told... told) {
        return new PlanUsage(Instant.parse(asOf))
                .apply(Set.of(told), EnumSet.of(measure)).stream()
                        .map(block -> block.span().name())
                        .toList();
    }

    @Test
    void apply_firstNightWithHistory_releasesWhatEndedThisMonth() {
        assertThat(plan("2016-10-04T02:00:00Z", Measure.DAILY))
                .containsExactly("2016-09-30", "2016-10-01", "2016-10-02", "2016-10-03");
        assertThat(plan("2016-10-15T00:00:00Z", Measure.WEEKLY)).containsExactly("2016-W39", "2016-W40");
        assertThat(plan("2016-10-15T00:00:00Z", Measure.MONTHLY)).containsExactly("2016-09");
    }

    @Test
    void apply_dayThatHasNotEnded_waits() {
        assertThat(plan("2016-10-01T23:59:59.999Z", Measure.DAILY)).containsExactly("2016-09-30");
        assertThat(plan("2016-10-02T00:00:00Z", Measure.DAILY)).containsExactly("2016-09-30", "2016-10-01");
    }

    @Test
    void apply_toldBefore_isNotPlannedAgain() {
        assertThat(plan(
                        "2016-10-03T00:00:00Z",
                        Measure.DAILY,
                        new PlanUsage.Told("daily_active_people", "2016-10-01"),
                        new PlanUsage.Told("active_on_both", "2016-10-02")))
                .containsExactly("2016-09-30", "2016-10-02");
        // Retention of a week is known by the week in which people joined.
        assertThat(plan("2016-10-15T00:00:00Z", Measure.RETENTION, new PlanUsage.Told("returned_week_1", "2016-W39")))
                .containsExactly("2016-W39");
    }

    @Test
    void apply_turnOfTheYear_namesWeeksAsIsoDoes() {
        assertThat(plan("2021-01-05T00:00:00Z", Measure.WEEKLY)).containsExactly("2020-W53");
        assertThat(plan("2021-01-05T00:00:00Z", Measure.MONTHLY)).containsExactly("2020-12");
    }

    /** Ten years of nights, one of five of which fail: every month costs at most what was set aside, and no block is planned twice. */
    @Test
    void apply_tenYearsOfNights_neverCostMoreThanWasSetAside() {
        var month = new Epsilon(1_000_000);
        var spent = new HashMap<Period, Long>();
        var told = new HashSet<PlanUsage.Told>();
        var blocks = new HashSet<Block>();
        for (LocalDate day = LocalDate.of(2016, 1, 1); day.getYear() < 2026; day = day.plusDays(1)) {
            if (day.getDayOfYear() % 5 == 0) {
                continue;
            }
            Instant asOf = day.atStartOfDay().toInstant(ZoneOffset.UTC);
            for (Block block : new PlanUsage(asOf).apply(told, ALL)) {
                assertThat(blocks.add(block)).isTrue();
                assertThat(block.span().end()).isBeforeOrEqualTo(asOf);
                told.add(new PlanUsage.Told(block.measure().firstMetric(), block.firstPeriod()));
                spent.merge(Period.of(asOf), block.measure().loss(month).millionths(), Long::sum);
            }
        }

        assertThat(spent.values()).allSatisfy(sum -> assertThat(sum).isLessThanOrEqualTo(1_000_000));
        assertThat(spent.values().stream().mapToLong(sum -> sum).max().orElseThrow())
                .isGreaterThan(990_000);
    }

    @Test
    void metrics_ofMeasures_areTheWordsOfTheSink() {
        assertThat(Outputs.USAGE_METRICS.table().column("metric").words()).isEqualTo(Measure.metrics());
    }
}
