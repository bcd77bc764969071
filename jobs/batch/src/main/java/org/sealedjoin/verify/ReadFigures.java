package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.privacy.spark.TellRange;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;

/** What askers of one kind paid in a run, and what they may be told for it: columns {@code reach_low, reach_high} of a report. */
final class ReadFigures {
    private final Dataset<Row> figures;
    private final Dataset<Row> ledger;
    private final long minPeople;

    /**
     * @param who whose charges count, a word of the ledger
     * @param minPeople smallest noisy count that is told
     */
    ReadFigures(RunTables run, String who, long minPeople) {
        figures = run.rows(Outputs.RELEASED_FIGURES);
        ledger = run.rows(Outputs.BUDGET_LEDGER).filter(col("who").equalTo(who));
        this.minPeople = minPeople;
    }

    /** {@code <id>, spent}: millionths that each asker lost. */
    Dataset<Row> spent(String id) {
        return ledger.groupBy(col("id").as(id))
                .agg(sum(round(col("epsilon").multiply(1_000_000)).cast("long")).as("spent"));
    }

    /** {@code <id>, reach_low, reach_high}: what each asker may be told, by the figures it paid for. */
    Dataset<Row> ranges(String id) {
        return figures.join(ledger.select(col("id").as(id), col("figure_key")), "figure_key")
                .withColumn("range", range(col("value")))
                .filter(col("range").isNotNull())
                .select(
                        col(id),
                        col("range.low").as("reach_low"),
                        col("range.high").as("reach_high"));
    }

    /** Ranges do not overlap, so a range is one of those told if its own lower end gives it. */
    Column isRange() {
        Column range = range(col("reach_low"));
        return range.isNotNull()
                .and(range.getField("low").equalTo(col("reach_low")))
                .and(range.getField("high").equalTo(col("reach_high")));
    }

    private Column range(Column value) {
        return TellRange.range(minPeople, value);
    }
}
