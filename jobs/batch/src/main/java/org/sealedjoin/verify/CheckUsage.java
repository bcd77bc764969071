package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.add_months;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.make_date;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.try_to_date;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/**
 * Guarantee 6 in {@code usage_metrics}: figures of public cells only, paid for by what was set aside of everybody's budget, none small, and
 * totals that are the sum of their cells. How far they are from the truth cannot be told: they stay as they were released, while late rows
 * change what could be counted again.
 */
final class CheckUsage {
    private static final SinkTable TABLE = Outputs.USAGE_METRICS;

    private final RunFacts facts;

    CheckUsage(RunFacts facts) {
        this.facts = facts;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> rows = run.rows(TABLE)
                .withColumn("ends", ends())
                .withColumn("millionths", round(col("epsilon").multiply(1_000_000)));
        Dataset<Row> aside = run.rows(Outputs.BUDGET_LEDGER)
                .filter(col("who").equalTo("everybody"))
                .agg(sum(round(col("epsilon").multiply(1_000_000))).as("aside"));
        var verdicts = new ArrayList<Verdict>(figures(rows.crossJoin(aside)));
        verdicts.addAll(quotients(rows));
        verdicts.addAll(month(rows, aside));
        return verdicts;
    }

    private List<Verdict> figures(Dataset<Row> rows) {
        WindowSpec figure = Window.partitionBy("metric", "period");
        Column all = col("region").equalTo("all");
        Column value = col("value");
        Dataset<Row> seen = rows.withColumn("twice", Broken.repeated("metric", "region", "period"))
                .withColumn("totals", count_if(all).over(figure))
                .withColumn("rests", count_if(col("region").equalTo("rest")).over(figure))
                .withColumn("total", max(when(all, value)).over(figure))
                .withColumn("parts", sum(when(not(all), value)).over(figure))
                .withColumn("dearest", max("epsilon").over(figure))
                .withColumn("cheapest", min("epsilon").over(figure));
        Column counted = not(isQuotient());
        Column whole = floor(value).equalTo(value).and(value.geq(0));
        Column loss = col("epsilon");
        Column isLoss = loss.gt(0).and(not(loss.isNaN()));
        // Not worked out for a loss that is none: the rule that names it must live to do so.
        Column least = when(isLoss, ceil(lit(15).divide(loss.multiply(0.75))));
        return new Broken(TABLE)
                .rule(6, "figures that stand twice", col("twice"))
                .rule(6, "regions that are none", not(col("region").rlike("^([A-Z]{2}|rest|all)$")))
                .rule(
                        6,
                        "periods that are none, or had not ended",
                        col("ends").isNull().or(col("ends").gt(lit(facts.asOf()).cast("date"))))
                .rule(6, "figures of no loss", not(isLoss))
                .rule(
                        6,
                        "figures of one kind with different losses",
                        col("dearest").notEqual(col("cheapest")))
                .rule(
                        6,
                        "figures without one total and one rest",
                        col("totals").notEqual(1).or(col("rests").notEqual(1)))
                .rule(6, "counts that are none", counted.and(not(coalesce(whole, lit(true)))))
                .rule(
                        6,
                        "totals that are not the sum of their cells",
                        counted.and(all).and(not(col("total").eqNullSafe(col("parts")))))
                .rule(6, "counts of people too small to be told", isPeople().and(value.lt(least)))
                .in(seen);
    }

