package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.row_number;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Keeps of suggestions made anew those that were made before, and numbers them again: where tables have changed since, what only they know must
 * not appear in a run of an earlier instant.
 *
 * <p>In: suggestions of {@link SuggestFriends}; {@code before(account_id, suggested_account_id)}. Out: the columns of suggestions.
 */
public final class KeepSuggested {
    private static final String[] PAIR = {"account_id", "suggested_account_id"};

    public Dataset<Row> apply(Dataset<Row> suggestions, Dataset<Row> before) {
        var ofViewer = Window.partitionBy(PAIR[0]).orderBy(col("rank"));
        return suggestions
                .join(before.select(PAIR[0], PAIR[1]), PAIR, "left_semi")
                .withColumn("place", row_number().over(ofViewer))
                .select(col(PAIR[0]), col(PAIR[1]), col("place").as("rank"), col("score"), col("reason"));
    }
}
