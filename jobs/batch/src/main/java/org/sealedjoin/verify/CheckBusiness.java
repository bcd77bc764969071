package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantee 4 in {@code business_eligibility}: customers who agreed and stopped nothing; marketing asked for, within the week, fairly shared. */
final class CheckBusiness {
    private static final SinkTable TABLE = Outputs.BUSINESS_ELIGIBILITY;
    private static final String[] KEY = {"business_id", "category", "user_id"};

    private final Derived derived;
    private final ReadBusinesses read;

    CheckBusiness(Derived derived) {
        this.derived = derived;
        read = new ReadBusinesses(derived);
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> found = run.rows(TABLE);
        try (var answers = new Kept(read.answers());
                var turns = new Kept(read.marketing(answers.rows()))) {
            Dataset<Row> rows = withWeek(withAnswers(found, answers.rows()));
            rows = Mark.among(rows, "in_turn", turns.rows(), KEY);
            var verdicts = new ArrayList<Verdict>(new Broken(TABLE)
                    .rule(4, "messages to people who are no customers", not(col("customer")))
                    .rule(4, "messages to people who did not agree", not(col("agreed")))
                    .rule(4, "messages that the person stopped", col("answer").equalTo(AskCustomer.STOPPED))
                    .rule(
                            4,
                            "marketing that the person did not ask for",
                            col("answer").equalTo(AskCustomer.NOT_ASKED))
                    .rule(
                            4,
                            "marketing above business.marketing-per-week",
                            isMarketing()
                                    .and(col("now")
                                            .plus(coalesce(col("came"), lit(0L)))
                                            .gt(derived.facts().marketingPerWeek())))
                    .rule(
                            4,
                            "marketing of several businesses of one owner",
                            isMarketing().and(col("of_owner").gt(1)))
                    .rule(4, "marketing out of turn", isMarketing().and(not(col("in_turn"))))
                    .rule(9, "messages that stand twice", col("twice"))
                    .in(rows));
            Dataset<Row> due = answers.rows()
                    .filter(col("answer").equalTo(AskCustomer.MAY).and(not(isMarketing())))
                    .select(KEY[0], KEY[1], KEY[2])
                    .unionByName(turns.rows());
            verdicts.add(Broken.missing(TABLE, "messages that are missing", due, found, KEY));
            return verdicts;
        }
    }

    private static Column isMarketing() {
        return col("category").equalTo("marketing");
    }

    private Dataset<Row> withAnswers(Dataset<Row> found, Dataset<Row> answers) {
        Dataset<Row> rows = found.withColumn("twice", Broken.repeated(KEY));
        rows = Mark.among(rows, "customer", read.customers(), "business_id", "user_id");
        rows = Mark.among(rows, "agreed", read.agreed(), "user_id");
        return rows.join(answers.drop("owner_id"), KEY, "left_outer");
    }

    /** Adds what comes to the person as marketing, now and in the week before, and now from one owner. */
    private Dataset<Row> withWeek(Dataset<Row> rows) {
        Dataset<Row> came =
                read.marketingOfWeek().groupBy("user_id").agg(count(lit(1)).as("came"));
        Column marketing = count(when(isMarketing(), 1));
        return rows.join(read.owners(), new String[] {"business_id"}, "left_outer")
                .join(came, new String[] {"user_id"}, "left_outer")
                .withColumn("now", marketing.over(Window.partitionBy("user_id")))
                .withColumn("of_owner", marketing.over(Window.partitionBy("user_id", "owner_id")));
    }
}
