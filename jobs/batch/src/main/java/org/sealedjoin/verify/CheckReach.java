package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantee 6 in {@code reach_reports}: a row for each business and kind of message, ranges of noisy figures that its owner paid for. */
final class CheckReach {
    private static final SinkTable TABLE = Outputs.REACH_REPORTS;
    private static final String[] KEY = {"business_id", "category"};

    private final Derived derived;

    CheckReach(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        RunFacts facts = derived.facts();
        var figures = new ReadFigures(run, "business", facts.businessMinPeople());
        Dataset<Row> rows = run.rows(TABLE)
                .withColumn("told", lit(true))
                .withColumn("twice", Broken.repeated(KEY))
                .join(due(), KEY, "full_outer")
                .join(figures.spent("owner_id"), new String[] {"owner_id"}, "left_outer");
        rows = Mark.among(rows, "own", figures.ranges("owner_id"), "owner_id", "reach_low", "reach_high");
        Column both = col("told").isNotNull().and(col("on").isNotNull());
        Column ready = col("status").equalTo("ready");
        Column range = col("reach_low").isNotNull().or(col("reach_high").isNotNull());
        Column left = lit(facts.askerBudget().millionths()).minus(coalesce(col("spent"), lit(0L)));
        return new Broken(TABLE)
                .rule(6, "businesses and kinds of message without a report", Broken.absent("told"))
                .rule(6, "reports of no business", Broken.absent("on"))
                .rule(6, "businesses and kinds of message with more than one report", col("twice"))
                .rule(
                        6,
                        "reports that are off or on against the tables that are there",
                        both.and(col("on").equalTo(col("status").equalTo("off"))))
                .rule(
                        6,
                        "reports over budget though something is left",
                        col("status")
                                .equalTo("over_budget")
                                .and(left.geq(facts.figure().millionths())))
                .rule(6, "reports with figures and not ready", not(ready).and(range))
                .rule(6, "ranges that are none of those told", ready.and(not(coalesce(figures.isRange(), lit(false)))))
                .rule(6, "ranges of no figure that the owner paid for", ready.and(not(col("own"))))
                .in(rows);
    }

    /** {@code business_id, owner_id, category, on}: what must be reported, and whether the input says who may receive it. */
    private Dataset<Row> due() {
        InputTables input = derived.input();
        Column kinds =
                array(Inputs.MESSAGE_CATEGORIES.stream().map(kind -> lit(kind)).toArray(Column[]::new));
        boolean anything = input.has(Inputs.BUSINESS_CUSTOMERS) && input.has(Inputs.BUSINESS_PREFERENCES);
        Column on =
                lit(anything).and(not(col("category").equalTo("marketing")).or(lit(input.has(Inputs.BUSINESS_SENDS))));
        return input.rows(Inputs.BUSINESSES)
                .select(col("business_id"), col("owner_id"), explode(kinds).as("category"))
                .withColumn("on", on);
    }
}
