package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;

/**
 * How often the numbers of linked people changed hands lately. Unlike a cut of an epoch this speaks against somebody, so nobody's
 * registration counts who did not agree to safety.
 *
 * <p>In: agreed links of {@link AgreeLinks}; cuts of {@link CutEpochs} by releases and by users who agreed to safety. Out: {@code user_id,
 * number_changes INT, changed_at}: releases, and verifications by others than the first, in the last days; only people with a link for safety
 * whose number has any.
 */
final class CountChanges {
    private final int days;
    private final Instant asOf;

    CountChanges(int days, Instant asOf) {
        this.days = days;
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> agreed, Dataset<Row> cuts) {
        Instant from = asOf.minus(Duration.ofDays(days));
        Column lately = filter(col(Columns.CUTS), cut -> cut.gt(lit(from)).and(cut.leq(lit(asOf))));
        Dataset<Row> changes = cuts.select(col(Columns.TOKEN), lately.as("lately"))
                .filter(size(col("lately")).gt(0))
                .select(
                        col(Columns.TOKEN),
                        size(col("lately")).as("number_changes"),
                        array_max(col("lately")).as("changed_at"));
        return agreed.filter(col("purpose").equalTo(Purpose.SAFETY.word()))
                .select(col("user_id"), col(Columns.TOKEN))
                .join(changes, Columns.TOKEN)
                .select("user_id", "number_changes", "changed_at");
    }
}
