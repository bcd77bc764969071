package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.ConsentPolicy;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.consent.FilterLinks;
import org.sealedjoin.graph.FilterEdges;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.release.KeptRun;
import org.sealedjoin.release.NoiseKeyStore;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.report.RememberNights;
import org.sealedjoin.report.WritePage;
import org.sealedjoin.seal.Seal;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.table.Table;
import org.sealedjoin.token.RunKey;
import org.sealedjoin.verify.Verdict;
import org.sealedjoin.verify.VerifyRun;

/**
 * Makes of a finished run the one that it would have been if those who do not agree now had not agreed then. Links, edges, members of audiences
 * and eligible customers only lose rows; suggestions and signals are made anew from what is left, since they rest on people whom they do not name;
 * figures that were told stay word for word. See docs/withdrawal.md.
 */
final class RewriteRun {
    /** Told for good, and what they cost. */
    private static final List<SinkTable> TOLD =
            List.of(Outputs.RELEASED_FIGURES, Outputs.USAGE_METRICS, Outputs.AUDIENCE_REPORTS, Outputs.REACH_REPORTS);

    /** What the seal needs, which address books and uploads are not. */
    private static final Set<Table> SEALED =
            Set.of(Inputs.MESSAGING_USERS, Inputs.SOCIAL_ACCOUNTS, Inputs.ACCOUNT_PHONES, Inputs.NUMBER_RELEASES);

    private static final Set<Table> OF_SUGGESTIONS = Set.of(
            Inputs.SOCIAL_FRIENDSHIPS, Inputs.SOCIAL_BLOCKS, Inputs.MESSAGING_BLOCKS, Inputs.SUGGESTION_FEEDBACK);
    private static final Set<Table> OF_SIGNALS =
            Set.of(Inputs.SOCIAL_FRIENDSHIPS, Inputs.USAGE_DAILY, Inputs.ABUSE_REPORTS);
    private static final Set<Table> OF_AUDIENCES =
            Set.of(Inputs.AUDIENCE_UPLOADS, Inputs.AUDIENCES, Inputs.ADVERTISERS);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession spark;
    private final String command;
    private final Instant executedAt;
    private final InputTables tables;
    private final Progress progress;
    private final SecureRandom random;

    /** What rewritten nights are remembered by, by as-of: nobody is to tell from a later night what an earlier one lost. */
    private final Map<String, JsonNode> nights = new HashMap<>();

    /**
     * @param command for which it is done
     * @param tables of now, erasures among the denials
     */
    RewriteRun(
            SparkSession spark,
            String command,
            Instant executedAt,
            InputTables tables,
            Progress progress,
            SecureRandom random) {
        this.spark = spark;
        this.command = command;
        this.executedAt = executedAt;
        this.tables = tables;
        this.progress = progress;
        this.random = random;
    }

    /** Every table that is read; nobody's address book, nothing that needs to be whole. */
    static Set<Table> reads() {
        return Set.of(
                Inputs.MESSAGING_USERS,
                Inputs.SOCIAL_ACCOUNTS,
                Inputs.ACCOUNT_PHONES,
                Inputs.NUMBER_RELEASES,
                Inputs.CONSENT_EVENTS,
                Inputs.TERMS,
                Inputs.SOCIAL_FRIENDSHIPS,
                Inputs.SOCIAL_BLOCKS,
                Inputs.MESSAGING_BLOCKS,
                Inputs.SUGGESTION_FEEDBACK,
                Inputs.USAGE_DAILY,
                Inputs.ABUSE_REPORTS,
                Inputs.AUDIENCE_UPLOADS,
                Inputs.AUDIENCES,
                Inputs.ADVERTISERS);
    }

    /** A run that is complete but for its manifest. */
    record Rewritten(KeptRun was, StagedRun staged, Map<String, Object> manifest, boolean exact) {}

    /** What became of the run's rows so far. */
    private record Left(Dataset<Row> allowed, Dataset<Row> links, Dataset<Row> edges) {}

    /** What the second reading says of the rewritten run. */
    private interface Inspection {
        List<Verdict> of(VerifyRun second, RunTables run);
    }

    /** Takes out who does not agree, and everybody in {@code erased} out of the ledger too. Verified as whole runs are where the input is the same. */
    Rewritten erase(KeptRun was, StagedRun staged, HonorErasures erased, long people) {
        Set<String> changed = was.changed(tables);
        boolean same = changed.stream()
                .allMatch(table -> table.equals(Inputs.CONSENT_EVENTS.name()) || table.equals(Inputs.TERMS.name()));
        RunRecord run = record(was, staged, changed);
        run.erasedFromLedger(people);
        return write(
                was,
                staged,
                run,
                changed,
                erased::inLedger,
                same ? VerifyRun::verdicts : VerifyRun::verdictsOfRemainder);
    }

