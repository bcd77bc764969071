package org.sealedjoin.table;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table that was read and checked.
 *
 * @param present false if a table that may be absent is absent; {@code rows} is then empty
 * @param files what was read
 * @param rows the good rows, as declared
 * @param rowsRead good and bad rows
 * @param rejected bad rows by reason, sorted by reason
 */
public record CheckedTable(
        Table table,
        boolean present,
        List<TableFiles.InputFile> files,
        Dataset<Row> rows,
        long rowsRead,
        Map<String, Long> rejected) {
    /** Number of bad rows. */
    public long rowsRejected() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Number of good rows. */
    public long rowsUsed() {
        return rowsRead - rowsRejected();
    }
}
