package org.sealedjoin.guard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts rows by words that were known before the rows were looked at, so that no value found in data leaves with a count.
 *
 * <p>In: any rows. Out: the key columns, STRING, sorted by name, and {@link #ROWS} BIGINT; a value that is not among its column's words is counted under
 * {@link #OTHER}, null under null.
 */
public final class CountRows {
    /** Name of the column of counts. */
    public static final String ROWS = "rows";

    /** Stands for every value that is not among the words. */
    public static final String OTHER = "other";

    private final Operation.Count operation;

    public CountRows(Operation.Count operation) {
        this.operation = operation;
    }

    /** The number of rows, as one row. */
    public Dataset<Row> all(Dataset<Row> rows) {
        return by(rows, Map.of());
    }

    /**
     * The number of rows that meet each condition, as one row of BIGINT columns {@code rows_0}, {@code rows_1}, and so on.
     *
     * @param conditions BOOLEAN; null counts as false
     */
    public Dataset<Row> meeting(Dataset<Row> rows, List<Column> conditions) {
        var counts = new ArrayList<Column>();
        for (Column condition : conditions) {
            counts.add(count(when(condition, lit(1))).as(ROWS + "_" + counts.size()));
        }
        Column first = counts.remove(0);
        return operation.mark(rows, input -> input.groupBy().agg(first, counts.toArray(Column[]::new)));
    }

    /**
     * The number of rows of each combination of words.
     *
     * @param words for each key column, the words that may leave
     */
    public Dataset<Row> by(Dataset<Row> rows, Map<String, List<String>> words) {
        var keys = new TreeMap<String, Column>();
        words.forEach((key, known) -> keys.put(
                key,
                when(col(key).isNull().or(col(key).isin(known.toArray())), col(key))
                        .otherwise(lit(OTHER))
                        .as(key)));
        return operation.mark(
                rows,
                input -> input.groupBy(keys.values().toArray(Column[]::new))
                        .agg(count(lit(1)).as(ROWS)));
    }
}
