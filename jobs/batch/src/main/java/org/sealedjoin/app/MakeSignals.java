package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterByPlatform;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.products.safety.SafetyPolicy;
import org.sealedjoin.products.safety.Signal;
import org.sealedjoin.products.safety.SignalAbuse;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.seal.Seal;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;

/** The signals of abuse of one run. Only people who agreed to safety on their platform come in: as subjects, and as reporters. */
final class MakeSignals {
    private final SafetyPolicy policy;
    private final Instant asOf;
    private final InputTables tables;
    private final StagedRun staged;

    MakeSignals(SafetyPolicy policy, Instant asOf, InputTables tables, StagedRun staged) {
        this.policy = policy;
        this.asOf = asOf;
        this.tables = tables;
        this.staged = staged;
    }

    /** What came out of the seal. */
    record FromSeal(Dataset<Row> numbers, Dataset<Row> sameNumber) {}

    FromSeal fromSeal(Seal seal) {
        return new FromSeal(
                staged.keep("number_changes", seal.numberChanges(policy.numberDays())),
                staged.keep("same_number", seal.sameNumber()));
    }

    Dataset<Row> write(Dataset<Row> allowed, Dataset<Row> links, Dataset<Row> edges, FromSeal fromSeal, RunRecord run) {
        return write(signals(allowed, links, edges, fromSeal), run);
    }

    /** The same, of which those are left whose subject stands in {@code before}: for tables that have changed since the run's instant. */
    Dataset<Row> writeWithin(
            Dataset<Row> before,
            Dataset<Row> allowed,
            Dataset<Row> links,
            Dataset<Row> edges,
            FromSeal fromSeal,
            RunRecord run) {
        String[] subject = {"platform", "subject_id"};
        Dataset<Row> signals = signals(allowed, links, edges, fromSeal);
        return write(signals.join(agreed(before, allowed).select("platform", "subject_id"), subject, "left_semi"), run);
    }

    /** Signals that a run made which was stopped, of people who agree. */
    Dataset<Row> takeOver(Dataset<Row> made, Dataset<Row> allowed, RunRecord run) {
        return write(agreed(made, allowed), run);
    }

    /** Signals about people who agree. */
    private static Dataset<Row> agreed(Dataset<Row> signals, Dataset<Row> allowed) {
        return FilterByPlatform.REPORTED
                .apply(signals.withColumnRenamed("subject_id", "reported_id"), allowed)
                .withColumnRenamed("reported_id", "subject_id");
    }

    private Dataset<Row> write(Dataset<Row> signals, RunRecord run) {
        Dataset<Row> written = staged.write(Outputs.ABUSE_SIGNALS, signals);
        run.countGroups("abuse signals", written, Map.of("platform", Platform.words(), "signal", Signal.words()));
        new CountPeople(run).signalled(staged.rows().getOrDefault(Outputs.ABUSE_SIGNALS.folder(), 0L));
        return written;
    }

    private Dataset<Row> signals(Dataset<Row> allowed, Dataset<Row> links, Dataset<Row> edges, FromSeal fromSeal) {
        Dataset<Row> forSafety = links.filter(col("purpose").equalTo(Purpose.SAFETY.word()));
        Dataset<Row> reports = FilterByPlatform.REPORTED.apply(
                FilterByPlatform.REPORTER.apply(tables.rows(Inputs.ABUSE_REPORTS), allowed), allowed);
        var evidence = new SignalAbuse.Tables(
                forSafety,
                agreed(Platform.MESSAGING, tables.rows(Inputs.USAGE_DAILY), "user_id", allowed),
                reports,
                people(allowed),
                fromSeal.numbers(),
                tables.rows(Inputs.SOCIAL_FRIENDSHIPS),
                edges,
                fromSeal.sameNumber());
        return new SignalAbuse(policy, asOf).apply(evidence, staged::keep);
    }

    /** {@code platform, subject_id, since, status} of everybody who agreed to safety. */
    private Dataset<Row> people(Dataset<Row> allowed) {
        Dataset<Row> users =
                agreed(Platform.MESSAGING, tables.rowsWithoutNumbers(Inputs.MESSAGING_USERS), "user_id", allowed);
        Dataset<Row> accounts = agreed(Platform.SOCIAL, tables.rows(Inputs.SOCIAL_ACCOUNTS), "account_id", allowed);
        return people(Platform.MESSAGING, users, "user_id", "registered_at")
                .unionByName(people(Platform.SOCIAL, accounts, "account_id", "created_at"));
    }

    private static Dataset<Row> people(Platform platform, Dataset<Row> rows, String id, String since) {
        return rows.select(
                lit(platform.word()).as("platform"),
                col(id).as("subject_id"),
                col(since).as("since"),
                col("status"));
    }

    private static Dataset<Row> agreed(Platform platform, Dataset<Row> rows, String id, Dataset<Row> allowed) {
        return new FilterConsented(platform, Purpose.SAFETY).apply(rows, id, allowed);
    }
}
