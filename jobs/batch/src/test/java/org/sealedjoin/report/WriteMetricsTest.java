package org.sealedjoin.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealedjoin.testing.PrometheusText;

class WriteMetricsTest {
    private static final Instant BEGAN = Instant.parse("2016-10-15T02:30:00Z");
    private static final WriteMetrics.Outcome GOOD = new WriteMetrics.Outcome(0, BEGAN, BEGAN.plusMillis(183_500));
    private static final WriteMetrics.Outcome BAD =
            new WriteMetrics.Outcome(4, BEGAN.plusSeconds(86_400), BEGAN.plusSeconds(86_410));

    private static Map<String, Double> samples(String text) {
        return PrometheusText.parse(text);
    }

    @Test
    void published_manifest_isToldInPrometheusFormat() {
        assertThat(samples(WriteMetrics.published(GOOD, Pages.manifest(), true)))
                .containsEntry("sealedjoin_run_status", 0.0)
                .containsEntry("sealedjoin_run_seconds", 183.5)
                .containsEntry("sealedjoin_published_timestamp_seconds", 1476498783.0)
                .containsEntry("sealedjoin_published_as_of_timestamp_seconds", 1476489600.0)
                .containsEntry("sealedjoin_published_current", 1.0)
                .containsEntry("sealedjoin_published_rows{table=\"products/friend_suggestions\"}", 7081.0)
                .containsEntry("sealedjoin_published_input_rows{state=\"rejected\",table=\"messaging_contacts\"}", 14.0)
                .containsEntry("sealedjoin_published_agreed_people{platform=\"social\",purpose=\"friends\"}", 570.0)
                .containsEntry("sealedjoin_published_linked_people{purpose=\"ads\"}", 190.0)
                .containsEntry("sealedjoin_published_stage_seconds{stage=\"contact edges\"}", 7.7)
                .containsEntry("sealedjoin_published_verify_violations", 0.0)
                .containsEntry("sealedjoin_published_jumps", 1.0)
                .containsEntry("sealedjoin_published_alarms", 1.0);
    }

    @Test
    void published_groupBelowTwenty_hasNoSample() {
        assertThat(samples(WriteMetrics.published(GOOD, Pages.manifest(), true)))
                .containsKey("sealedjoin_published_reached_people{product=\"friends\"}")
                .doesNotContainKey("sealedjoin_published_reached_people{product=\"safety\"}");
    }

    @Test
    void failed_afterAGoodRun_keepsWhatThatOneSaid() {
        String good = WriteMetrics.published(GOOD, Pages.manifest(), true);
        Map<String, Double> after = samples(WriteMetrics.failed(BAD, good));

        assertThat(after).containsEntry("sealedjoin_run_status", 4.0).containsEntry("sealedjoin_run_seconds", 10.0);
        samples(good).forEach((name, value) -> {
            if (name.startsWith("sealedjoin_published_")) {
                assertThat(after).containsEntry(name, value);
            }
        });
        assertThat(WriteMetrics.failed(BAD, WriteMetrics.failed(BAD, good))).isEqualTo(WriteMetrics.failed(BAD, good));
    }

    @Test
    void failed_atFirst_tellsTheRunOnly() {
        assertThat(samples(WriteMetrics.failed(BAD, "")).keySet())
                .containsExactlyInAnyOrder(
                        "sealedjoin_run_status", "sealedjoin_run_end_timestamp_seconds", "sealedjoin_run_seconds");
    }

    @Test
    void failed_foreignLines_areDropped() {
        assertThat(WriteMetrics.failed(BAD, "other_metric 1\nnonsense\n# HELP other x\n"))
                .isEqualTo(WriteMetrics.failed(BAD, ""));
    }

    @Test
    void published_hostileName_staysALabel() {
        ObjectNode hostile = Pages.manifest();
        hostile.withObject("/stage_seconds").put("a\"} 1\nsealedjoin_run_status{x=\"\\", 2);

        assertThat(samples(WriteMetrics.published(GOOD, hostile, true)))
                .containsEntry("sealedjoin_run_status", 0.0)
                .containsEntry("sealedjoin_published_stage_seconds{stage=\"a\\\"} 1\\nsealedjoin_run_status{x=\\\"\\\\\"}", 2.0);
    }

    /** The parser finds what is no such text. */
    @Test
    void parse_badTexts_areFound() {
        for (String bad : List.of(
                "a 1\n",
                "# TYPE a gauge\na 1",
                "# TYPE a gauge\na 1\na 1\n",
                "# TYPE a gauge\na{x=1} 1\n",
                "# TYPE a gauge\na{x=\"1\n\"} 1\n",
                "# TYPE a gauge\na one\n",
                "# TYPE a gauge\n# TYPE a gauge\na 1\n",
                "# TYPE a gauge\n# TYPE b gauge\na 1\nb 1\na{x=\"1\"} 1\n")) {
            assertThatThrownBy(() -> PrometheusText.parse(bad)).as(bad).isInstanceOf(AssertionError.class);
        }
    }
}
