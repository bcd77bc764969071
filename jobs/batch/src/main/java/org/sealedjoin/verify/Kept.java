package org.sealedjoin.verify;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows of ids that many checks ask for: computed once, when first asked for, and kept in memory or on disk, encrypted there as everything
 * that Spark writes.
 */
final class Kept implements AutoCloseable {
    private final Dataset<Row> computed;
    private final Dataset<Row> rows;

    Kept(Dataset<Row> computed) {
        this.computed = computed.persist(StorageLevel.MEMORY_AND_DISK());
        // Spark's public way to read what is kept plans all that led to it once more, each time. Here that is a tree of
        // thousands of steps for every count (seen: five minutes for four people); so plans start from what is kept.
        var classic = (org.apache.spark.sql.classic.Dataset<Row>) this.computed;
        rows = org.apache.spark.sql.classic.Dataset.ofRows(
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
