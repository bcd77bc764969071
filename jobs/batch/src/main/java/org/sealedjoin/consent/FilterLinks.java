package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Operation;

/**
 * Keeps of published links those whose two sides agree to the row's purpose, as somebody decided since.
 *
 * <p>In: {@code account_links}; {@code allowed} of {@link GatherAllowed}. Out: the rows with their columns as they were.
 */
public final class FilterLinks {
    private static final Operation STILL_AGREED = new Operation.ConsentByRow(
            Arrays.stream(Purpose.values()).collect(Collectors.toMap(Purpose::word, Label::unconsented)),
            "purpose",
            Set.of("user_id", "account_id"));

    private static final String TOLD_FOR = "told_for";

    public Dataset<Row> apply(Dataset<Row> links, Dataset<Row> allowed) {
        return STILL_AGREED
                .mark(
                        links.withColumnRenamed("purpose", TOLD_FOR),
                        all -> agreed(
                                        agreed(all, "user_id", Platform.MESSAGING, allowed),
                                        "account_id",
                                        Platform.SOCIAL,
                                        allowed)
                                .withColumn("purpose", col(TOLD_FOR))
                                .drop(TOLD_FOR))
                .select("purpose", "user_id", "account_id", "linked_since");
    }

    /** Every operation here that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(STILL_AGREED);
    }

    private static Dataset<Row> agreed(Dataset<Row> links, String id, Platform platform, Dataset<Row> allowed) {
        Column[] purposes = Arrays.stream(Purpose.values())
                .map(purpose -> when(col(purpose.word()), lit(purpose.word())))
                .toArray(Column[]::new);
        // New names: the rows may themselves descend from the same table.
        Dataset<Row> consented = allowed.where(col(DecideConsent.PLATFORM).equalTo(platform.word()))
                .select(
                        col(DecideConsent.SUBJECT_ID).as("consented_id"),
                        explode(array_compact(array(purposes))).as("consented_for"));
        Column same = links.col(id)
                .equalTo(consented.col("consented_id"))
                .and(links.col(TOLD_FOR).equalTo(consented.col("consented_for")));
        return links.join(consented, same, "left_semi");
    }
}
