package org.sealedjoin.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Figures about scores of things that turned out true and things that did not. */
public final class Quality {
    private Quality() {}

    /** A point of the curve of true against false positives. */
    public record Point(double falsePositives, double truePositives) {}

    /** Scores from {@code low} up to and without {@code high}: how many, their mean, and the share that came true. */
    public record Bin(double low, double high, long pairs, double score, double share) {}

    /** Chance that a true one has a larger score than a false one; ties count half. NaN if either is missing. */
    public static double auc(double[] trueOnes, double[] falseOnes) {
        double[] sorted = falseOnes.clone();
        Arrays.sort(sorted);
        double below = 0;
        for (double score : trueOnes) {
            int less = firstAtLeast(sorted, score);
            int notMore = firstAtLeast(sorted, Math.nextUp(score));
            below += less + (notMore - less) / 2.0;
        }
        return below / ((double) trueOnes.length * falseOnes.length);
    }

    private static int firstAtLeast(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The curve whose area {@link #auc} is, at most {@code points} of it. */
    public static List<Point> curve(double[] trueOnes, double[] falseOnes, int points) {
        double[] sortedTrue = trueOnes.clone();
        double[] sortedFalse = falseOnes.clone();
        Arrays.sort(sortedTrue);
        Arrays.sort(sortedFalse);
        var curve = new ArrayList<Point>();
        curve.add(new Point(0, 0));
        for (int i = 1; i <= points && sortedFalse.length > 0 && sortedTrue.length > 0; i++) {
            // Close together where few are false, which is where lists of suggestions end.
            double share = Math.pow((double) i / points, 3);
            int at = (int) Math.max(0, sortedFalse.length - Math.ceil(share * sortedFalse.length));
            double limit = sortedFalse[Math.min(at, sortedFalse.length - 1)];
            curve.add(new Point(
                    (double) (sortedFalse.length - firstAtLeast(sortedFalse, limit)) / sortedFalse.length,
                    (double) (sortedTrue.length - firstAtLeast(sortedTrue, limit)) / sortedTrue.length));
        }
        curve.add(new Point(1, 1));
        return curve;
    }

    /** A table that shows whether scores are probabilities. {@code ends} are the ends of the bins, ascending. */
    public static List<Bin> reliability(double[] scores, boolean[] cameTrue, double[] ends) {
        var bins = new ArrayList<Bin>();
        double low = 0;
        for (double high : ends) {
            long pairs = 0;
            double sum = 0;
            long hits = 0;
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] >= low && scores[i] < high) {
                    pairs++;
                    sum += scores[i];
                    hits += cameTrue[i] ? 1 : 0;
                }
            }
            if (pairs > 0) {
                bins.add(new Bin(low, high, pairs, sum / pairs, (double) hits / pairs));
            }
            low = high;
        }
        return bins;
    }
}
