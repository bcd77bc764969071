package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the few numbers that stand more than once: no other can be crowded, have changed hands or be given by two accounts, so that what is asked about
 * those is asked of few rows.
 *
 * <p>Out: {@code token, claims LONG}: how many claim it.
 */
final class FindShared {
    static final String CLAIMS = "claims";

    private static final String ROWS = "rows";

    /** Among {@code claims(token)}. */
    Dataset<Row> apply(Dataset<Row> claims) {
        return among(claims.select(col(Columns.TOKEN), lit(1L).as(CLAIMS)));
    }

    /** Among {@code claims(token)} and {@code releases(token)}; a release is no claim. */
    Dataset<Row> apply(Dataset<Row> claims, Dataset<Row> releases) {
        return among(claims.select(col(Columns.TOKEN), lit(1L).as(CLAIMS))
                .unionByName(releases.select(col(Columns.TOKEN), lit(0L).as(CLAIMS))));
    }

    private static Dataset<Row> among(Dataset<Row> rows) {
        return rows.filter(col(Columns.TOKEN).isNotNull())
                .groupBy(col(Columns.TOKEN))
                .agg(sum(col(CLAIMS)).as(CLAIMS), count(lit(1)).as(ROWS))
                .filter(col(ROWS).gt(1))
                .select(Columns.TOKEN, CLAIMS);
    }
}
