package org.sealedjoin.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.UsageFailure;

class BudgetTest {
    private static final Epsilon FIGURE = new Epsilon(50_000);

    @Test
    void charge_defaults_eightFiguresAndNoNinth() {
        Budget budget = Budget.full(Epsilon.ofSetting("privacy.asker-budget", 0.4));
        for (int figure = 0; figure < 8; figure++) {
            assertThat(budget.allows(FIGURE)).isTrue();
            budget = budget.charge(FIGURE);
        }
        Budget spent = budget;

        assertThat(spent.allows(FIGURE)).isFalse();
        assertThatThrownBy(() -> spent.charge(FIGURE))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessage("Cannot charge a figure: the budget does not allow it (limit 0.4)");
    }

    @Test
    void budget_moreSpentThanThereIs_isRefused() {
        assertThatThrownBy(() -> new Budget(FIGURE, 50_001))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessage("Cannot go on with a budget: more is spent than there is (limit 0.05)");
        assertThatThrownBy(() -> new Budget(FIGURE, -1)).isInstanceOf(GuaranteeFailure.class);
    }

    @Test
    void budgetPolicy_defaults_countFigures() {
        var policy = new BudgetPolicy(FIGURE, new Epsilon(400_000), new Epsilon(4_000_000), new Epsilon(1_000_000));

        assertThat(policy.figuresPerAsker()).isEqualTo(8);
        assertThat(policy.figuresPerPerson()).isEqualTo(60);
    }

    @Test
    void budgetPolicy_budgetsThatDoNotNest_areRefused() {
        assertThatThrownBy(() ->
                        new BudgetPolicy(FIGURE, new Epsilon(40_000), new Epsilon(4_000_000), new Epsilon(1_000_000)))
                .isInstanceOf(UsageFailure.class)
                .hasMessage(
                        "Cannot use setting privacy.asker-budget: 0.04 is out of range (need >= privacy.figure-epsilon)");
        assertThatThrownBy(() -> new BudgetPolicy(FIGURE, new Epsilon(400_000), new Epsilon(300_000), new Epsilon(1)))
                .hasMessage(
                        "Cannot use setting privacy.person-budget: 0.3 is out of range (need >= privacy.asker-budget)");
        assertThatThrownBy(() ->
                        new BudgetPolicy(FIGURE, new Epsilon(400_000), new Epsilon(4_000_000), new Epsilon(3_600_001)))
                .hasMessage(
                        "Cannot use setting usage.month-budget: 3.600001 is out of range (need <= privacy.person-budget - privacy.asker-budget)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1000.5, 0.0000001, 0.12345678, Double.NaN, Double.POSITIVE_INFINITY})
    void ofSetting_notExactOrOutOfRange_isRefused(double value) {
        assertThatThrownBy(() -> Epsilon.ofSetting("privacy.figure-epsilon", value))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot use setting privacy.figure-epsilon: " + value
                        + " is out of range (need 0.000001 to 1000, at most 6 decimals)");
    }

    @ParameterizedTest
    @CsvSource({"0.05, 50000", "100, 100000000", "0.000001, 1", "34.9, 34900000"})
    void ofSetting_exactValue_isWholeMillionths(double value, long millionths) {
        assertThat(Epsilon.ofSetting("privacy.person-budget", value)).isEqualTo(new Epsilon(millionths));
        assertThat(new Epsilon(millionths).asDouble()).isEqualTo(value);
    }

    @Test
    void period_ofInstant_isTheMonthInUtc() {
        Period period = Period.of(Instant.parse("2026-11-30T23:59:59.999Z"));

        assertThat(period).hasToString("2026-11").isEqualTo(Period.parse("2026-11"));
        assertThat(period.end()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(Period.of(period.end())).isGreaterThan(period);
        assertThat(Period.of(period.start())).isEqualTo(period);
        assertThatThrownBy(() -> Period.parse("November"))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessage("Cannot read a period of the budget ledger: it is no year and month");
    }
}
