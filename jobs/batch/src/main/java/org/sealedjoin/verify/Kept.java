package org.sealedjoin.verify;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.Outputs;

/**
 * Rows of ids that many checks ask for: computed once, when first asked for, and kept in memory or on disk, encrypted there as everything
 * that Spark writes.
 */
final class Kept implements AutoCloseable {
    private final Dataset<Row> computed;
    private final Dataset<Row> rows;

    Kept(Dataset<Row> rows) {
        computed = FlowGuard.of(rows.sparkSession())
                .approve(rows, Outputs.VERIFY_CACHE)
                .out(Exit.memory(), each -> each.persist(StorageLevel.MEMORY_AND_DISK()));
        // Spark's public way to read what is kept plans all that led to it once more, each time. Here that is a tree of
        // thousands of steps for every count (seen: five minutes for four people); so plans start from what is kept.
        var classic = (org.apache.spark.sql.classic.Dataset<Row>) computed;
        this.rows = org.apache.spark.sql.classic.Dataset.ofRows(
                classic.sparkSession(), classic.queryExecution().withCachedData());
    }

    Dataset<Row> rows() {
        return rows;
    }

    @Override
    public void close() {
        computed.unpersist(true);
    }
}
