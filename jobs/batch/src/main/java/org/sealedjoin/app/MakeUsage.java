package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.products.usage.Block;
import org.sealedjoin.products.usage.CountUsage;
import org.sealedjoin.products.usage.Measure;
import org.sealedjoin.products.usage.PlanUsage;
import org.sealedjoin.products.usage.ReleaseUsage;
import org.sealedjoin.products.usage.TellUsage;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;

/** The usage figures of one run: those told before, word for word, and those of days, weeks and months that ended since. */
final class MakeUsage {
    private final SparkSession spark;
    private final Settings settings;
    private final Instant asOf;
    private final InputTables tables;

    MakeUsage(SparkSession spark, Settings settings, Instant asOf, InputTables tables) {
        this.spark = spark;
        this.settings = settings;
        this.asOf = asOf;
        this.tables = tables;
    }

    /**
     * Enters the run's new figures into the ledger, if any are due and something was set aside for them.
     *
     * @param links {@code account_links}
     * @param allowed who agreed to what
     * @return whether any figure is new
     */
    boolean enter(Dataset<Row> links, Dataset<Row> allowed, FigureLedger paid, SecureRandom random, RunRecord run) {
        Set<Measure> measures = measures();
        if (measures.isEmpty() || !paid.mayCharge()) {
            return false;
        }
        if (paid.everybody().isEmpty()) {
            run.note("usage figures begin next month: nothing was set aside for them when this month began");
            return false;
        }
        Epsilon month = paid.everybody().get();
        List<Block> blocks = new PlanUsage(asOf).apply(told(paid.usage()), measures);
        if (blocks.isEmpty()) {
            return false;
        }
        Dataset<Row> counts = count(blocks, links, allowed);
        try (NoiseKey key = paid.store().key(random)) {
            Dataset<Row> noisy = new ReleaseUsage(settings.usage(), month, key).apply(blocks, counts);
            List<Row> cells =
                    FlowGuard.of(spark).approve(noisy, Outputs.NOISY_CELLS).out(Exit.driver(), Dataset::collectAsList);
            List<Row> rows = new TellUsage(settings.usage(), month).apply(blocks, cells);
            paid.enterUsage(FlowGuard.of(spark)
                    .declare(
                            spark.createDataFrame(
                                    rows, Outputs.USAGE_METRICS.table().schema()),
                            Map.of()));
        }
        return true;
    }

    /** What can be measured by the tables that are there. */
    private Set<Measure> measures() {
        if (!tables.has(Inputs.USAGE_DAILY)) {
            return Set.of();
        }
        return tables.has(Inputs.SOCIAL_ACTIVITY_DAILY)
                ? EnumSet.allOf(Measure.class)
                : EnumSet.complementOf(EnumSet.of(Measure.BOTH));
    }

    /** Noisy figures are public: the driver may know which there are. */
    private Set<PlanUsage.Told> told(Dataset<Row> usage) {
        List<Row> rows = FlowGuard.of(spark)
                .approve(usage.select("metric", "period").distinct(), Outputs.NOISY_CELLS)
                .out(Exit.driver(), Dataset::collectAsList);
        var told = new HashSet<PlanUsage.Told>();
        rows.forEach(row -> told.add(new PlanUsage.Told(row.getString(0), row.getString(1))));
        return told;
    }

    private Dataset<Row> count(List<Block> blocks, Dataset<Row> links, Dataset<Row> allowed) {
        var messaging = new FilterConsented(Platform.MESSAGING, Purpose.MEASUREMENT);
        Dataset<Row> users = messaging.apply(
                tables.rows(Inputs.MESSAGING_USERS).select("user_id", "region", "registered_at"), "user_id", allowed);
        Dataset<Row> usage = messaging.apply(
                tables.rows(Inputs.USAGE_DAILY).select("user_id", "day", "messages_sent"), "user_id", allowed);
        Dataset<Row> activity = new FilterConsented(Platform.SOCIAL, Purpose.MEASUREMENT)
                .apply(tables.rows(Inputs.SOCIAL_ACTIVITY_DAILY).select("account_id", "day"), "account_id", allowed);
        Dataset<Row> agreed =
                links.filter(col("purpose").equalTo(Purpose.MEASUREMENT.word())).select("user_id", "account_id");
        return new CountUsage(settings.usage(), blocks).apply(users, usage, agreed, activity);
    }
}
