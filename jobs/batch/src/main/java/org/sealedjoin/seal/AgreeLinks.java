package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;

/**
 * Keeps, for each purpose, the links whose two sides both agreed to it.
 *
 * <p>In: links of {@link LinkAccounts}; {@code decisions(platform, subject_id, purpose, allowed)}. Out: the links' columns with
 * {@code purpose} in place of {@code scope}, one row for each purpose.
 */
final class AgreeLinks {
    Dataset<Row> apply(Dataset<Row> links, Dataset<Row> decisions) {
        Dataset<Row> forPurposes = links.withColumn(
                        "purpose",
                        explode(when(col(Columns.SCOPE).equalTo(LinkAccounts.SAFETY), array(lit(Purpose.SAFETY.word())))
                                .otherwise(allButSafety())))
                .drop(Columns.SCOPE);
        return forPurposes
                .join(
                        allowed(decisions, Platform.MESSAGING, "user_id"),
                        new String[] {"purpose", "user_id"},
                        "left_semi")
                .join(
                        allowed(decisions, Platform.SOCIAL, "account_id"),
                        new String[] {"purpose", "account_id"},
                        "left_semi");
    }

    private static Column allButSafety() {
        return array(Arrays.stream(Purpose.values())
                .filter(purpose -> purpose != Purpose.SAFETY)
                .map(purpose -> functions.lit(purpose.word()))
                .toArray(Column[]::new));
    }

    private static Dataset<Row> allowed(Dataset<Row> decisions, Platform platform, String id) {
        return decisions
                .filter(col("platform").equalTo(platform.word()).and(col("allowed")))
                .select(col("purpose"), col("subject_id").as(id));
    }
}
