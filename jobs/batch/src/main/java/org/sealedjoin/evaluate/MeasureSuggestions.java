package org.sealedjoin.evaluate;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Measures how many hidden friendships stand near the top of suggestions.
 *
 * <p>In: {@code suggestions(account_id, suggested_account_id, rank)}, {@code hidden(account_id, friend_account_id)}, a row a pair. Out,
 * one row: {@code accounts} with hidden friends, {@code recall} (share of an account's hidden friends among its first {@link
 * #FIRST}, averaged over accounts), {@code mrr} (reciprocal rank of the first hidden friend among them, 0 if none, averaged).
 */
public final class MeasureSuggestions {
    /** How many suggestions of each account count. */
    public static final int FIRST = 10;

    public Dataset<Row> apply(Dataset<Row> suggestions, Dataset<Row> hidden) {
        Dataset<Row> bothWays = hidden.select("account_id", "friend_account_id")
                .union(hidden.select("friend_account_id", "account_id"))
                .distinct();
        Dataset<Row> first = suggestions
                .filter(col("rank").leq(FIRST))
                .select(col("account_id"), col("suggested_account_id").as("friend_account_id"), col("rank"));
        Dataset<Row> perAccount = bothWays.join(first, new String[] {"account_id", "friend_account_id"}, "left_outer")
                .groupBy("account_id")
                .agg(
                        count(col("rank")).divide(count(lit(1))).as("recall"),
                        coalesce(lit(1.0).divide(min(col("rank"))), lit(0.0)).as("reciprocal"));
        return perAccount.agg(
                count(lit(1)).as("accounts"),
                coalesce(avg("recall"), lit(0.0)).as("recall"),
                coalesce(avg("reciprocal"), lit(0.0)).as("mrr"));
    }
}
