package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.release.KeptStage;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.SinkTable;

/**
 * Takes over tables that a run had finished which was stopped, if this one would make the same: same files, settings, program, as-of, erasures, and
 * nobody said anything in between that only this run may know. The seal is always done again.
 */
final class ResumeStages {
    private final SparkSession spark;
    private final OutputFolder folder;
    private final StagedRun staged;
    private final InputTables tables;
    private final RunRecord run;
    private final Instant executedAt;
    private final Progress progress;
    private final Optional<String> fingerprint;

    ResumeStages(
            SparkSession spark,
            OutputFolder folder,
            StagedRun staged,
            InputTables tables,
            RunRecord run,
            Instant executedAt,
            Progress progress) {
        this.spark = spark;
        this.folder = folder;
        this.staged = staged;
        this.tables = tables;
        this.run = run;
        this.executedAt = executedAt;
        this.progress = progress;
        fingerprint = run.fingerprint(folder.receipts());
    }

    /**
     * The rows of a table, taken over or made.
     *
     * @param takeOver writes rows that were made before, of people who agree now
     * @param make writes rows that are made now
     */
    Dataset<Row> stage(SinkTable sink, UnaryOperator<Dataset<Row>> takeOver, Supplier<Dataset<Row>> make) {
        Optional<KeptStage> kept = fingerprint
                .flatMap(same -> folder.unfinished(sink, same))
                .filter(stage -> nothingSaidSince(stage.executedAt()));
        Dataset<Row> rows = kept.map(stage -> {
                    progress.say(sink.table().name() + " taken over from " + stage.run() + ", which was stopped");
                    run.resumed(sink.folder(), stage.run());
                    return takeOver.apply(stage.rows(spark));
                })
                .orElseGet(make);
        fingerprint.ifPresent(same -> folder.finished(staged, sink, same, executedAt));
        return rows;
    }

    /** A denial that was recorded in between counts for this run and did not for the other. */
    private boolean nothingSaidSince(Instant before) {
        return Counts.of(tables.rows(Inputs.CONSENT_EVENTS)
                        .filter(col("recorded_at")
                                .gt(lit(before))
                                .and(col("recorded_at").leq(lit(executedAt)))))
                == 0;
    }
}
