package org.sealedjoin.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sealedjoin.products.friends.FitLogistic;
import org.sealedjoin.products.friends.FitLogistic.Allowed;

/**
 * Predicts held-back edges of a graph: the feature model, fitted on a split of the edges that are given and on nothing else, beside the
 * classical scores. A fifth of the given edges is held out, features are taken from the rest, twice as many random pairs without an edge stand
 * beside the held-out ones; then features of the pairs in question are taken from all given edges.
 */
public final class PredictLinks {
    /** Name of the feature model among the scores. */
    public static final String OURS = "ours";

    private static final int FIRST = 10;
    private static final int HELD_OUT_OF = 5;
    private static final int NEGATIVES_EACH = 2;
    /** Shares of a path of two or three steps are small; spread out before their logarithm is taken. */
    private static final double SPREAD = 1_000;

    private static final List<Allowed> COLUMNS = List.of(
            Allowed.NOT_NEGATIVE,
            Allowed.NOT_NEGATIVE,
            Allowed.NOT_NEGATIVE,
            Allowed.NOT_NEGATIVE,
            Allowed.NOT_POSITIVE,
            Allowed.NOT_POSITIVE);
    private static final List<String> COLUMN_NAMES = List.of(
            "log_common_neighbours",
            "log_adamic_adar",
            "log_resource_allocation",
            "log_resource_allocation_three_steps",
            "log_smaller_degree",
            "log_larger_degree");
    private static final List<String> NAMES = List.of(
            OURS, "adamic_adar", "resource_allocation", "common_neighbours", "jaccard", "preferential_attachment");

    private final long seed;

    public PredictLinks(long seed) {
        this.seed = seed;
    }

    /**
     * What came of it, each by score.
     *
     * @param auc against the given negatives
     * @param aucTwoSteps against as many pairs without an edge that have a common neighbour
     * @param recall share of a node's held-back edges among its first ten pairs with a common neighbour, over nodes that have any
     * @param reciprocalRank of the first held-back edge among them
     * @param weights of the feature model, by column
     */
    public record Prediction(
            Map<String, Double> auc,
            Map<String, Double> aucTwoSteps,
            Map<String, Double> recall,
            Map<String, Double> reciprocalRank,
            Map<String, List<Quality.Point>> curves,
            Map<String, Double> weights) {}

    /**
     * @param train edges that are known
     * @param contacts further edges that tell of a pair but do not make it known; may be empty
     * @param positives edges held back
     * @param negatives pairs without an edge
     */
    public Prediction apply(List<long[]> train, List<long[]> contacts, List<long[]> positives, List<long[]> negatives) {
        long[] universe = LinkGraph.universe(List.of(train, contacts, positives, negatives));
        var random = new SplittableRandom(seed);
        FitLogistic.Fitted model = fit(universe, train, contacts, random);
        var graph = new LinkGraph(universe, both(train, contacts));
        var known = new LinkGraph(universe, train);
        double[][] ofPositives = scores(graph, positives, model);
        double[][] ofNegatives = scores(graph, negatives, model);
        double[][] ofTwoSteps = scores(graph, twoSteps(graph, graph, positives, random), model);
        var auc = new LinkedHashMap<String, Double>();
        var aucTwoSteps = new LinkedHashMap<String, Double>();
        var curves = new LinkedHashMap<String, List<Quality.Point>>();
        for (int score = 0; score < NAMES.size(); score++) {
            auc.put(NAMES.get(score), Quality.auc(ofPositives[score], ofNegatives[score]));
            aucTwoSteps.put(NAMES.get(score), Quality.auc(ofPositives[score], ofTwoSteps[score]));
            curves.put(NAMES.get(score), Quality.curve(ofPositives[score], ofNegatives[score], 100));
        }
        var recall = new LinkedHashMap<String, Double>();
        var reciprocalRank = new LinkedHashMap<String, Double>();
        rank(graph, known, positives, model, recall, reciprocalRank);
        var weights = new LinkedHashMap<String, Double>();
        weights.put("intercept", model.intercept());
        for (int column = 0; column < COLUMN_NAMES.size(); column++) {
            weights.put(COLUMN_NAMES.get(column), model.weights()[column]);
        }
        return new Prediction(auc, aucTwoSteps, recall, reciprocalRank, curves, weights);
    }

