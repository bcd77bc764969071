package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;

/**
 * Drops numbers that so many people claim that they can be nobody's: placeholders, switchboards, test lines. Claims of one number
 * are paired with each other, so without a limit a single such number makes one task run for hours.
 *
 * <p>In and out: rows with a {@code token}; rows without one are dropped too.
 */
final class DropCrowded {
    static final Operation CROWDED = new Operation.Subtract("crowded numbers");

    private final int maxClaims;

    DropCrowded(int maxClaims) {
        this.maxClaims = maxClaims;
    }

    /** @param shared of {@link FindShared}, among the same claims */
    Dataset<Row> apply(Dataset<Row> claims, Dataset<Row> shared) {
        Dataset<Row> crowded =
                shared.filter(col(FindShared.CLAIMS).gt(maxClaims)).select(col(Columns.TOKEN));
        return CROWDED.mark(
                claims.filter(col(Columns.TOKEN).isNotNull()),
                all -> all.join(broadcast(crowded), Columns.TOKEN, "left_anti"));
    }
}
