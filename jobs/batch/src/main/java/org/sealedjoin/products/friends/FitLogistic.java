package org.sealedjoin.products.friends;

import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.List;

/**
 * Fits a logistic model with ridge penalty to labelled examples, the same each time (LIBLINEAR's trust region Newton method; Fan et al.,
 * JMLR 9, 2008). Weights of the wrong sign are taken out, worst first, and the rest fitted again, so that what remains is monotone.
 */
public final class FitLogistic {
    /** Weight of the examples against the penalty, for columns of unit variance. */
    private static final double COST = 1.0;

    private static final double PRECISION = 1e-6;
    /** The penalty hardly weighs on the intercept if its column is long. */
    private static final double BIAS_COLUMN = 10;

    /** What a column's weight may be. */
    public enum Allowed {
        NOT_NEGATIVE,
        NOT_POSITIVE,
        ANY
    }

    /** Weights in the units of the examples' columns. */
    public record Fitted(double intercept, double[] weights) {
        /** Probability, above 0 and below 1. */
        public double probability(double[] features) {
            return Logistic.probability(intercept, weights, features);
        }
    }

    private final List<Allowed> columns;

    public FitLogistic(List<Allowed> columns) {
        this.columns = List.copyOf(columns);
    }

    /** The columns of the ranking's features, each with the sign of its feature. */
    public static FitLogistic ofFeatures() {
        return new FitLogistic(java.util.Arrays.stream(Feature.values())
                .map(feature -> feature.sign() == Feature.Sign.MORE ? Allowed.NOT_NEGATIVE : Allowed.NOT_POSITIVE)
                .toList());
    }

    /** @param examples rows of columns; neither labels may all be the same nor a row have other columns */
    public Fitted fit(double[][] examples, boolean[] labels) {
        double[] spread = spread(examples);
        while (true) {
            Fitted fitted = solve(examples, labels, spread);
            int wrong = mostWrong(fitted.weights(), spread);
            if (wrong < 0) {
                return fitted;
            }
            spread[wrong] = 0;
        }
    }

    private int mostWrong(double[] weights, double[] spread) {
        int worst = -1;
        double most = 0;
        for (int column = 0; column < weights.length; column++) {
            double effect = weights[column] * spread[column];
            double wrong = switch (columns.get(column)) {
                case NOT_NEGATIVE -> -effect;
                case NOT_POSITIVE -> effect;
                case ANY -> 0;
            };
            if (wrong > most) {
                most = wrong;
                worst = column;
            }
        }
        return worst;
    }

    /** Standard deviation of each column; 0 leaves a column out. */
    private double[] spread(double[][] examples) {
        double[] spread = new double[columns.size()];
        for (int column = 0; column < spread.length; column++) {
            double sum = 0;
            double squares = 0;
            for (double[] example : examples) {
                sum += example[column];
                squares += example[column] * example[column];
            }
            double mean = sum / examples.length;
            double variance = squares / examples.length - mean * mean;
            spread[column] = variance > 1e-12 ? Math.sqrt(variance) : 0;
        }
        return spread;
    }

    private static Fitted solve(double[][] examples, boolean[] labels, double[] spread) {
        var problem = new Problem();
        problem.l = examples.length;
        problem.n = spread.length + 1;
        problem.bias = BIAS_COLUMN;
        problem.x = new FeatureNode[examples.length][];
        problem.y = new double[examples.length];
        for (int row = 0; row < examples.length; row++) {
            problem.x[row] = nodes(examples[row], spread);
            problem.y[row] = labels[row] ? 1 : -1;
        }
        Linear.disableDebugOutput();
        Model model = Linear.train(problem, new Parameter(SolverType.L2R_LR, COST, PRECISION));
        double sign = model.getLabels()[0] == 1 ? 1 : -1;
        double[] solved = model.getFeatureWeights();
        double[] weights = new double[spread.length];
        for (int column = 0; column < weights.length; column++) {
            weights[column] = spread[column] == 0 ? 0 : sign * solved[column] / spread[column];
        }
        return new Fitted(sign * solved[spread.length] * BIAS_COLUMN, weights);
    }

    private static FeatureNode[] nodes(double[] example, double[] spread) {
        var nodes = new FeatureNode[example.length + 1];
        for (int column = 0; column < example.length; column++) {
            nodes[column] = new FeatureNode(column + 1, spread[column] == 0 ? 0 : example[column] / spread[column]);
        }
        nodes[example.length] = new FeatureNode(example.length + 1, BIAS_COLUMN);
        return nodes;
    }
}
