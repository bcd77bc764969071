package org.sealedjoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.consent.ConsentPolicy;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.SinkFlow;
import org.sealedjoin.products.friends.SampleExamples;
import org.sealedjoin.products.friends.SuggestFriends;
import org.sealedjoin.release.NoiseKeyStore;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.release.RunId;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.report.WritePage;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.ReadInput;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.Table;
import org.sealedjoin.verify.Verdict;
import org.sealedjoin.verify.VerifyRun;

/** One run: check the input, decide consent, seal, make the products, verify, publish. */
final class Nightly {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession spark;
    private final Settings settings;
    private final Instant asOf;
    private Instant executedAt;
    private final Set<Product> products;
    private final Progress progress;
    private final SecureRandom random;
    private final SealNumbers sealing;

    Nightly(
            SparkSession spark,
            Settings settings,
            Instant asOf,
            Instant executedAt,
            Set<Product> products,
            Progress progress,
            SecureRandom random) {
        this.spark = spark;
        this.settings = settings;
        this.asOf = asOf;
        this.executedAt = executedAt;
        this.products = products;
        this.progress = progress;
        this.random = random;
        this.sealing = new SealNumbers(spark, settings, asOf, products, progress, random);
    }

    /**
     * What a run made.
     *
     * @param current whether readers who follow CURRENT now see it
     * @param flows what reached each sink, as the flow guard saw it
     */
    record Published(
            RunId id,
            String folder,
            boolean current,
            Map<String, Long> sinks,
            Map<String, List<SinkFlow>> flows,
            RunRecord run,
            JsonNode manifest) {}

    /** What is asked of a run before it is published. */
    interface Inspection {
        List<Verdict> of(InputTables tables, StagedRun staged, RunRecord run);
    }

    SparkSession spark() {
        return spark;
    }

    Published run(String input, String output) {
        return run(input, output, (tables, staged, run) -> progress.stage("verify", () -> verify(tables, staged, run)));
    }

    /**
     * A run to measure suggestions by, which is deleted with its folder. No second reading: it would rightly refuse suggestions that are
     * more than {@code friends.per-person}, or that a rule left out for comparison would have kept back.
     */
    Published runToMeasure(String input, TemporaryFolder output) {
        return run(input, output.path().toString(), (tables, staged, run) -> List.of());
    }

    Published run(String input, String output, Inspection inspection) {
        try {
            return runGuarded(input, output, inspection);
        } finally {
            FlowGuard.of(spark).forget(input);
            FlowGuard.of(spark).forget(output);
        }
    }

