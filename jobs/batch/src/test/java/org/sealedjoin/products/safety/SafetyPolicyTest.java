package org.sealedjoin.products.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealedjoin.table.Outputs;

class SafetyPolicyTest {
    private static SafetyPolicy policy(double threshold, SafetyModel model) {
        return new SafetyPolicy(threshold, 28, 7, 180, 180, model);
    }

    @Test
    void policy_thresholdThatReportsAloneReach_isRefused() {
        var naive = new SafetyModel(-3, Map.of(Evidence.MESSAGING_REPORTS, 2.0, Evidence.SOCIAL_REPORTS, 1.0));

        assertThatThrownBy(() -> policy(0.8, naive))
                .hasMessage("Cannot use setting safety.threshold: 0.8 is out of range (need above 0.915, which reports"
                        + " alone can reach)");
        assertThat(policy(0.92, naive).threshold()).isEqualTo(0.92);
    }

    @Test
    void policy_outOfRange_isRefusedByName() {
        SafetyModel model = SafetyModel.shipped();
        assertThatThrownBy(() -> policy(1, model)).hasMessageContaining("safety.threshold");
        assertThatThrownBy(() -> new SafetyPolicy(0.8, 1, 1, 180, 180, model))
                .hasMessageContaining("safety.window-days");
        assertThatThrownBy(() -> new SafetyPolicy(0.8, 28, 28, 180, 180, model))
                .hasMessageContaining("safety.recent-days");
        assertThatThrownBy(() -> new SafetyPolicy(0.8, 28, 7, 0, 180, model))
                .hasMessageContaining("safety.number-days");
        assertThatThrownBy(() -> new SafetyPolicy(0.8, 28, 7, 180, 0, model))
                .hasMessageContaining("safety.established-days");
    }

    @Test
    void model_negativeWeight_isRefused() {
        assertThatThrownBy(() -> new SafetyModel(-3, Map.of(Evidence.BURST, -0.1)))
                .hasMessage("Cannot use the model of abuse: the weight of burst is -0.1 (need >= 0)");
    }

    @Test
    void shipped_sanctionAlone_isEnoughForTheDefaultThreshold() {
        SafetyModel model = SafetyModel.shipped();
        for (Evidence sanction : List.of(Evidence.BANNED, Evidence.DISABLED)) {
            assertThat(SafetyModel.probability(model.intercept() + model.weight(sanction)))
                    .isGreaterThan(0.86);
        }
    }

    @Test
    void words_ofSignals_areThoseOfTheTable() {
        assertThat(Outputs.ABUSE_SIGNALS.table().column("signal").words()).isEqualTo(Signal.words());
    }
}
