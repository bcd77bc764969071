package org.sealedjoin.privacy;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Makes the noisy cells of a partition and their noisy total agree: what is told of cells and of the rest adds up to what is told of all, nothing is
 * below zero, and small cells are part of the rest. A function of noisy figures and settings alone, so it gives away no more than they do.
 *
 * <p>Total and sum of cells are two readings of one number; the best of both is their mean, weighted by how sure each is, and the difference is
 * spread over the cells (Hay, Rastogi, Miklau and Suciu, "Boosting the Accuracy of Differentially Private Histograms Through Consistency",
 * VLDB 2010). What falls below zero after that is taken evenly from the others (projection onto the simplex; Duchi et al., ICML 2008).
 */
public final class ReconcileCells {
    private final double cellsPerTotal;

    /** @param cellsPerTotal variance of the total's noise, in variances of a cell's noise */
    public ReconcileCells(double cellsPerTotal) {
        this.cellsPerTotal = cellsPerTotal;
    }

    /**
     * Noisy figures as they were drawn.
     *
     * @param totals by part
     * @param cells by part, then cell; the parts of a cell are disjoint, and the cells too
     */
    public record Noisy(long[] totals, long[][] cells) {}

    /** Which cells are large enough to stand alone. */
    public record Shown(boolean[] cells, boolean rest, boolean total) {}

    /**
     * What is told. Only cells that are shown count; all others are in the rest, or in nothing.
     *
     * @param totals by part
     * @param cells by part, then cell
     * @param rests by part
     */
    public record Told(Shown shown, long[] totals, long[][] cells, long[] rests) {}

    /**
     * Tells of cells, rest and total if all parts together have at least {@code least}.
     *
     * @param mayShow false for cells that are always part of the rest
     */
    public Told tell(Noisy noisy, long least, boolean[] mayShow) {
        var cells = new boolean[mayShow.length];
        for (int cell = 0; cell < cells.length; cell++) {
            int index = cell;
            cells[cell] = mayShow[cell]
                    && Arrays.stream(noisy.cells).mapToLong(part -> part[index]).sum() >= least;
        }
        Told told = tell(noisy, new Shown(cells, true, true));
        // After reconciliation a cell may be less than it was drawn; each that goes into the rest changes the others.
        while (dropBelow(least, told, cells)) {
            told = tell(noisy, new Shown(cells, true, true));
        }
        if (Arrays.stream(told.rests).sum() < least) {
            told = tell(noisy, new Shown(cells, false, true));
        }
        boolean anything = Arrays.stream(told.totals).sum() >= least;
        return anything ? told : tell(noisy, new Shown(new boolean[cells.length], false, false));
    }

    /** Takes cells away that hold less; false if none does. */
    private static boolean dropBelow(long least, Told told, boolean[] shown) {
        boolean dropped = false;
        for (int cell = 0; cell < shown.length; cell++) {
            int index = cell;
            if (shown[cell]
                    && Arrays.stream(told.cells).mapToLong(part -> part[index]).sum() < least) {
                shown[cell] = false;
                dropped = true;
            }
        }
        return dropped;
    }

    /** Tells of the cells that are shown, whatever they hold; for figures about the same people as others. */
    public Told tell(Noisy noisy, Shown shown) {
        int parts = noisy.totals.length;
        var totals = new long[parts];
        var cells = new long[parts][];
        var rests = new long[parts];
        for (int part = 0; part < parts; part++) {
            long[] whole = reconciled(noisy.totals[part], noisy.cells[part], shown.cells);
            cells[part] = Arrays.copyOf(whole, whole.length - 1);
            rests[part] = shown.rest ? whole[whole.length - 1] : 0;
            totals[part] = Arrays.stream(cells[part]).sum() + rests[part];
        }
        return new Told(shown, totals, cells, rests);
    }

    /** The shown cells and, last, the rest: whole, none below zero; cells that are not shown are 0. */
    private long[] reconciled(long total, long[] cells, boolean[] shown) {
        int n = cells.length;
        double sum = Arrays.stream(cells).sum();
        double best = (n * (double) total + cellsPerTotal * sum) / (n + cellsPerTotal);
        double share = (best - sum) / n;
        var open = new double[n + 1];
        double rest = Math.max(0, best);
        for (int cell = 0; cell < n; cell++) {
            if (shown[cell]) {
                open[cell] = cells[cell] + share;
                rest -= open[cell];
            }
        }
        open[n] = rest;
        int[] told = IntStream.rangeClosed(0, n)
                .filter(cell -> cell == n || shown[cell])
                .toArray();
        project(open, told, Math.max(0, best));
        return whole(open, told, Math.round(Math.max(0, best)));
    }

    /** The nearest point with nothing below zero and the same sum. */
    private static void project(double[] values, int[] told, double sum) {
        if (sum <= 0) {
            Arrays.fill(values, 0);
            return;
        }
        double[] sorted =
                Arrays.stream(told).mapToDouble(cell -> -values[cell]).sorted().toArray();
        double above = 0;
        double cut = 0;
        for (int i = 0; i < sorted.length; i++) {
            above -= sorted[i];
            double next = (above - sum) / (i + 1);
            if (-sorted[i] > next) {
                cut = next;
            }
        }
        for (int cell : told) {
            values[cell] = Math.max(0, values[cell] - cut);
        }
    }

    /** Rounded so that the sum stays: the largest remainders are rounded up. */
    private static long[] whole(double[] values, int[] told, long sum) {
        var whole = new long[values.length];
        long left = sum;
        for (int cell : told) {
            whole[cell] = (long) Math.floor(values[cell]);
            left -= whole[cell];
        }
        int[] byRemainder = Arrays.stream(told)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer cell) -> Math.floor(values[cell]) - values[cell])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; left > 0; i = (i + 1) % byRemainder.length, left--) {
            whole[byRemainder[i]]++;
        }
        for (int i = 0; left < 0; i = (i + 1) % byRemainder.length) {
            if (whole[byRemainder[i]] > 0) {
                whole[byRemainder[i]]--;
                left++;
            }
        }
        return whole;
    }
}
