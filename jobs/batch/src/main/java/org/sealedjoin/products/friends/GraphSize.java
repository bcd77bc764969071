package org.sealedjoin.products.friends;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.table.Counts;

/**
 * How large the graph of a run is.
 *
 * @param connections seen from either end
 */
record GraphSize(long people, long connections) {
    /** Bytes of a neighbour in a list while a block of lists is unpacked, see {@link GatherBlocks}. */
    private static final long BYTES_IN_BLOCK = 32;

    /** Counts; starts Spark jobs. */
    static GraphSize of(Dataset<Row> people, Dataset<Row> connections) {
        return new GraphSize(Counts.of(people), Counts.of(connections));
    }

    /** Whether everybody's connections fit into one process under a limit. */
    boolean fits(long maxBytes) {
        return people < Ties.MOST_PEOPLE && people * People.BYTES + connections * Ties.BYTES <= maxBytes;
    }

    /** Into how many blocks viewers must be divided so that the lists that one block needs take about the limit. */
    int blocks(long maxBytes) {
        double neighboursOfNeighbours = (double) connections * connections / Math.max(1, people);
        double blocks = Math.ceil(neighboursOfNeighbours * BYTES_IN_BLOCK / Math.max(1, maxBytes));
        return (int) Math.max(1, Math.min(blocks, Math.min(people, Integer.MAX_VALUE)));
    }
}
