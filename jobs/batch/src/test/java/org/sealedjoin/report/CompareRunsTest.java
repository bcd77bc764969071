package org.sealedjoin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.UsageFailure;

class CompareRunsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode run(String id, Map<String, ?> sinks) {
        return JSON.valueToTree(Map.of("run_id", id, "as_of", "2016-10-1" + id.charAt(0) + "T00:00:00Z", "sinks", sinks));
    }

    private static CompareRuns compare(String limits) {
        return new CompareRuns(DriftPolicy.ofSettings(0.3, limits));
    }

    private static JsonNode change(long before, long now) {
        return JSON.<JsonNode>valueToTree(compare("none")
                        .apply(
                                run("4", Map.of("products/friend_suggestions", before)),
                                run("5", Map.of("products/friend_suggestions", now))))
                .path("figures")
                .get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1300, 0.3, false",
        "1000, 1301, 0.301, true",
        "1000, 699, 0.301, true",
        "1000, 0, 1.0, true",
        "1000, 1000, 0.0, false",
        "0, 0, 0.0, false",
        // A handful comes and goes.
        "20, 99, 3.95, false",
        "20, 100, 4.0, true"
    })
    void apply_figure_jumpsBeyondTheWarning(long before, long now, double share, boolean jumped) {
        assertThat(change(before, now).path("change").asDouble()).isEqualTo(share);
        assertThat(change(before, now).path("jumped").asBoolean()).isEqualTo(jumped);
    }

    @Test
    void apply_fromNothing_jumpsWithoutShare() {
        assertThat(change(0, 100).path("jumped").asBoolean()).isTrue();
        assertThat(change(0, 100).has("change")).isFalse();
    }

    @Test
    void apply_figureOfOneRunOnly_isNotCompared() {
        Map<String, Object> told = compare("none")
                .apply(run("4", Map.of("internal/account_links", 8)), run("5", Map.of("products/abuse_signals", 8)));

        assertThat(told).containsEntry("against", "4").containsEntry("figures", List.of());
    }

    @Test
    void note_jumpedFigures_areNamed() {
        assertThat(compare("none")
                        .note(
                                run("4", Map.of("internal/account_links", 1000, "products/abuse_signals", 100)),
                                run("5", Map.of("internal/account_links", 400, "products/abuse_signals", 110))))
                .isEqualTo(Optional.of(
                        "figures that jumped since the night before: internal/account_links; see changes in the manifest"));
    }

    @Test
    void requireWithinLimits_beyond_namesFigureValuesAndLimit() {
        JsonNode before = run("4", Map.of("internal/account_links", 1000));
        JsonNode now = run("5", Map.of("internal/account_links", 400));

        assertThatThrownBy(() -> compare("internal/account_links=0.5").requireWithinLimits(before, now))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessage("Cannot publish the run: internal/account_links went from 1000 to 400 since the night before, a change of 0.6"
                        + " (limit 0.5, release.drift-limits)");
        assertThatCode(() -> compare("internal/account_links=0.6").requireWithinLimits(before, now))
                .doesNotThrowAnyException();
        assertThatCode(() -> compare("products/abuse_signals=0.1").requireWithinLimits(before, now))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "internal/account_links", "internal/account_links=", "internal/account_links=0", "no/such=0.5",
                "internal/account_links=-1", "internal/account_links=0.5,", "0.5"})
    void ofSettings_limitsThatMakeNoSense_areRefused(String limits) {
        assertThatThrownBy(() -> DriftPolicy.ofSettings(0.3, limits))
                .isInstanceOf(UsageFailure.class)
                .hasMessageStartingWith("Cannot use release.drift-limits: ");
    }

    @Test
    void ofSettings_severalLimits_holdEach() {
        assertThat(DriftPolicy.ofSettings(0.3, "input/messaging_users=0.1, agreed/social/friends = 2").limits())
                .isEqualTo(Map.of("input/messaging_users", 0.1, "agreed/social/friends", 2.0));
    }

    @Test
    void ofSettings_warningOfZero_isRefused() {
        assertThatThrownBy(() -> DriftPolicy.ofSettings(0, "none"))
                .hasMessage("Cannot use setting report.drift-warning: 0.0 is out of range (need > 0)");
    }
}
