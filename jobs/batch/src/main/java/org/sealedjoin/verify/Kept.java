package org.sealedjoin.verify;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.CachedRows;
import org.sealedjoin.table.Outputs;

/**
 * Rows of ids that many checks ask for: computed once, when first asked for, and kept in memory or on disk, encrypted there as everything
 * that Spark writes.
 */
final class Kept implements AutoCloseable {
    private final Dataset<Row> computed;
    private final Dataset<Row> rows;

    Kept(Dataset<Row> given) {
        computed = FlowGuard.of(given.sparkSession())
                .approve(given, Outputs.VERIFY_CACHE)
                .out(Exit.memory(), each -> each.persist(StorageLevel.MEMORY_AND_DISK()));
        rows = CachedRows.of(computed);
    }

    Dataset<Row> rows() {
        return rows;
    }

    @Override
    public void close() {
        computed.unpersist(true);
    }
}
