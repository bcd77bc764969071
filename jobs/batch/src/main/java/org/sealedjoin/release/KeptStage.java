package org.sealedjoin.release;

import java.time.Instant;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.ProtectedTables;
import org.sealedjoin.table.SinkTable;

/**
 * A table that a run finished which did not end itself.
 *
 * @param run that made it
 * @param executedAt who had said no by then was left out
 */
public record KeptStage(RunId run, Path folder, SinkTable sink, Instant executedAt) {
    /** Its rows, for the flow guard people who agreed to nothing yet. */
    public Dataset<Row> rows(SparkSession spark) {
        FlowGuard.of(spark).protect(folder.toString(), ProtectedTables.ofRun(folder.toString()));
        return spark.read().schema(sink.table().schema()).parquet(new Path(folder, sink.folder()).toString());
    }
}
