package org.sealedjoin.products.friends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.products.friends.FitLogistic.Allowed;

class RankingModelTest {
    @Test
    void shipped_everyWeight_hasTheSignOfItsFeature() {
        RankingModel model = RankingModel.shipped();

        assertThat(model.weights())
                .isNotEmpty()
                .allSatisfy((feature, weight) ->
                        assertThat(feature.allows(weight)).as(feature.word()).isTrue());
        assertThat(model.provenance()).contains("Copenhagen Networks Study");
    }

    @Test
    void parse_whatJsonWrites_isTheSameModel() {
        var model = new RankingModel(
                -1.5, Map.of(Feature.MUTUAL_ENTRY, 2.0, Feature.IMPRESSIONS, -0.25), "here", Map.of("auc", 0.75));

        RankingModel read = RankingModel.parse(model.json());

        assertThat(read.intercept()).isEqualTo(-1.5);
        assertThat(read.weight(Feature.MUTUAL_ENTRY)).isEqualTo(2.0);
        assertThat(read.weight(Feature.IMPRESSIONS)).isEqualTo(-0.25);
        assertThat(read.metrics()).containsEntry("auc", 0.75);
    }

    @Test
    void parse_noModel_refusedInOneLine() {
        for (String text : List.of(
                "",
                "{",
                "{}",
                "{\"intercept\":1}",
                "{\"intercept\":0,\"weights\":{\"shoe_size\":1}}",
                "{\"intercept\":0,\"weights\":{\"mutual_entry\":\"much\"}}",
                "{\"intercept\":0,\"weights\":{\"mutual_entry\":-1}}",
                "{\"intercept\":0,\"weights\":{\"log_impressions\":1}}")) {
            assertThatThrownBy(() -> RankingModel.parse(text))
                    .as(text)
                    .isInstanceOf(UsageFailure.class)
                    .hasMessageStartingWith("Cannot use the model of suggestions: ");
        }
    }

    @Test
    void score_moreEvidence_neverLess() {
        RankingModel model = RankingModel.shipped();
        var random = new SplittableRandom(3);
        for (int round = 0; round < 1_000; round++) {
            double[] features = random.doubles(Feature.values().length, 0, 3).toArray();
            Feature moved = Feature.values()[random.nextInt(features.length)];
            double before = model.score(features);
            features[moved.ordinal()] += 1;
            double change = model.score(features) - before;

            assertThat(moved.sign() == Feature.Sign.MORE ? change : -change)
                    .as(moved.word())
                    .isNotNegative();
            assertThat(model.score(features)).isBetween(Double.MIN_VALUE, Math.nextDown(1.0));
        }
    }

    @Test
    void fit_labelsDrawnFromKnownWeights_findsThemAndIsCalibrated() {
        var random = new SplittableRandom(11);
        double[][] examples = new double[20_000][];
        boolean[] labels = new boolean[examples.length];
        double expected = 0;
        for (int i = 0; i < examples.length; i++) {
            examples[i] = new double[] {random.nextDouble() * 10, random.nextDouble(), random.nextDouble()};
            double probability = 1 / (1 + Math.exp(-(-2 + 0.3 * examples[i][0] - 1.0 * examples[i][1])));
            labels[i] = random.nextDouble() < probability;
            expected += labels[i] ? 1 : 0;
        }
        var fitter = new FitLogistic(List.of(Allowed.NOT_NEGATIVE, Allowed.NOT_POSITIVE, Allowed.ANY));

        FitLogistic.Fitted fitted = fitter.fit(examples, labels);
        double sum = 0;
        for (double[] example : examples) {
            sum += fitted.probability(example);
        }

        assertThat(fitted.intercept()).isCloseTo(-2, within(0.15));
        assertThat(fitted.weights()[0]).isCloseTo(0.3, within(0.02));
        assertThat(fitted.weights()[1]).isCloseTo(-1, within(0.15));
        assertThat(sum / expected).isCloseTo(1, within(0.01));
        // A sign that may not be leaves the column out.
        assertThat(new FitLogistic(List.of(Allowed.NOT_NEGATIVE, Allowed.NOT_NEGATIVE, Allowed.ANY))
                        .fit(examples, labels)
                        .weights()[1])
                .isZero();
    }

    @Test
    void fit_anySeed_sameWeightsEachTime() {
        double[][] examples = {{1}, {2}, {3}, {4}, {5}, {6}};
        boolean[] labels = {false, true, false, true, true, true};

        double[] once =
                new FitLogistic(List.of(Allowed.ANY)).fit(examples, labels).weights();
        double[] again =
                new FitLogistic(List.of(Allowed.ANY)).fit(examples, labels).weights();

        assertThat(again).containsExactly(once);
    }
}
