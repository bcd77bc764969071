package org.sealedjoin.products.safety;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the counts of a sender's days tell. Whole days before the as-of count, up to the window's length.
 *
 * <p>In: {@code usage_daily} of people who agreed. Out: {@code user_id, unanswered, busiest, earlier LONG, used_day DATE}, only people who wrote
 * to strangers: how many of these, at least, did not reply; how many there were on the busiest of the recent days, and on all days before
 * these; and the newest day.
 */
final class CountUsage {
    private final SafetyPolicy policy;
    private final LocalDate today;

    CountUsage(SafetyPolicy policy, Instant asOf) {
        this.policy = policy;
        today = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
    }

    Dataset<Row> apply(Dataset<Row> usage) {
        Column recent = col("day").geq(lit(today.minusDays(policy.recentDays())));
        Column strangers = col("recipients_without_sender_in_book");
        // Who replied may be among the sender's own people: so many strangers did not, at the very least.
        Column silent = greatest(col("distinct_recipients").minus(col("recipients_who_replied")), lit(0L));
        return usage.filter(col("day").geq(lit(today.minusDays(policy.windowDays()))))
                .filter(col("day").lt(lit(today)))
                .filter(strangers.gt(0))
                .groupBy("user_id", "day")
                .agg(
                        max(strangers).as("strangers"),
                        max(least(strangers, silent)).as("unanswered"))
                .groupBy("user_id")
                .agg(
                        sum("unanswered").as("unanswered"),
                        coalesce(max(when(recent, col("strangers"))), lit(0L)).as("busiest"),
                        coalesce(sum(when(recent, lit(0L)).otherwise(col("strangers"))), lit(0L))
                                .as("earlier"),
                        max("day").as("used_day"));
    }
}
