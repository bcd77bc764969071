package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;

/**
 * Guarantee 6 in {@code budget_ledger} and {@code released_figures}: nobody's budget is overdrawn, and each figure was paid for by an
 * advertiser or business and by as many people as it counts, up to noise. Whose noise it is cannot be told without the noise key.
 */
final class CheckLedger {
    private final RunFacts facts;

    CheckLedger(RunFacts facts) {
        this.facts = facts;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> ledger = run.rows(Outputs.BUDGET_LEDGER);
        var verdicts = new ArrayList<Verdict>(charges(ledger));
        verdicts.addAll(figures(run.rows(Outputs.RELEASED_FIGURES), ledger));
        return verdicts;
    }

    private List<Verdict> charges(Dataset<Row> ledger) {
        Column millionths = round(col("epsilon").multiply(1_000_000)).cast("long");
        Column person = col("who").equalTo("person");
        Column everybody = col("who").equalTo("everybody");
        Column limit = when(person.or(everybody), facts.personBudget().millionths())
                .otherwise(facts.askerBudget().millionths());
        // What everybody lost, each person lost, beside what that person alone was charged.
        Column byAll = coalesce(sum(when(everybody, millionths)).over(Window.partitionBy(lit(0))), lit(0L));
        Dataset<Row> rows = ledger.withColumn("twice", Broken.repeated("who", "id", "figure_key"))
                .withColumn("spent", sum(millionths).over(Window.partitionBy("who", "id")))
                .withColumn("by_all", byAll);
        return new Broken(Outputs.BUDGET_LEDGER)
                .rule(6, "charges of another period", not(ofPeriod()))
                .rule(6, "charges that stand twice", col("twice"))
                .rule(
                        6,
                        "charges of no loss",
                        col("epsilon").leq(0).or(col("epsilon").isNaN()))
                .rule(
                        6,
                        "charges to everybody by another id than 0",
                        everybody.and(col("id").notEqual(0)))
                .rule(
                        6,
                        "charges to budgets that are overdrawn",
                        col("spent")
                                .plus(when(person, col("by_all")).otherwise(0L))
                                .gt(limit))
                .in(rows);
    }

    private List<Verdict> figures(Dataset<Row> figures, Dataset<Row> ledger) {
        Dataset<Row> paid = ledger.groupBy("figure_key")
                .agg(
                        count(when(col("who").isin("advertiser", "business"), 1))
                                .as("askers"),
                        count(when(col("who").equalTo("person"), 1)).as("people"),
                        min("epsilon").as("epsilon"));
        Dataset<Row> rows = figures.withColumn("twice", Broken.repeated("figure_key"))
                .join(paid, new String[] {"figure_key"}, "left_outer");
        Column off = abs(col("value").minus(col("people")));
        return new Broken(Outputs.RELEASED_FIGURES)
                .rule(6, "figures of another period", not(ofPeriod()))
                .rule(6, "figures that stand twice", col("twice"))
                .rule(
                        6,
                        "figures that nobody paid for who asked",
                        coalesce(col("askers"), lit(0L)).equalTo(0))
                .rule(
                        6,
                        "figures farther from the people charged than noise goes",
                        // Figures stay as they were told; who was erased since is no longer among those charged.
                        coalesce(off.gt(RunFacts.farthestNoise(col("epsilon")).plus(facts.erased())), lit(false)))
                .in(rows);
    }

    private Column ofPeriod() {
        return col("period").equalTo(Period.of(facts.asOf()).toString());
    }
}