    /** Takes out who does not agree. Nobody's budget changes. */
    Rewritten withdraw(KeptRun was, StagedRun staged) {
        Set<String> changed = was.changed(tables);
        return write(
                was, staged, record(was, staged, changed), changed, ledger -> ledger, VerifyRun::verdictsOfRemainder);
    }

    private RunRecord record(KeptRun was, StagedRun staged, Set<String> changed) {
        return RunRecord.rewriting(was, staged.id(), executedAt, command, changed);
    }

    /** Which charges stay. */
    private interface Charges {
        Dataset<Row> of(Dataset<Row> ledger);
    }

    private Rewritten write(
            KeptRun was, StagedRun staged, RunRecord run, Set<String> changed, Charges charges, Inspection inspection) {
        FlowGuard.Tally before = FlowGuard.of(spark).tally();
        var part = new Part(was, staged, run, changed, settings(was));
        part.subtract(charges);
        List<Verdict> verdicts = progress.stage("verify", () -> {
            Object manifest =
                    run.rewrittenManifest(was.manifest(), staged.rows(), List.of(), progress.seconds(), nights);
            List<Verdict> found =
                    inspection.of(new VerifyRun(tables, random), RunTables.staged(spark, staged.location(), manifest));
            Verdict.requireAllPassed(found, "Cannot put a rewritten run in the place of a published one");
            return found;
        });
        run.guard(FlowGuard.of(spark).tally().since(before), staged.flows());
        Map<String, Object> manifest =
                run.rewrittenManifest(was.manifest(), staged.rows(), verdicts, progress.seconds(), nights);
        JsonNode told = JSON.valueToTree(manifest);
        JsonNode remembered = told.path(RememberNights.FIELD);
        nights.put(was.asOf().toString(), remembered.get(remembered.size() - 1));
        staged.page(new WritePage().apply(told));
        return new Rewritten(was, staged, manifest, part.exact());
    }

    /** The settings that the run was made with: other ones would make another run of it. */
    private Settings settings(KeptRun was) {
        var config = new HashMap<String, String>();
        was.manifest()
                .path("config")
                .properties()
                .forEach(setting ->
                        config.put(setting.getKey(), setting.getValue().asText()));
        Settings settings = Settings.ofRun(config);
        if (settings.consent().lateObjection() == ConsentPolicy.LateObjection.IGNORE) {
            throw new GuaranteeFailure("Cannot " + command
                    + ": a run was made with consent.late-objection = ignore, which does not hear a no of today"
                    + " (remove that run, it was for comparison only)");
        }
        return settings;
    }

    /** One run under rewriting. */
    private final class Part {
        private final KeptRun was;
        private final StagedRun staged;
        private final RunRecord run;
        private final Set<String> changed;
        private final Settings settings;
        private final Instant asOf;

        Part(KeptRun was, StagedRun staged, RunRecord run, Set<String> changed, Settings settings) {
            this.was = was;
            this.staged = staged;
            this.run = run;
            this.changed = changed;
            this.settings = settings;
            asOf = was.asOf();
        }

        /** True if nothing that others' rows rest on has changed since. */
        boolean exact() {
            return same(OF_SUGGESTIONS) && same(OF_SIGNALS);
        }

        private boolean same(Set<Table> needed) {
            return Collections.disjoint(changed, names(SEALED)) && Collections.disjoint(changed, names(needed));
        }

        private static Set<String> names(Set<Table> tables) {
            return Set.copyOf(tables.stream().map(Table::name).toList());
        }

