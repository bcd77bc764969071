package org.sealedjoin.products.friends;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SampleExamplesTest {
    private static final FriendsPolicy POLICY = new FriendsPolicy(50, 1_000, 2, RankingModel.shipped());
    private static final Instant EARLIER = FriendsRun.AS_OF.minusSeconds(60);

    private final FriendsRun run = new FriendsRun();

    private static double feature(Row example, Feature feature) {
        List<Double> features = example.getList(1);
        return features.get(feature.ordinal());
    }

    /** Everybody is a friend of 1. */
    private void starOf(int people) {
        for (long id = 1; id <= people; id++) {
            run.agreeing(id, FriendsRun.ADULT, true);
        }
        for (long id = 2; id <= people; id++) {
            run.friends(1, id, Instant.EPOCH);
        }
    }

    @Test
    void sample_feedback_pairsAsTheyWereBeforeTheAnswer() {
        starOf(6);
        // Shown twice and accepted: the friendship that came of it is not evidence for itself.
        run.feedback(2, 3, "shown", EARLIER);
        run.feedback(2, 3, "shown");
        run.feedback(2, 3, "accepted");
        run.friends(3, 2, EARLIER);
        // Dismissed: unwanted, though it would not be suggested again.
        run.feedback(2, 4, "shown");
        run.feedback(2, 4, "dismissed");
        // Shown three times and ignored.
        run.feedback(2, 5, "shown", EARLIER.minusSeconds(1));
        run.feedback(2, 5, "shown", EARLIER);
        run.feedback(2, 5, "shown");

        List<Row> examples = run.examples(POLICY, OptionalDouble.empty());

        assertThat(examples).allSatisfy(example -> {
            assertThat(example.getLong(0)).isEqualTo(2);
            assertThat(feature(example, Feature.SHARED_FRIENDS)).isEqualTo(1);
        });
        assertThat(examples)
                .extracting(example -> example.getBoolean(2) + " after "
                        + Math.round(Math.expm1(feature(example, Feature.IMPRESSIONS))))
                .containsExactlyInAnyOrder("true after 1", "false after 0", "false after 2");
    }

    @Test
    void sample_holdOut_heldOutFriendsAreWantedAndNoEvidence() {
        for (long id = 1; id <= 40; id++) {
            run.agreeing(id, FriendsRun.ADULT, true);
            for (long other = 1; other < id; other++) {
                if ((id + other) % 3 != 0) {
                    run.friends(id, other, Instant.EPOCH);
                }
            }
        }

        List<Row> examples = run.examples(POLICY, OptionalDouble.of(0.3));

        long wanted = examples.stream().filter(example -> example.getBoolean(2)).count();
        // 520 friendships from both sides, of which about three in ten are held out; the 260 other pairs are unwanted.
        assertThat(wanted).isBetween(2 * 110L, 2 * 205L).isEven();
        assertThat(examples.size() - wanted).isEqualTo(2 * 260L);
        assertThat(examples)
                .anySatisfy(example ->
                        assertThat(feature(example, Feature.SHARED_FRIENDS)).isLessThan(20));
    }

    @Test
    void sample_whoSaidNo_isInNoExample() {
        starOf(3);
        run.silent(4, FriendsRun.ADULT, true);
        run.friends(1, 4, Instant.EPOCH);
        run.feedback(2, 4, "shown");
        run.feedback(4, 2, "shown");
        run.feedback(2, 3, "shown");

        assertThat(run.examples(POLICY, OptionalDouble.empty()))
                .extracting(example -> example.getLong(0) + " " + example.getBoolean(2))
                .containsExactly("2 false");
    }
}
