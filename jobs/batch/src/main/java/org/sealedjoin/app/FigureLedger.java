package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.Payer;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.release.FinishedRuns;
import org.sealedjoin.release.LedgerMark;
import org.sealedjoin.release.NoiseKeyStore;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;

/**
 * The budget ledger that a run goes on from, what the run's products enter into it one after the other, and the store that knows whether it
 * is the newest.
 */
final class FigureLedger {
    /** What stands as the figure of the charge that sets a part of everybody's budget aside. */
    private static final String SET_ASIDE = "usage";

    private final SparkSession spark;
    private final NoiseKeyStore store;
    private final Optional<FinishedRuns.KeptLedger> kept;
    private final LedgerMark mark;
    private final Instant asOf;
    private Dataset<Row> charges;
    private Dataset<Row> figures;
    private Dataset<Row> usage;
    private Optional<Epsilon> everybody = Optional.empty();

    private FigureLedger(
            SparkSession spark,
            NoiseKeyStore store,
            Optional<FinishedRuns.KeptLedger> kept,
            LedgerMark mark,
            Instant asOf) {
        this.spark = spark;
        this.store = store;
        this.kept = kept;
        this.mark = mark;
        this.asOf = asOf;
        charges = ofPeriod(Outputs.BUDGET_LEDGER);
        figures = ofPeriod(Outputs.RELEASED_FIGURES);
        // Usage figures stay for good. A night before the last one that charged may not even know of a day what later
        // nights do.
        usage = mayCharge() ? all(Outputs.USAGE_METRICS) : none(Outputs.USAGE_METRICS);
    }

    /**
     * Finds the newest ledger of an output folder, for a run as of {@code asOf}.
     *
     * @throws org.sealedjoin.base.GuaranteeFailure if there was a newer one, or another folder's
     */
    static FigureLedger open(
            SparkSession spark, OutputFolder folder, NoiseKeyStore store, Instant asOf, SecureRandom random) {
        Optional<FinishedRuns.KeptLedger> kept = folder.runs().ledger();
        LedgerMark mark = store.goOnFrom(kept.map(FinishedRuns.KeptLedger::mark), random);
        return new FigureLedger(spark, store, kept, mark, asOf);
    }

    NoiseKeyStore store() {
        return store;
    }

    /** What the manifest must say of the run's figures; nothing of an ordinary night's. */
    Optional<String> note() {
        if (store.isRehearsal()) {
            return Optional.of("rehearsal: the noise of this run's figures is its own; they must not be handed out");
        }
        return mayCharge()
                ? Optional.empty()
                : Optional.of("older than the last night that released figures: nothing new was answered");
    }

    /** False for a night before the last one that charged: its ledger would not be carried on. */
    boolean mayCharge() {
        return !asOf.isBefore(mark.asOf());
    }

    /**
     * The state that the run holds when it is published. None for a rehearsal, and for a night before the last one that charged: its tables hold
     * its own month only, and whoever went on from them would give back what was spent since.
     */
    Optional<LedgerMark> after() {
        return store.isRehearsal() || !mayCharge() ? Optional.empty() : Optional.of(mark.next(asOf));
    }

    /** How many people were erased from the ledger since the run's period began. */
    long erased() {
        return kept.filter(ledger -> Period.of(ledger.mark().asOf()).equals(Period.of(asOf)))
                .map(FinishedRuns.KeptLedger::erased)
                .orElse(0L);
    }

    /** {@code budget_ledger} of the run's period, as it is so far. */
    Dataset<Row> charges() {
        return charges;
    }

    /** {@code released_figures} of the run's period, as they are so far. */
    Dataset<Row> figures() {
        return figures;
    }

    /** Goes on with charges and figures to which a product added its own. */
    void enter(Dataset<Row> nowCharged, Dataset<Row> nowReleased) {
        charges = nowCharged;
        figures = nowReleased;
    }

    /** {@code usage_metrics}, of all periods, as they are so far. */
    Dataset<Row> usage() {
        return usage;
    }

    /** Adds usage figures, which everybody has paid for. */
    void enterUsage(Dataset<Row> more) {
        usage = usage.unionByName(more);
    }

    /** What is set aside of everybody's budget this period for usage figures; nothing if nothing is. */
    Optional<Epsilon> everybody() {
        return everybody;
    }

    /**
     * Sets a part of everybody's budget aside for usage figures, unless this period's is. All of it is, before anybody is charged for anything
     * else, so that what a person has left never depends on the order of the nights: a period that began without stays without.
     */
    void setAside(Epsilon part) {
        Dataset<Row> found = charges.agg(
                count(lit(1)).as("charges"),
                max(when(col("who").equalTo(Payer.EVERYBODY.word()), col("epsilon")))
                        .as("everybody"));
        Row row = FlowGuard.of(spark)
                .approve(found, Outputs.SET_ASIDE)
                .out(Exit.driver(), Dataset::collectAsList)
                .get(0);
        if (!row.isNullAt(1)) {
            everybody = Optional.of(Epsilon.ofLedger(row.getDouble(1)));
        }
        if (row.getLong(0) > 0 || !mayCharge()) {
            return;
        }
        Row charge = RowFactory.create(
                Payer.EVERYBODY.word(), Payer.ALL, Period.of(asOf).toString(), SET_ASIDE, part.asDouble());
        charges = charges.unionByName(FlowGuard.of(spark)
                .declare(
                        spark.createDataFrame(
                                List.of(charge), Outputs.BUDGET_LEDGER.table().schema()),
                        Map.of()));
        everybody = Optional.of(part);
    }

    /** Writes the tables of the ledger, for the next run to go on from. */
    Dataset<Row> write(StagedRun staged) {
        staged.write(Outputs.BUDGET_LEDGER, charges);
        staged.write(Outputs.RELEASED_FIGURES, figures);
        return staged.write(Outputs.USAGE_METRICS, usage);
    }

    private Dataset<Row> ofPeriod(SinkTable sink) {
        return all(sink).filter(col("period").equalTo(Period.of(asOf).toString()));
    }

    private Dataset<Row> all(SinkTable sink) {
        return kept.filter(ledger -> ledger.has(spark, sink))
                .map(ledger -> ledger.rows(spark, sink))
                .orElseGet(() -> none(sink));
    }

    private Dataset<Row> none(SinkTable sink) {
        return spark.createDataFrame(List.of(), sink.table().schema());
    }
}
