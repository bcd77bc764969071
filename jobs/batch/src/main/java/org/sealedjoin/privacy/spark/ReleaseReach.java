package org.sealedjoin.privacy.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;
import static org.sealedjoin.privacy.spark.SpendBudgets.OUTCOME;
import static org.sealedjoin.privacy.spark.SpendBudgets.PAYS_NOW;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.privacy.BudgetPolicy;
import org.sealedjoin.privacy.Period;

/**
 * Counts the people of new questions and adds the noise that belongs to each question. A question that was answered this period keeps its
 * figure; one whose asker has nothing left to spend gets none; a person who has nothing left is not counted.
 *
 * <p>Tables: {@code asked(id, figure_key, turn, noise)}, a row for each asker and question, {@code turn LONG} names the question's people, and of
 * one asker's questions the least is answered first; {@code reach(turn, user_id)}, whom each question reaches; {@code ledger} and {@code figures}
 * of this period, as they are so far.
 */
public final class ReleaseReach {
    /** The one place where a count of people becomes a figure. */
    public static final Operation NOISE = new Operation.Release("noise", released(), List.of("value"));

    /** What became of a question: {@link SpendBudgets#OUTCOME}, or that this run may not answer anything new. */
    public static final String WAITS = "waits";

    private final SpendBudgets askers;
    private final SpendBudgets people;
    private final Period period;
    private final boolean onlyRepeats;

    private ReleaseReach(SpendBudgets askers, SpendBudgets people, Period period, boolean onlyRepeats) {
        this.askers = askers;
        this.people = people;
        this.period = period;
        this.onlyRepeats = onlyRepeats;
    }

    /**
     * Answers what the budgets allow.
     *
     * @param askers whose budgets pay for the questions
     */
    public static ReleaseReach answering(SpendBudgets askers, BudgetPolicy policy, Period period) {
        return new ReleaseReach(askers, SpendBudgets.ofPeople(policy, period), period, false);
    }

    /** For a night before the last one that charged: its ledger would be nobody's, so it answers nothing new. */
    public static ReleaseReach repeating(SpendBudgets askers, BudgetPolicy policy, Period period) {
        return new ReleaseReach(askers, SpendBudgets.ofPeople(policy, period), period, true);
    }

    /** What a noisy count of people no longer tells, and what follows from it neither. */
    public static Set<Label> released() {
        var labels = new HashSet<>(Label.unconsentedForAll());
        labels.addAll(Set.of(Label.PERSON_ID, Label.ADVERTISER_INPUT));
        return labels;
    }

    /** {@code id, figure_key, turn, outcome}: a row for each asker and question, {@code turn} its least. */
    public Dataset<Row> decide(Dataset<Row> asked, Dataset<Row> ledger) {
        Dataset<Row> wanted = asked.groupBy("id", "figure_key").agg(min("turn").as("turn"));
        Dataset<Row> decided = askers.apply(wanted, ledger);
        return onlyRepeats
                ? decided.withColumn(
                        OUTCOME,
                        when(col(OUTCOME).equalTo(SpendBudgets.PAID_BEFORE), col(OUTCOME))
                                .otherwise(WAITS))
                : decided;
    }

    /**
     * {@code id, figure_key, turn, outcome}: a row for each person and new question that reaches the person. Of several turns that ask the
     * same, the least is counted.
     */
    public Dataset<Row> reached(Dataset<Row> decided, Dataset<Row> reach, Dataset<Row> ledger, Dataset<Row> figures) {
        Dataset<Row> counted = fresh(decided, figures)
                .join(reach, "turn")
                .select(col("user_id").as("id"), col("figure_key"), lit(0L).as("turn"));
        return people.apply(counted, ledger);
    }

    /** {@code released_figures}: those of before, and those of new questions. */
    public Dataset<Row> figures(Dataset<Row> asked, Dataset<Row> decided, Dataset<Row> reached, Dataset<Row> figures) {
        Dataset<Row> counts = reached.filter(col(OUTCOME).notEqual(SpendBudgets.REFUSED))
                .groupBy("figure_key")
                .agg(count(lit(1)).as("people"));
        // Equal in all rows of a question.
        Dataset<Row> noise = asked.groupBy("figure_key").agg(min("noise").as("noise"));
        Dataset<Row> fresh = fresh(decided, figures)
                .join(noise, "figure_key")
                .join(counts, new String[] {"figure_key"}, "left_outer")
                .select(
                        lit(period.toString()).as("period"),
                        col("figure_key"),
                        coalesce(col("people"), lit(0L)).plus(col("noise")).as("value"));
        return figures.unionByName(NOISE.mark(fresh, UnaryOperator.identity()));
    }

    /** {@code budget_ledger}: what was charged before, and what is charged now. */
    public Dataset<Row> ledger(Dataset<Row> decided, Dataset<Row> reached, Dataset<Row> ledger) {
        return ledger.unionByName(askers.charges(decided)).unionByName(people.charges(reached));
    }

    private Dataset<Row> fresh(Dataset<Row> decided, Dataset<Row> figures) {
        return decided.filter(col(OUTCOME).equalTo(PAYS_NOW))
                .groupBy("figure_key")
                .agg(min("turn").as("turn"))
                .join(figures, new String[] {"figure_key"}, "left_anti");
    }
}
