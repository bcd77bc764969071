package org.sealedjoin.products.audience;

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
import org.sealedjoin.privacy.spark.SpendBudgets;

/**
 * Counts the people of new questions and adds the noise that belongs to each question. A question that was answered this period keeps its
 * figure; one whose advertiser has nothing left to spend gets none; a person who has nothing left is not counted.
 *
 * <p>Tables: {@code asked(audience_id, advertiser_id, figure_key, noise)}, a row for each audience that asks; {@code members(audience_id,
 * user_id)}; {@code ledger} and {@code figures} of this period, as they are so far.
 */
public final class ReleaseReach {
    /** The one place where a count of people becomes a figure. */
    static final Operation NOISE = new Operation.Release("noise", released(), List.of("value"));

    /** What became of a question: {@link SpendBudgets#OUTCOME}, or that this run may not answer anything new. */
    static final String WAITS = "waits";

    private final BudgetPolicy policy;
    private final Period period;
    private final boolean onlyRepeats;

    private ReleaseReach(BudgetPolicy policy, Period period, boolean onlyRepeats) {
        this.policy = policy;
        this.period = period;
        this.onlyRepeats = onlyRepeats;
    }

    /** Answers what the budgets allow. */
    public static ReleaseReach answering(BudgetPolicy policy, Period period) {
        return new ReleaseReach(policy, period, false);
    }

    /** For a night before the last one that charged: its ledger would be nobody's, so it answers nothing new. */
    public static ReleaseReach repeating(BudgetPolicy policy, Period period) {
        return new ReleaseReach(policy, period, true);
    }

    static Set<Label> released() {
        var labels = new HashSet<>(Label.unconsentedForAll());
        labels.addAll(Set.of(Label.PERSON_ID, Label.ADVERTISER_INPUT));
        return labels;
    }

    /** {@code id, figure_key, turn, outcome}: a row for each advertiser and question, {@code turn} its least audience. */
    public Dataset<Row> decide(Dataset<Row> asked, Dataset<Row> ledger) {
        Dataset<Row> wanted = asked.groupBy(col("advertiser_id").as("id"), col("figure_key"))
                .agg(min("audience_id").as("turn"));
        Dataset<Row> decided = askers().apply(wanted, ledger);
        return onlyRepeats
                ? decided.withColumn(
                        OUTCOME,
                        when(col(OUTCOME).equalTo(SpendBudgets.PAID_BEFORE), col(OUTCOME))
                                .otherwise(WAITS))
                : decided;
    }

    /**
     * {@code id, figure_key, turn, outcome}: a row for each person and new question that reaches the person. Of several audiences that ask
     * the same, the least is counted.
     */
    public Dataset<Row> reached(Dataset<Row> decided, Dataset<Row> members, Dataset<Row> ledger, Dataset<Row> figures) {
        Dataset<Row> counted = fresh(decided, figures)
                .join(members, col("turn").equalTo(col("audience_id")))
                .select(col("user_id").as("id"), col("figure_key"), lit(0L).as("turn"));
        return people().apply(counted, ledger);
    }

    /** {@code released_figures}: those of before, and those of new questions. */
    public Dataset<Row> figures(Dataset<Row> asked, Dataset<Row> decided, Dataset<Row> reached, Dataset<Row> figures) {
        Dataset<Row> people = reached.filter(col(OUTCOME).notEqual(SpendBudgets.REFUSED))
                .groupBy("figure_key")
                .agg(count(lit(1)).as("people"));
        // Equal in all rows of a question.
        Dataset<Row> noise = asked.groupBy("figure_key").agg(min("noise").as("noise"));
        Dataset<Row> fresh = fresh(decided, figures)
                .join(noise, "figure_key")
                .join(people, new String[] {"figure_key"}, "left_outer")
                .select(
                        lit(period.toString()).as("period"),
                        col("figure_key"),
                        coalesce(col("people"), lit(0L)).plus(col("noise")).as("value"));
        return figures.unionByName(NOISE.mark(fresh, UnaryOperator.identity()));
    }

    /** {@code budget_ledger}: what was charged before, and what is charged now. */
    public Dataset<Row> ledger(Dataset<Row> decided, Dataset<Row> reached, Dataset<Row> ledger) {
        return ledger.unionByName(askers().charges(decided)).unionByName(people().charges(reached));
    }

    private Dataset<Row> fresh(Dataset<Row> decided, Dataset<Row> figures) {
        return decided.filter(col(OUTCOME).equalTo(PAYS_NOW))
                .groupBy("figure_key")
                .agg(min("turn").as("turn"))
                .join(figures, new String[] {"figure_key"}, "left_anti");
    }

    private SpendBudgets askers() {
        return SpendBudgets.ofAdvertisers(policy, period);
    }

    private SpendBudgets people() {
        return SpendBudgets.ofPeople(policy, period);
    }
}
