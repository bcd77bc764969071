package org.sealedjoin.privacy.spark;

import static org.apache.spark.sql.functions.broadcast;
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
import org.sealedjoin.privacy.BudgetPolicy;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.Payer;
import org.sealedjoin.privacy.Period;

/**
 * Decides charge by charge whether a figure still fits into the budget of who pays for it in a period: what {@link
 * org.sealedjoin.privacy.Budget} does for one, for all at once. A figure that was paid for costs nothing again. A person has lost what
 * everybody has, before anything is charged to that person.
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

    private final Payer payer;
    private final Period period;
    private final Epsilon loss;
    private final Epsilon limit;

    private SpendBudgets(Payer payer, Period period, Epsilon loss, Epsilon limit) {
        this.payer = payer;
        this.period = period;
        this.loss = loss;
        this.limit = limit;
    }

    /** Budgets of advertisers, by their ids. */
    public static SpendBudgets ofAdvertisers(BudgetPolicy policy, Period period) {
        return new SpendBudgets(Payer.ADVERTISER, period, policy.figure(), policy.perAsker());
    }

    /** Budgets of owners of businesses, by the owners' ids: to split a business gains nothing. */
    public static SpendBudgets ofBusinesses(BudgetPolicy policy, Period period) {
        return new SpendBudgets(Payer.BUSINESS, period, policy.figure(), policy.perAsker());
    }

    /** Budgets of people, by their ids on the messaging platform. */
    public static SpendBudgets ofPeople(BudgetPolicy policy, Period period) {
        return new SpendBudgets(Payer.PERSON, period, policy.figure(), policy.perPerson());
    }

    public Dataset<Row> apply(Dataset<Row> wanted, Dataset<Row> ledger) {
        Dataset<Row> own = chargesTo(payer, ledger);
        Dataset<Row> spent = own.groupBy("id").agg(sum("millionths").as("spent"));
        Dataset<Row> paid = own.select(col("id"), col("figure_key"), lit(true).as("paid"));
        var inTurn = Window.partitionBy("id")
                .orderBy("turn", "figure_key")
                .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
        Column before = coalesce(col("spent"), lit(0L)).plus(coalesce(col("by_all"), lit(0L)));
        Column now = count(when(col("paid").isNull(), 1)).over(inTurn).multiply(loss.millionths());
        Dataset<Row> charged = wanted.join(paid, new String[] {"id", "figure_key"}, "left_outer")
                .join(spent, new String[] {"id"}, "left_outer");
        return withByAll(charged, ledger)
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

    /** Adds {@code by_all}: what everybody lost, of which askers lose nothing; null if it is nothing. */
    private Dataset<Row> withByAll(Dataset<Row> rows, Dataset<Row> ledger) {
        return payer == Payer.PERSON
                ? rows.crossJoin(broadcast(
                        chargesTo(Payer.EVERYBODY, ledger).agg(sum("millionths").as("by_all"))))
                : rows.withColumn("by_all", lit(0L));
    }

    private Dataset<Row> chargesTo(Payer who, Dataset<Row> ledger) {
        return ledger.filter(col("who").equalTo(who.word()).and(col("period").equalTo(period.toString())))
                .select(
                        col("id"),
                        col("figure_key"),
                        // Whole millionths, so that eight times 0.05 is 0.4.
                        round(col("epsilon").multiply(MILLION)).cast("long").as("millionths"));
    }

    /** Rows of {@code budget_ledger} for the charges of {@link #apply} that are paid now. */
    public Dataset<Row> charges(Dataset<Row> decided) {
        return decided.filter(col(OUTCOME).equalTo(PAYS_NOW))
                .select(
                        lit(payer.word()).as("who"),
                        col("id"),
                        lit(period.toString()).as("period"),
                        col("figure_key"),
                        lit(loss.asDouble()).as("epsilon"));
    }
}
