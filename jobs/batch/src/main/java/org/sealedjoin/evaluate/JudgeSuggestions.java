package org.sealedjoin.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Figures of suggestions for the accounts that have hidden friends, in memory: such accounts are as many as an evaluation needs. */
public final class JudgeSuggestions {
    /** Lengths of lists that recall is told for. */
    public static final List<Integer> LENGTHS = List.of(1, 5, 10, 20, 50);

    private static final double[] BINS = {0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0000001};

    /** A row of the product. */
    public record Suggested(long account, long suggested, int rank, double score) {}

    /**
     * What came of it.
     *
     * @param recall share of an account's hidden friends among the first of its suggestions, averaged, by number of suggestions
     * @param covered share of accounts with hidden friends that get any suggestion
     * @param ceiling share of hidden pairs, each from both sides, that are suggested at any rank
     * @param aucTwoSteps hidden friends, suggested or not, against suggestions that are no hidden friends
     * @param reliability whether scores are probabilities
     */
    public record Judgement(
            Map<Integer, Double> recall,
            double covered,
            double ceiling,
            double aucTwoSteps,
            List<Quality.Bin> reliability,
            List<Quality.Point> curve) {}

    /** @param hidden a row a pair, either way round; suggestions to other accounts are not looked at */
    public Judgement apply(List<Suggested> suggestions, List<long[]> hidden) {
        Map<Long, Set<Long>> friends = new TreeMap<>();
        for (long[] pair : hidden) {
            friends.computeIfAbsent(pair[0], none -> new HashSet<>()).add(pair[1]);
            friends.computeIfAbsent(pair[1], none -> new HashSet<>()).add(pair[0]);
        }
        var scoresTrue = DoubleStream.builder();
        var scoresFalse = DoubleStream.builder();
        var scores = new ArrayList<Double>();
        var cameTrue = new ArrayList<Boolean>();
        Map<Long, Map<Integer, Integer>> hits = new HashMap<>();
        Set<Long> covered = new HashSet<>();
        long found = 0;
        for (Suggested each : suggestions) {
            Set<Long> ofAccount = friends.get(each.account());
            if (ofAccount == null) {
                continue;
            }
            covered.add(each.account());
            boolean hit = ofAccount.contains(each.suggested());
            (hit ? scoresTrue : scoresFalse).add(each.score());
            scores.add(each.score());
            cameTrue.add(hit);
            if (hit) {
                found++;
                for (int length : LENGTHS) {
                    if (each.rank() <= length) {
                        hits.computeIfAbsent(each.account(), none -> new HashMap<>())
                                .merge(length, 1, Integer::sum);
                    }
                }
            }
        }
        long pairs = friends.values().stream().mapToLong(Set::size).sum();
        for (long missed = found; missed < pairs; missed++) {
            scoresTrue.add(0);
        }
        double[] trueOnes = scoresTrue.build().toArray();
        double[] falseOnes = scoresFalse.build().toArray();
        boolean[] truth = new boolean[cameTrue.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = cameTrue.get(i);
        }
        return new Judgement(
                recall(friends, hits),
                friends.isEmpty() ? 0 : (double) covered.size() / friends.size(),
                pairs == 0 ? 0 : (double) found / pairs,
                Quality.auc(trueOnes, falseOnes),
                Quality.reliability(
                        scores.stream().mapToDouble(Double::doubleValue).toArray(), truth, BINS),
                Quality.curve(trueOnes, falseOnes, 100));
    }

    private static Map<Integer, Double> recall(Map<Long, Set<Long>> friends, Map<Long, Map<Integer, Integer>> hits) {
        var recall = new TreeMap<Integer, Double>();
        for (int length : LENGTHS) {
            double sum = 0;
            for (Map.Entry<Long, Set<Long>> each : friends.entrySet()) {
                int found = hits.getOrDefault(each.getKey(), Map.of()).getOrDefault(length, 0);
                sum += (double) found / each.getValue().size();
            }
            recall.put(length, friends.isEmpty() ? 0 : sum / friends.size());
        }
        return recall;
    }
}
