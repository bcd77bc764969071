package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Operation;

/**
 * How often the numbers of linked people changed hands lately: a fact about the number, of which nobody else's name comes out.
 *
 * <p>In: agreed links of {@link AgreeLinks}; {@code cuts} of {@link CutEpochs}. Out: {@code user_id, number_changes INT, changed_at}: releases, and
 * verifications by others than the first, in the last days; only people with a link for safety whose number has any.
 */
final class CountChanges {
    /**
     * How often a number changed hands and when last. Takes off that others were there to hold it, agreed or not: of them nothing is left but the
     * instants, as in the cuts of epochs.
     */
    static final Operation CHANGES = new Operation.Release(
            "number changes",
            Set.of(Label.unconsented(Purpose.SAFETY)),
            List.of(Columns.TOKEN, "number_changes", "changed_at"));

    private final int days;
    private final Instant asOf;

    CountChanges(int days, Instant asOf) {
        this.days = days;
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> agreed, Dataset<Row> cuts) {
        Instant from = asOf.minus(Duration.ofDays(days));
        Column lately = filter(col(Columns.CUTS), cut -> cut.gt(lit(from)).and(cut.leq(lit(asOf))));
        Dataset<Row> changes = CHANGES.mark(
                cuts.select(col(Columns.TOKEN), lately.as("lately"))
                        .filter(size(col("lately")).gt(0))
                        .select(
                                col(Columns.TOKEN),
                                size(col("lately")).as("number_changes"),
                                array_max(col("lately")).as("changed_at")),
                UnaryOperator.identity());
        return agreed.filter(col("purpose").equalTo(Purpose.SAFETY.word()))
                .select(col("user_id"), col(Columns.TOKEN))
                .join(changes, Columns.TOKEN)
                .select("user_id", "number_changes", "changed_at");
    }
}
