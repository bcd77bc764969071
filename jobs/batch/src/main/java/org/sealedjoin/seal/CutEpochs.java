package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array_remove;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.array_union;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Cuts each number's history where it changed hands: at each release to its carrier, and at the verification by every messaging user
 * but the first. Epochs are half-open: an instant that is a cut belongs to the epoch it starts.
 *
 * <p>In: {@code users(token, phone_verified_at)} of every messaging user, agreed or not, active or not; {@code releases(token,
 * released_at)}; {@code shared} of {@link FindShared}. Out: {@code token, cuts ARRAY<TIMESTAMP>} sorted, only for numbers that were cut. More rows in never mean fewer cuts.
 */
final class CutEpochs {
    private static final String VERIFIED = "verified";
    private static final String RELEASED = "released";

    /** {@code token, cuts} as of the instants of {@link #instants}. */
    Dataset<Row> apply(Dataset<Row> instants) {
        return instants.groupBy(col(Columns.TOKEN))
                .agg(
                        min(col(VERIFIED)).as("first"),
                        collect_set(col(VERIFIED)).as(VERIFIED),
                        collect_set(col(RELEASED)).as(RELEASED))
                .select(
                        col(Columns.TOKEN),
                        array_sort(array_union(laterThanFirst(), col(RELEASED))).as(Columns.CUTS))
                .filter(size(col(Columns.CUTS)).gt(0));
    }

    /** {@code token, verified, released}: a row for each verification and each release of a number. */
    Dataset<Row> instants(Dataset<Row> users, Dataset<Row> releases) {
        Column nothing = lit(null).cast("timestamp");
        return users.select(col(Columns.TOKEN), col("phone_verified_at").as(VERIFIED), nothing.as(RELEASED))
                .unionByName(releases.select(
                        col(Columns.TOKEN),
                        nothing.as(VERIFIED),
                        col("released_at").as(RELEASED)))
                .filter(col(Columns.TOKEN).isNotNull());
    }

    /** The same of numbers that may have been cut: few of all, so worth keeping. */
    Dataset<Row> instants(Dataset<Row> users, Dataset<Row> releases, Dataset<Row> shared) {
        return instants(users, releases).join(shared.select(Columns.TOKEN), Columns.TOKEN, "left_semi");
    }

    private static Column laterThanFirst() {
        return when(col("first").isNull(), col(VERIFIED)).otherwise(array_remove(col(VERIFIED), col("first")));
    }
}
