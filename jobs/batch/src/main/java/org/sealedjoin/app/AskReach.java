package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.privacy.BudgetPolicy;
import org.sealedjoin.privacy.DiscreteLaplace;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.QuestionKey;
import org.sealedjoin.table.Outputs;

/** The questions of businesses, how many people each may send each kind of message to, with the noise of each. A function of public rows. */
final class AskReach {
    private static final String METRIC = "business-reach";
    private static final StructType ASKED = new StructType()
            .add("business_id", DataTypes.LongType, false)
            .add("category", DataTypes.StringType, false)
            .add("id", DataTypes.LongType, false)
            .add("figure_key", DataTypes.StringType, false)
            .add("turn", DataTypes.LongType, false)
            .add("noise", DataTypes.LongType, false);

    private final SparkSession spark;
    private final BudgetPolicy budgets;
    private final Period period;

    AskReach(SparkSession spark, BudgetPolicy budgets, Period period) {
        this.spark = spark;
        this.budgets = budgets;
        this.period = period;
    }

    /**
     * {@code business_id, category, id, figure_key, turn, noise}, in memory only; {@code id} is the owner, who pays.
     *
     * @param categories kinds of message; an owner's budget is spent on all its businesses' first kind, then on the second
     */
    Dataset<Row> of(Dataset<Row> businesses, List<String> categories, NoiseKey key) {
        List<Row> all = FlowGuard.of(spark)
                .approve(businesses.select(col("business_id"), col("owner_id")), Outputs.QUESTIONS)
                .out(Exit.driver(), Dataset::collectAsList)
                .stream()
                .sorted(Comparator.comparingLong(row -> row.getLong(0)))
                .toList();
        var noise = new DiscreteLaplace(budgets.figure());
        var asked = new ArrayList<Row>();
        for (String category : categories) {
            for (Row business : all) {
                List<String> cell = List.of(String.valueOf(business.getLong(0)), category);
                QuestionKey question = QuestionKey.ofCell(key, METRIC, period, budgets.figure(), cell);
                asked.add(RowFactory.create(
                        business.getLong(0),
                        category,
                        business.getLong(1),
                        question.figureKey(),
                        (long) asked.size(),
                        noise.noiseOf(question)));
            }
        }
        return FlowGuard.of(spark).declare(spark.createDataFrame(asked, ASKED), Map.of());
    }
}
