package org.sealedjoin.products.business;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.privacy.spark.ReleaseReach;
import org.sealedjoin.privacy.spark.SpendBudgets;
import org.sealedjoin.privacy.spark.TellRange;

/**
 * Tells businesses what they may know of how many they can reach: for each of them and each kind of message a status and a range, which follow
 * from the noisy figure and from the owner's budget.
 *
 * <p>In: see {@link #apply}. Out: the columns of {@code reach_reports}, a row for each business and kind, whatever the data.
 */
public final class ReportReach {
    /** What is told of a noisy figure; which questions have one follows from the owner's own budget. */
    public static final Operation RANGES = new Operation.Release(
            "status and range of a business",
            ReleaseReach.released(),
            List.of("business_id", "category", "status", "reach_low", "reach_high"));

    private final BusinessPolicy policy;
    private final List<String> categories;

    public ReportReach(BusinessPolicy policy, List<String> categories) {
        this.policy = policy;
        this.categories = List.copyOf(categories);
    }

    /**
     * @param businesses {@code business_id}
     * @param asked {@code business_id, category, id, figure_key}; {@code id} is the owner; kinds that nobody may send are not asked for
     * @param decided {@code id, figure_key, outcome} of {@link ReleaseReach#decide}
     * @param figures {@code released_figures}
     */
    public Dataset<Row> apply(Dataset<Row> businesses, Dataset<Row> asked, Dataset<Row> decided, Dataset<Row> figures) {
        Dataset<Row> answers = asked.join(
                        decided.select("id", "figure_key", SpendBudgets.OUTCOME), new String[] {"id", "figure_key"})
                .join(figures.select("figure_key", "value"), new String[] {"figure_key"}, "left_outer")
                .select(
                        col("business_id"),
                        col("category"),
                        col(SpendBudgets.OUTCOME),
                        TellRange.range(policy.minPeople(), col("value")).as("told"));
        Column kinds = array(categories.stream().map(category -> lit(category)).toArray(Column[]::new));
        Dataset<Row> reports = businesses
                .select(col("business_id"), explode(kinds).as("category"))
                .join(answers, new String[] {"business_id", "category"}, "left_outer")
                .withColumn("status", status())
                .select(
                        col("business_id"),
                        col("category"),
                        col("status"),
                        ifReady(col("told.low")).as("reach_low"),
                        ifReady(col("told.high")).as("reach_high"));
        return RANGES.mark(reports, UnaryOperator.identity());
    }

    private static Column status() {
        Column outcome = col(SpendBudgets.OUTCOME);
        return when(outcome.isNull(), "off")
                .when(outcome.equalTo(ReleaseReach.WAITS), "processing")
                .when(outcome.equalTo(SpendBudgets.REFUSED), "over_budget")
                .when(col("told").isNotNull(), "ready")
                .otherwise("too_small");
    }

    private static Column ifReady(Column value) {
        return when(col("status").equalTo("ready"), value);
    }
}
