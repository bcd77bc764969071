package org.sealedjoin.privacy.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.Period;

/**
 * Decides charge by charge whether a figure still fits into the budget of who pays for it in a period: what {@link
 * org.sealedjoin.privacy.Budget} does for one, for all at once. A figure that was paid for costs nothing again.
 *
 * <p>In: {@code id LONG, figure_key STRING, turn LONG}, one row for each pair, of which the least turn is served first; {@code
 * budget_ledger}. Out: the same rows and {@link #OUTCOME}.
 */
public final class SpendBudgets {
    /** What became of a charge: one of the following. */
    public static final String OUTCOME = "outcome";

    public static final String PAID_BEFORE = "paid_before";
    public static final String PAYS_NOW = "pays_now";
    public static final String REFUSED = "refused";

    private static final double MILLION = 1_000_000;

    private final String who;
    private final Period period;
    private final Epsilon loss;
    private final Epsilon limit;

    /** @param who whose rows of the ledger count: {@code advertiser} or {@code person} */
    public SpendBudgets(String who, Period period, Epsilon loss, Epsilon limit) {
        this.who = who;
        this.period = period;
        this.loss = loss;
        this.limit = limit;
    }

    public Dataset<Row> apply(Dataset<Row> wanted, Dataset<Row> ledger) {
        Dataset<Row> own = ledger.filter(
                        col("who").equalTo(who).and(col("period").equalTo(period.toString())))
                .select(
                        col("id"),
                        col("figure_key"),
                        // Whole millionths, so that eight times 0.05 is 0.4.
                        round(col("epsilon").multiply(MILLION)).cast("long").as("millionths"));
        Dataset<Row> spent = own.groupBy("id").agg(sum("millionths").as("spent"));
        Dataset<Row> paid = own.select(col("id"), col("figure_key"), lit(true).as("paid"));
        var inTurn = Window.partitionBy("id")
                .orderBy("turn", "figure_key")
                .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        Column before = coalesce(col("spent"), lit(0L));
        Column now = count(when(col("paid").isNull(), 1)).over(inTurn).multiply(loss.millionths());
        return wanted.join(paid, new String[] {"id", "figure_key"}, "left_outer")
                .join(spent, new String[] {"id"}, "left_outer")
                .withColumn("due", before.plus(now))
                .select(
                        col("id"),
                        col("figure_key"),
                        col("turn"),
                        when(col("paid"), PAID_BEFORE)
                                .when(col("due").leq(limit.millionths()), PAYS_NOW)
                                .otherwise(REFUSED)
                                .as(OUTCOME));
    }

    /** Rows of {@code budget_ledger} for the charges of {@link #apply} that are paid now. */
    public Dataset<Row> charges(Dataset<Row> decided) {
        return decided.filter(col(OUTCOME).equalTo(PAYS_NOW))
                .select(
                        lit(who).as("who"),
                        col("id"),
                        lit(period.toString()).as("period"),
                        col("figure_key"),
                        lit(loss.asDouble()).as("epsilon"));
    }
}