    private static List<long[]> both(List<long[]> some, List<long[]> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static FitLogistic.Fitted fit(
            long[] universe, List<long[]> train, List<long[]> contacts, SplittableRandom random) {
        var shuffled = new ArrayList<>(train);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        int held = shuffled.size() / HELD_OUT_OF;
        var graph = new LinkGraph(universe, both(shuffled.subList(held, shuffled.size()), contacts));
        var whole = new LinkGraph(universe, train);
        var pairs = new ArrayList<>(shuffled.subList(0, held));
        while (pairs.size() < held * (1 + NEGATIVES_EACH)) {
            int one = random.nextInt(universe.length);
            int other = random.nextInt(universe.length);
            if (one != other && !whole.adjacent(one, other)) {
                pairs.add(new long[] {universe[one], universe[other]});
            }
        }
        double[][] examples = new double[pairs.size()][];
        var around = graph.new Around();
        for (int place : byFirst(graph, pairs)) {
            int one = graph.place(pairs.get(place)[0]);
            int other = graph.place(pairs.get(place)[1]);
            around.move(one);
            examples[place] = features(graph, around, one, other);
        }
        boolean[] labels = new boolean[examples.length];
        Arrays.fill(labels, 0, held, true);
        return new FitLogistic(COLUMNS).fit(examples, labels);
    }

    private static double[] features(LinkGraph graph, LinkGraph.Around around, int one, int other) {
        return new double[] {
            Math.log1p(around.common[other]),
            Math.log1p(around.adamicAdar[other]),
            Math.log1p(SPREAD * around.allocation[other]),
            Math.log1p(SPREAD * around.threeSteps[other]),
            Math.log1p(Math.min(graph.degree(one), graph.degree(other))),
            Math.log1p(Math.max(graph.degree(one), graph.degree(other)))
        };
    }

    /** All scores of one pair, in the order of {@link #NAMES}. */
    private static double[] scoresOf(
            LinkGraph graph, LinkGraph.Around around, int one, int other, FitLogistic.Fitted model) {
        return new double[] {
            model.probability(features(graph, around, one, other)),
            around.adamicAdar[other],
            around.allocation[other],
            around.common[other],
            around.jaccard(other),
            around.preferentialAttachment(other)
        };
    }

    /** By score, then by pair. */
    private static double[][] scores(LinkGraph graph, List<long[]> pairs, FitLogistic.Fitted model) {
        double[][] scores = new double[NAMES.size()][pairs.size()];
        var around = graph.new Around();
        for (int place : byFirst(graph, pairs)) {
            int one = graph.place(pairs.get(place)[0]);
            int other = graph.place(pairs.get(place)[1]);
            around.move(one);
            double[] ofPair = scoresOf(graph, around, one, other, model);
            for (int score = 0; score < ofPair.length; score++) {
                scores[score][place] = ofPair[score];
            }
        }
        return scores;
    }

    private static int[] byFirst(LinkGraph graph, List<long[]> pairs) {
        return IntStream.range(0, pairs.size())
                .boxed()
                .sorted(Comparator.comparingInt(place -> graph.place(pairs.get(place)[0])))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static List<long[]> twoSteps(
            LinkGraph graph, LinkGraph edges, List<long[]> positives, SplittableRandom random) {
        Set<List<Long>> taken = new HashSet<>();
        for (long[] pair : positives) {
            taken.add(List.of(pair[0], pair[1]));
            taken.add(List.of(pair[1], pair[0]));
        }
        long[] ids = LinkGraph.universe(List.of(positives));
        var found = new ArrayList<long[]>();
        for (int tries = 0; found.size() < positives.size() && tries < 100 * positives.size(); tries++) {
            int one = graph.place(ids[random.nextInt(ids.length)]);
            if (graph.degree(one) == 0) {
                continue;
            }
            int through = graph.neighbours(one)[random.nextInt(graph.degree(one))];
            int other = graph.neighbours(through)[random.nextInt(graph.degree(through))];
            long[] pair = {graph.idOf(one), graph.idOf(other)};
            if (one != other && !edges.adjacent(one, other) && taken.add(List.of(pair[0], pair[1]))) {
                found.add(pair);
            }
        }
        return found;
    }

    private static void rank(
            LinkGraph graph,
            LinkGraph known,
            List<long[]> positives,
            FitLogistic.Fitted model,
            Map<String, Double> recall,
            Map<String, Double> reciprocalRank) {
        var hidden = new TreeMap<Integer, Set<Integer>>();
        for (long[] pair : positives) {
            int one = graph.place(pair[0]);
            int other = graph.place(pair[1]);
            hidden.computeIfAbsent(one, none -> new HashSet<>()).add(other);
            hidden.computeIfAbsent(other, none -> new HashSet<>()).add(one);
        }
        double[] found = new double[NAMES.size()];
        double[] first = new double[NAMES.size()];
        var around = graph.new Around();
        hidden.forEach((node, friends) -> {
            around.move(node);
            var candidates = new ArrayList<double[]>();
            for (int other = 0; other < graph.size(); other++) {
                boolean evidence = around.common[other] > 0 || graph.adjacent(node, other);
                if (other != node && evidence && !known.adjacent(node, other)) {
                    double[] scores = scoresOf(graph, around, node, other, model);
                    double[] row = Arrays.copyOf(scores, scores.length + 1);
                    row[scores.length] = other;
                    candidates.add(row);
                }
            }
            for (int score = 0; score < NAMES.size(); score++) {
                int column = score;
                candidates.sort(Comparator.<double[]>comparingDouble(row -> -row[column])
                        .thenComparingDouble(row -> row[NAMES.size()]));
                int hits = 0;
                for (int place = 0; place < Math.min(FIRST, candidates.size()); place++) {
                    if (friends.contains((int) candidates.get(place)[NAMES.size()])) {
                        first[score] += hits == 0 ? 1.0 / (place + 1) : 0;
                        hits++;
                    }
                }
                found[score] += (double) hits / friends.size();
            }
        });
        for (int score = 0; score < NAMES.size(); score++) {
            recall.put(NAMES.get(score), found[score] / hidden.size());
            reciprocalRank.put(NAMES.get(score), first[score] / hidden.size());
        }
    }
}
