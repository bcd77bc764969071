package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Says of each row whether it is among others; loses no row and repeats none. */
final class Mark {
    private Mark() {}

    /**
     * Adds {@code mark BOOLEAN}: whether {@code known} has a row with the same values in {@code keys}, which must be the names of columns
     * on both sides.
     */
    static Dataset<Row> among(Dataset<Row> rows, String mark, Dataset<Row> known, String... keys) {
        Dataset<Row> marked = known.select(columns(keys)).distinct().withColumn(mark, lit(true));
        return rows.join(marked, keys, "left_outer").withColumn(mark, coalesce(col(mark), lit(false)));
    }

    /** One row for each combination of {@code keys} that stands more than once. */
    static Dataset<Row> repeated(Dataset<Row> rows, String... keys) {
        return rows.groupBy(columns(keys))
                .agg(count(lit(1)).as("times"))
                .filter(col("times").gt(1));
    }

    private static Column[] columns(String... names) {
        return Arrays.stream(names).map(functions::col).toArray(Column[]::new);
    }
}
