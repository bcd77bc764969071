package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.release.LedgerMark;
import org.sealedjoin.release.NoiseKeyStore;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.table.SinkTable;

/** The budget ledger that a run goes on from, and the store that knows whether it is the newest. */
final class FigureLedger {
    private final NoiseKeyStore store;
    private final Optional<OutputFolder.KeptLedger> kept;
    private final LedgerMark mark;

    private FigureLedger(NoiseKeyStore store, Optional<OutputFolder.KeptLedger> kept, LedgerMark mark) {
        this.store = store;
        this.kept = kept;
        this.mark = mark;
    }

    /**
     * Finds the newest ledger of an output folder.
     *
     * @throws org.sealedjoin.base.GuaranteeFailure if there was a newer one, or another folder's
     */
    static FigureLedger open(OutputFolder folder, NoiseKeyStore store, SecureRandom random) {
        Optional<OutputFolder.KeptLedger> kept = folder.ledger();
        return new FigureLedger(store, kept, store.goOnFrom(kept.map(OutputFolder.KeptLedger::mark), random));
    }

    NoiseKeyStore store() {
        return store;
    }

    /** What the manifest must say of the run's figures; nothing of an ordinary night's. */
    Optional<String> note(Instant asOf) {
        if (store.isRehearsal()) {
            return Optional.of("rehearsal: the noise of this run's figures is its own; they must not be handed out");
        }
        return mayCharge(asOf)
                ? Optional.empty()
                : Optional.of("older than the last night that released figures: nothing new was answered");
    }

    /** False for a night before the last one that charged: its ledger would not be carried on. */
    boolean mayCharge(Instant asOf) {
        return !asOf.isBefore(mark.asOf());
    }

    /**
     * The state that the run holds when it is published. None for a rehearsal, and for a night before the last one that charged: its tables hold
     * its own month only, and whoever went on from them would give back what was spent since.
     */
    Optional<LedgerMark> after(Instant asOf) {
        return store.isRehearsal() || !mayCharge(asOf) ? Optional.empty() : Optional.of(mark.next(asOf));
    }

    /** Rows of a period of one of the ledger's tables. */
    Dataset<Row> rows(SparkSession spark, SinkTable sink, Period period) {
        return kept.map(ledger -> ledger.rows(spark, sink))
                .orElseGet(() -> spark.createDataFrame(List.of(), sink.table().schema()))
                .filter(col("period").equalTo(period.toString()));
    }
}