    /** A quotient is told where both counts are, and is theirs. */
    private List<Verdict> quotients(Dataset<Row> rows) {
        Column over = when(col("metric").equalTo("messages_per_active_person"), "messages_sent")
                .when(col("metric").equalTo("share_active_on_both"), "active_on_both")
                .otherwise(regexp_extract(col("metric"), "^retention(_week_\\d)$", 1));
        Column under = when(col("metric").equalTo("messages_per_active_person"), "daily_active_people")
                .when(col("metric").equalTo("share_active_on_both"), "active_on_either");
        Dataset<Row> asked = rows.filter(isQuotient())
                .withColumn(
                        "over",
                        when(over.startsWith("_"), concat(lit("returned"), over))
                                .otherwise(over))
                .withColumn("under", coalesce(under, concat(lit("joined"), over)));
        Dataset<Row> counts = rows.select(
                col("metric").as("counted"),
                col("region"),
                col("period"),
                col("value").as("count"));
        Dataset<Row> joined = asked.join(
                        counts.withColumnRenamed("counted", "over").withColumnRenamed("count", "first"),
                        new String[] {"over", "region", "period"},
                        "left_outer")
                .join(
                        counts.withColumnRenamed("counted", "under").withColumnRenamed("count", "second"),
                        new String[] {"under", "region", "period"},
                        "left_outer");
        Column off = abs(col("value").multiply(col("second")).minus(col("first")));
        Column told = col("value").isNotNull();
        Column both = col("first").isNotNull().and(col("second").isNotNull());
        // An average of few messages is too unsure to be told.
        Column messages = col("metric").equalTo("messages_per_active_person");
        return new Broken(TABLE)
                .rule(
                        6,
                        "quotients that are not those of their counts",
                        told.and(not(both))
                                .or(not(told).and(both).and(not(messages)))
                                .or(coalesce(off.gt(1e-6), lit(false))))
                .rule(6, "shares above one", not(messages).and(col("value").gt(1)))
                .in(joined);
    }

    /** What figures that ended in the run's month cost everybody, and what was set aside. */
    private List<Verdict> month(Dataset<Row> rows, Dataset<Row> aside) {
        // Retention of all ages is one figure of a week: a person joined in one week only.
        Column paying = not(col("metric").rlike("^(joined_week_[248]|active_on_both|returned_week_\\d)$"));
        Dataset<Row> blocks = rows.filter(not(isQuotient()))
                .filter(date_format(col("ends"), "yyyy-MM")
                        .equalTo(Period.of(facts.asOf()).toString()))
                .groupBy("metric", "ends")
                .agg(max("millionths").as("millionths"))
                .crossJoin(aside)
                .withColumn("spent", sum(when(paying, col("millionths"))).over(Window.partitionBy(lit(0))));
        Column daily = when(col("metric").equalTo("daily_active_people"), 0.25).otherwise(0.15);
        Column times = when(col("metric").equalTo("monthly_active_people"), 1)
                .when(col("metric").rlike("_week_\\d$|^weekly"), 5)
                .otherwise(31);
        Column declared = col("aside").multiply(daily).divide(times);
        return new Broken(TABLE)
                .rule(6, "figures for which nothing was set aside", col("aside").isNull())
                .rule(
                        6,
                        "figures that cost more than was set aside",
                        col("spent").gt(col("aside")))
                .rule(
                        6,
                        "figures with another loss than their share",
                        abs(col("millionths").minus(declared)).gt(1.5))
                .in(blocks);
    }

    private static Column isQuotient() {
        return col("metric").rlike("^(messages_per_active_person|share_active_on_both|retention_week_\\d)$");
    }

    /** Counts of people that a threshold stands before; others are parts of them. */
    private static Column isPeople() {
        return col("metric").rlike("^((daily|weekly|monthly)_active_people|active_on_either|joined_week_\\d)$");
    }

    /** The day after a figure's last day; null if its period is none. A retained person was looked at some weeks after joining. */
    private static Column ends() {
        Column weeksAfter =
                coalesce(regexp_extract(col("metric"), "_week_(\\d)$", 1).try_cast("int"), lit(0));
        Column week = col("period").rlike("^\\d{4}-W(0[1-9]|[1-4]\\d|5[0-3])$");
        Column year = regexp_extract(col("period"), "^(\\d{4})", 1).try_cast("int");
        Column number = regexp_extract(col("period"), "-W(\\d\\d)$", 1).try_cast("int");
        Column monday = date_trunc("week", make_date(year, lit(1), lit(4))).cast("date");
        Column weekEnds = date_add(monday, number.plus(weeksAfter).multiply(7));
        Column month = try_to_date(when(col("period").rlike("^\\d{4}-\\d\\d$"), concat(col("period"), lit("-01"))));
        Column day = try_to_date(when(col("period").rlike("^\\d{4}-\\d\\d-\\d\\d$"), col("period")));
        Column weekly = col("metric").rlike("_week_\\d$").or(col("metric").equalTo("weekly_active_people"));
        return when(weekly, when(week, weekEnds))
                .when(col("metric").equalTo("monthly_active_people"), add_months(month, 1))
                .otherwise(date_add(day, 1));
    }
}