    private Published runGuarded(String input, String output, Inspection inspection) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try (OutputFolder folder = OutputFolder.open(output, hadoop)) {
            try (var erased = HonorErasures.of(folder.receipts(), settings.receiptKeyProvider(), hadoop, random)) {
                boolean clockWentBack = executeNotBefore(folder.runs().lastExecution());
                InputTables tables = erased.heardUnder(settings.consent())
                        .in(progress.stage(
                                "input", () -> readInput(input, folder.runs().tablesOfCurrent())));
                return publish(input, tables, clockWentBack, folder, inspection);
            } catch (UsageFailure | InputFailure | GuaranteeFailure e) {
                throw e;
            } catch (RuntimeException | Error e) {
                // A fault of the machine: what was finished is as good for the next run.
                folder.keepFinished();
                throw e;
            }
        }
    }

    private Published publish(
            String input, InputTables tables, boolean clockWentBack, OutputFolder folder, Inspection inspection) {
        FlowGuard.Tally tally = FlowGuard.of(spark).tally();
        StagedRun staged = folder.stage(RunId.of(asOf, random));
        Optional<JsonNode> before = folder.runs().manifestBefore(asOf);
        var run = new RunRecord(staged.id().name(), asOf, executedAt, settings, spark.version());
        run.input(tables);
        noteComparisons(run);
        if (clockWentBack) {
            run.note("this machine's clock is behind the last run's, whose time was taken for this one");
        }
        Dataset<Row> allowed = progress.stage(
                "consent", () -> new MakeDecisions(settings.consent(), asOf, executedAt).write(tables, staged, run));
        Optional<FigureLedger> ledger = ledger(folder, tables);
        SealNumbers.Ids ids = sealing.apply(tables, allowed, staged, run, ledger);
        var resume = new ResumeStages(spark, folder, staged, tables, run, executedAt, progress);
        if (products.contains(Product.FRIENDS)) {
            var suggestions = suggestions(tables, staged);
            resume.stage(
                    Outputs.FRIEND_SUGGESTIONS,
                    made -> suggestions.takeOver(made, allowed, run),
                    () -> suggestions.write(allowed, ids.edges(), ids.blocks(), run));
        }
        ids.safety().ifPresent(fromSeal -> signal(tables, allowed, ids, fromSeal, staged, run, resume));
        ledger.ifPresent(paid -> tellFigures(tables, allowed, ids, staged, run, paid));
        before.ifPresent(night -> run.compareWith(night, staged.rows(), progress.seconds()));
        List<Verdict> verdicts = inspection.of(tables, staged, run);
        new ReadInput(spark, settings.input()).requireUnchanged(input, tables);
        run.guard(FlowGuard.of(spark).tally().since(tally), staged.flows());
        Optional<FigureLedger> charging = ledger.filter(paid -> paid.after().isPresent());
        charging.ifPresent(paid -> paid.after().ifPresent(paid.store()::prepare));
        Map<String, Object> manifest = run.manifest(staged.rows(), verdicts, progress.seconds(), before);
        JsonNode told = JSON.valueToTree(manifest);
        staged.page(new WritePage().apply(told));
        boolean current = folder.publish(staged, manifest);
        progress.say("published " + staged.id());
        charging.ifPresent(paid -> remember(paid.store(), run));
        new KeepRuns(settings.retention(), executedAt, progress).in(folder).ifPresent(run::note);
        return new Published(
                staged.id(),
                folder.runs().folderOf(staged.id()).toString(),
                current,
                staged.rows(),
                staged.flows(),
                run,
                told);
    }

    private void signal(
            InputTables tables,
            Dataset<Row> allowed,
            SealNumbers.Ids ids,
            MakeSignals.FromSeal fromSeal,
            StagedRun staged,
            RunRecord run,
            ResumeStages resume) {
        var signals = new MakeSignals(settings.safety(), asOf, tables, staged);
        progress.stage(
                "signals",
                () -> resume.stage(
                        Outputs.ABUSE_SIGNALS,
                        made -> signals.takeOver(made, allowed, run),
                        () -> signals.write(allowed, ids.links(), ids.edges(), fromSeal, run)));
    }

    /** A denial that an earlier run has seen stays seen, whatever the clock says now. */
    private boolean executeNotBefore(Optional<Instant> last) {
        if (last.isEmpty() || !executedAt.isBefore(last.get())) {
            return false;
        }
        executedAt = last.get();
        return true;
    }

    /** The run is published whatever becomes of the mark, so a fault here is no failure of the run; the next run goes on from its ledger all the same. */
    private void remember(NoiseKeyStore store, RunRecord run) {
        try {
            store.remember();
        } catch (EnvironmentFailure e) {
            String warning =
                    "published, but the mark beside the noise key is that of an earlier run: until the next run succeeds, removing this"
                            + " one would not be noticed (ask doctor about the noise key)";
            progress.say(warning);
            run.note(warning);
        }
    }

    /** The budget ledger to go on from, if this run makes a product that tells figures. */
    private Optional<FigureLedger> ledger(OutputFolder folder, InputTables tables) {
        List<Table> figuresOf = products.stream()
                .flatMap(product -> product.figuresOf().stream())
                .toList();
        if (figuresOf.isEmpty()) {
            return Optional.empty();
        }
        // Without a table to count there is nothing to release, and no key to be made; but a ledger is carried on.
        boolean needed = figuresOf.stream().anyMatch(tables::has)
                || folder.runs().ledger().isPresent();
        String provider = needed ? settings.noiseKeyProvider() : NoiseKeyStore.REHEARSAL;
        NoiseKeyStore store = NoiseKeyStore.open(provider, spark.sessionState().newHadoopConf());
        FigureLedger ledger = FigureLedger.open(spark, folder, store, asOf, random);
        if (tables.has(Inputs.USAGE_DAILY)) {
            ledger.setAside(settings.budgets().everybody());
        }
        return Optional.of(ledger);
    }

    /** Makes the products that tell noisy figures, one after the other: each is charged to what those before it left. */
    private void tellFigures(
            InputTables tables,
            Dataset<Row> allowed,
            SealNumbers.Ids ids,
            StagedRun staged,
            RunRecord run,
            FigureLedger paid) {
        paid.after().ifPresent(state -> run.ledger(state, paid.erased()));
        paid.note()
                .filter(note -> products.stream()
                        .flatMap(product -> product.figuresOf().stream())
                        .anyMatch(tables::has))
                .ifPresent(run::note);
        ids.audiences()
                .ifPresent(fromSeal -> progress.stage(
                        "audiences",
                        () -> new MakeAudiences(spark, settings, asOf, tables, staged)
                                .write(fromSeal, ids.links(), paid, run)));
        if (products.contains(Product.USAGE)) {
            progress.stage(
                    "usage",
                    () -> new MakeUsage(spark, settings, asOf, tables).enter(ids.links(), allowed, paid, random, run));
        }
        if (products.contains(Product.BUSINESS)) {
            progress.stage(
                    "business messages",
                    () -> new MakeBusiness(spark, settings, asOf, executedAt, tables, staged)
                            .write(allowed, paid, random, run));
        }
        progress.stage("budget ledger", () -> {
            Dataset<Row> usage = paid.write(staged);
            if (products.contains(Product.USAGE)) {
                new CountPeople(run).told(usage);
            }
            return usage;
        });
    }

    /** Reads everything that the run made a second time; refuses to go on if a guarantee does not hold. */
    private List<Verdict> verify(InputTables tables, StagedRun staged, RunRecord run) {
        Object manifest = run.manifest(staged.rows(), List.of(), progress.seconds(), Optional.empty());
        List<Verdict> verdicts =
                new VerifyRun(tables, random).verdicts(RunTables.staged(spark, staged.location(), manifest));
        Verdict.requireAllPassed(verdicts, "Cannot publish the run");
        return verdicts;
    }

    private InputTables readInput(String input, Set<String> mustHave) {
        var read = new ReadInput(spark, settings.input());
        FitSession.to(spark, settings.spark(), read.bytes(input));
        return read.read(input, mustHave);
    }

    /** Checks the tables and does nothing else. */
    InputTables checkInput(String input) {
        try {
            return progress.stage("input", () -> readInput(input, Set.of()));
        } finally {
            FlowGuard.of(spark).forget(input);
        }
    }

    private void noteComparisons(RunRecord run) {
        if (settings.consent().silence() == ConsentPolicy.Silence.ACCEPT) {
            run.note("consent.silence = accept: silence counted as yes, the rule of 2016, for comparison only");
        }
        if (settings.consent().lateObjection() == ConsentPolicy.LateObjection.IGNORE) {
            run.note(
                    "consent.late-objection = ignore: late denials were ignored, the rule of 2016, for comparison only");
        }
    }

    private MakeSuggestions suggestions(InputTables tables, StagedRun staged) {
        return new MakeSuggestions(settings.friends(), asOf, tables, staged, progress);
    }

    /**
     * Writes examples to fit the ranking to, as files below {@code sample}, and publishes nothing.
     *
     * @param holdOut share of friendships to learn from; empty: learn from feedback
     */
    void sample(String input, String output, String sample, OptionalDouble holdOut, int most) {
        try (OutputFolder folder =
                        OutputFolder.open(output, spark.sessionState().newHadoopConf());
                var examples = new SampleExamples(settings.friends(), asOf, holdOut, most)) {
            folder.keepUnfinished();
            InputTables tables = progress.stage("input", () -> readInput(input, Set.of()));
            StagedRun staged = folder.stage(RunId.of(asOf, random));
            var run = new RunRecord(staged.id().name(), asOf, executedAt, settings, spark.version());
            Dataset<Row> allowed = progress.stage(
                    "consent",
                    () -> new MakeDecisions(settings.consent(), asOf, executedAt).write(tables, staged, run));
            SealNumbers.Ids ids = sealing.apply(tables, allowed, staged, run, Optional.empty());
            Dataset<Row> all = tables.rows(Inputs.SOCIAL_FRIENDSHIPS);
            SuggestFriends.Tables evidence = suggestions(tables, staged)
                    .evidence(
                            allowed,
                            ids.edges(),
                            ids.blocks(),
                            examples.known(all, tables.rows(Inputs.SUGGESTION_FEEDBACK)));
            progress.stage("sample", () -> {
                staged.sample(examples.apply(evidence, all), sample);
                return sample;
            });
        } finally {
            FlowGuard.of(spark).forget(input);
            FlowGuard.of(spark).forget(output);
        }
    }
}
