package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sealedjoin.testing.LocalSpark;

/** What a hundred million people cost is decided by the plan: which rows cross the network, and how often. */
class DecideConsentPlanTest {
    @Test
    void apply_manyPartitions_shufflesEventsAndPeopleOnce() {
        SparkSession wide = LocalSpark.session().newSession();
        // As with tables too large for small plans: several partitions that stay apart, and nothing broadcast unasked.
        wide.conf().set("spark.sql.shuffle.partitions", "5");
        wide.conf().set("spark.sql.adaptive.coalescePartitions.enabled", "false");
        wide.conf().set("spark.sql.autoBroadcastJoinThreshold", "-1");
        ConsentCase input = RandomCase.of(1, ConsentPolicy.strict(), RandomCase.LAST_AS_OF, 300);
        Dataset<Row> decisions = input.decisionsIn(wide);

        assertThat(ConsentCase.answersOf(decisions)).isEqualTo(input.answers());

        String plan = decisions.queryExecution().executedPlan().toString();
        String run = plan.substring(0, plan.indexOf("== Initial Plan =="));
        // Of events whose id stands once a hash crosses the network; the others are sorted out where they are scanned.
        assertThat(times(run, "Exchange hashpartitioning\\(_groupingexpression#\\d+L?, 5\\)"))
                .isEqualTo(1);
        assertThat(times(run, "BroadcastHashJoin \\[xxhash64\\(event_id#\\d+, 42\\)\\], .*LeftSemi"))
                .isEqualTo(1);
        // People once, and subjects with events once.
        assertThat(times(run, "Exchange hashpartitioning\\(platform#\\d+, subject_id#\\d+L?, 5\\)"))
                .isEqualTo(2);
        // What is left: events that stand more than once, by content and by id.
        assertThat(times(run, "Exchange hashpartitioning")).isEqualTo(5);
        assertThat(times(run, "Window|CartesianProduct")).isZero();
    }

    private static long times(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }
}
