package org.sealedjoin.verify;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Hands the small side of a join to every task, so that the rows of the large one stay where they are. Spark does so by itself only where it knows
 * the size of a side before it plans, and up to a size that suits large clusters. What comes out is the same either way.
 *
 * @param mostBytes of one side, as it lies in the memory of each process
 */
record Handed(long mostBytes) {
    /** Fits several times into the smallest heap that runs are measured with, 4 GiB. */
    static final Handed USUAL = new Handed(192L << 20);

    /**
     * The rows, to be handed over if they are few enough; else as Spark chooses.
     *
     * @param count about how many there are
     * @param bytesARow about what each takes in a table of Spark's
     */
    Dataset<Row> ifFew(Dataset<Row> rows, long count, int bytesARow) {
        return areFew(count, bytesARow) ? rows.hint("broadcast") : rows;
    }

    boolean areFew(long count, int bytesARow) {
        return count * bytesARow <= mostBytes;
    }
}
