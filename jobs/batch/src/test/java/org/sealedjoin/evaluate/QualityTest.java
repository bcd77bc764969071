package org.sealedjoin.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sealedjoin.evaluate.JudgeSuggestions.Suggested;

class QualityTest {
    @Test
    void auc_tiesAndOrder_countedAsInTheDefinition() {
        assertThat(Quality.auc(new double[] {3, 2}, new double[] {1, 0})).isEqualTo(1);
        assertThat(Quality.auc(new double[] {1, 1}, new double[] {1, 1})).isEqualTo(0.5);
        assertThat(Quality.auc(new double[] {2, 0}, new double[] {1, 0})).isEqualTo((1 + 1 + 0 + 0.5) / 4);
    }

    @Test
    void auc_randomScores_sameAsCountingEveryPair() {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 50; round++) {
            double[] trueOnes =
                    random.doubles(1 + round).map(x -> Math.floor(10 * x)).toArray();
            double[] falseOnes =
                    random.doubles(51 - round).map(x -> Math.floor(9 * x)).toArray();
            double wins = 0;
            for (double one : trueOnes) {
                for (double other : falseOnes) {
                    wins += one > other ? 1 : one == other ? 0.5 : 0;
                }
            }
            assertThat(Quality.auc(trueOnes, falseOnes))
                    .isCloseTo(wins / (trueOnes.length * falseOnes.length), within(1e-12));
        }
    }

    @Test
    void reliability_twoBins_meanAndShareOfEach() {
        assertThat(Quality.reliability(
                        new double[] {0.1, 0.3, 0.6, 0.8}, new boolean[] {false, true, true, true}, new double[] {0.5, 1
                        }))
                .containsExactly(new Quality.Bin(0, 0.5, 2, 0.2, 0.5), new Quality.Bin(0.5, 1, 2, 0.7, 1));
    }

    @Test
    void judge_hiddenFriendFoundAndMissed_figuresByHand() {
        var judgement = new JudgeSuggestions()
                .apply(
                        List.of(
                                new Suggested(1, 9, 1, 0.9),
                                new Suggested(1, 2, 2, 0.5),
                                new Suggested(3, 9, 1, 0.4),
                                new Suggested(8, 1, 1, 0.99)),
                        List.of(new long[] {1, 2}, new long[] {3, 1}));

        // Accounts 1 (friends 2 and 3), 2 (friend 1), 3 (friend 1); of four sides one is found, at rank 2 of account 1.
        assertThat(judgement.recall().get(1)).isZero();
        assertThat(judgement.recall().get(5)).isCloseTo(0.5 / 3, within(1e-12));
        assertThat(judgement.covered()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(judgement.ceiling()).isEqualTo(0.25);
        // True: 0.5 and three times not suggested at all; false: 0.9 and 0.4.
        assertThat(judgement.aucTwoSteps()).isEqualTo(1.0 / 8);
    }

    @Test
    void predict_twoCliquesWithEdgesHidden_featureModelRanksThemAboveCrossPairs() {
        var train = new java.util.ArrayList<long[]>();
        var positives = new java.util.ArrayList<long[]>();
        var negatives = new java.util.ArrayList<long[]>();
        for (long one = 0; one < 40; one++) {
            for (long other = one + 1; other < 40; other++) {
                boolean same = one / 20 == other / 20;
                if (same) {
                    ((one + other) % 7 == 0 ? positives : train).add(new long[] {one, other});
                } else if ((one + other) % 7 == 0) {
                    negatives.add(new long[] {one, other});
                }
            }
        }
        train.add(new long[] {0, 39});
        var prediction = new PredictLinks(1).apply(train, List.of(), positives, negatives);

        assertThat(prediction.auc().get("ours")).isGreaterThan(0.99);
        assertThat(prediction.auc())
                .containsOnlyKeys(
                        "ours",
                        "adamic_adar",
                        "resource_allocation",
                        "common_neighbours",
                        "jaccard",
                        "preferential_attachment");
        assertThat(prediction.weights().get("log_resource_allocation_three_steps"))
                .isNotNegative();
        assertThat(prediction.weights().get("log_smaller_degree")).isNotPositive();
    }
}