        void subtract(Charges charges) {
            Dataset<Row> allowed = progress.stage(
                    "consent",
                    () -> new MakeDecisions(settings.consent(), asOf, executedAt).write(tables, staged, run));
            Dataset<Row> links = progress.stage(
                    "links",
                    () -> staged.write(
                            Outputs.ACCOUNT_LINKS,
                            new FilterLinks().apply(was.rows(spark, Outputs.ACCOUNT_LINKS), allowed)));
            new CountPeople(run).linked(links);
            Dataset<Row> edges = spark.emptyDataFrame();
            if (was.has(Outputs.CONTACT_EDGES)) {
                edges = progress.stage(
                        "contact edges",
                        () -> staged.write(
                                Outputs.CONTACT_EDGES,
                                new FilterEdges().apply(was.rows(spark, Outputs.CONTACT_EDGES), links)));
            }
            if (was.has(Outputs.BUSINESS_ELIGIBILITY)) {
                MakeBusiness.count(
                        run,
                        staged.write(
                                Outputs.BUSINESS_ELIGIBILITY,
                                new FilterConsented(Platform.MESSAGING, Purpose.BUSINESS_MESSAGES)
                                        .apply(was.rows(spark, Outputs.BUSINESS_ELIGIBILITY), "user_id", allowed)));
            }
            TOLD.stream().filter(was::has).forEach(sink -> staged.write(sink, was.rows(spark, sink)));
            if (was.has(Outputs.BUDGET_LEDGER)) {
                staged.write(Outputs.BUDGET_LEDGER, charges.of(was.rows(spark, Outputs.BUDGET_LEDGER)));
            }
            restOnOthers(new Left(allowed, links, edges));
        }

        /** What rests on people whom it does not name. The seal reads people's own numbers again; address books stay closed. */
        private void restOnOthers(Left left) {
            try (RunKey key = RunKey.draw(random);
                    Seal seal = new Seal(key, settings.seal(), asOf, tables, left.allowed())) {
                if (was.has(Outputs.FRIEND_SUGGESTIONS)) {
                    suggest(left, seal);
                }
                if (was.has(Outputs.ABUSE_SIGNALS)) {
                    signal(left, seal);
                }
                if (was.has(Outputs.AUDIENCE_MEMBERS)) {
                    new CountPeople(run).delivered(progress.stage("audiences", () -> deliver(left, seal)));
                }
            }
        }

        private void suggest(Left left, Seal seal) {
            var suggestions = new MakeSuggestions(settings.friends(), asOf, tables, staged, progress);
            Dataset<Row> blocks = suggestions.blocks(seal);
            if (same(OF_SUGGESTIONS)) {
                suggestions.write(left.allowed(), left.edges(), blocks, run);
            } else {
                suggestions.writeWithin(
                        was.rows(spark, Outputs.FRIEND_SUGGESTIONS), left.allowed(), left.edges(), blocks, run);
            }
        }

        private void signal(Left left, Seal seal) {
            var signals = new MakeSignals(settings.safety(), asOf, tables, staged);
            MakeSignals.FromSeal fromSeal = signals.fromSeal(seal);
            progress.stage(
                    "signals",
                    () -> same(OF_SIGNALS)
                            ? signals.write(left.allowed(), left.links(), left.edges(), fromSeal, run)
                            : signals.writeWithin(
                                    was.rows(spark, Outputs.ABUSE_SIGNALS),
                                    left.allowed(),
                                    left.links(),
                                    left.edges(),
                                    fromSeal,
                                    run));
        }

        /**
         * Members who are left, unless too few of their audience are with the noise that its figure has: made-up people who leave must not leave
         * a real one alone. Where that noise cannot be drawn again, no audience is delivered; which ones lost somebody would tell on people.
         */
        private Dataset<Row> deliver(Left left, Seal seal) {
            Dataset<Row> members = left.links()
                    .filter(col("purpose").equalTo(Purpose.ADS.word()))
                    .select("account_id")
                    .join(was.rows(spark, Outputs.AUDIENCE_MEMBERS), "account_id")
                    .select("audience_id", "account_id");
            if (settings.noiseKeyProvider().equals(NoiseKeyStore.REHEARSAL)) {
                return staged.write(Outputs.AUDIENCE_MEMBERS, members);
            }
            Optional<NoiseKeyStore> store = noise();
            if (store.isEmpty()) {
                run.note("no audience is delivered: the noise of its figure could not be drawn again");
                return staged.write(Outputs.AUDIENCE_MEMBERS, members.limit(0));
            }
            var audiences = new MakeAudiences(spark, settings, asOf, tables, staged);
            try (NoiseKey key = store.get().key(random)) {
                Dataset<Row> asked =
                        audiences.askedBefore(seal, was.rows(spark, Outputs.RELEASED_FIGURES), key, random);
                return audiences.deliverRemaining(members, was.rows(spark, Outputs.AUDIENCE_REPORTS), asked);
            }
        }

        private Optional<NoiseKeyStore> noise() {
            if (!OF_AUDIENCES.stream().allMatch(tables::has)) {
                return Optional.empty();
            }
            return Optional.of(NoiseKeyStore.open(
                            settings.noiseKeyProvider(), spark.sessionState().newHadoopConf()))
                    .filter(NoiseKeyStore::hasKey);
        }
    }
}
