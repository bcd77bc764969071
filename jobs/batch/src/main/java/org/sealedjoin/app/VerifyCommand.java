package org.sealedjoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.release.Receipts;
import org.sealedjoin.table.InputPolicy;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.ProtectedTables;
import org.sealedjoin.table.ReadInput;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.verify.CheckCurrent;
import org.sealedjoin.verify.Verdict;
import org.sealedjoin.verify.VerifyRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a finished run a second time and holds it against its input. Prints counts only. */
@Command(
        name = "verify",
        description = "Checks a finished run against the guarantees, trusting nothing that the run computed.",
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    /** The share of bad rows was the run's to judge; the second reading must only read the same rows. */
    private static final InputPolicy ANY_SHARE = new InputPolicy(1);

    @Option(names = "--input", required = true, paramLabel = "DIR", description = "The tables that the run read.")
    String input = "";

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    RunOption run = new RunOption();

    @Mixin
    SettingsOptions options = new SettingsOptions();

    private final Context context;

    VerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("verify", options.settings()));
        List<Verdict> current = new CheckCurrent(spark, output.folder).verdicts();
        if (run.id == null) {
            // There is nothing to read if CURRENT names nothing.
            printAll(current);
            if (current.isEmpty()) {
                throw new UsageFailure("Cannot find a published run: the output folder has no CURRENT and no runs");
            }
            Verdict.requireAllPassed(current, "Cannot vouch for the output folder");
        }
        String id = run.id == null
                ? RunTables.current(spark, output.folder).orElseThrow().strip()
                : run.id;
        RunTables tables = RunTables.finished(spark, output.folder, id);
        FlowGuard.of(spark).protect(tables.location(), ProtectedTables.ofRun(tables.location()));
        try {
            return judge(spark, progress, tables, current);
        } finally {
            FlowGuard.of(spark).forget(tables.location());
            FlowGuard.of(spark).forget(input);
        }
    }

    private int judge(SparkSession spark, Progress progress, RunTables tables, List<Verdict> current) {
        var reader = new ReadInput(spark, ANY_SHARE);
        FitSession.to(spark, Map.of(), reader.bytes(input));
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try (var erased =
                HonorErasures.of(Receipts.in(output.folder, hadoop), keyOfReceipts(tables), hadoop, context.random())) {
            InputTables read = erased.in(progress.stage("input", () -> reader.read(input, presentAtTheRun(tables))));
            return judge(progress, tables, current, read);
        }
    }

    /** Where the run's program kept the key, unless somebody says otherwise. */
    private String keyOfReceipts(RunTables tables) {
        String setting = "release.receipt-key-provider";
        String told = tables.manifest()
                .map(manifest -> manifest.path("config").path(setting).asText())
                .orElse("");
        return told.isEmpty() || options.names(setting) ? options.settings().receiptKeyProvider() : told;
    }

    private int judge(Progress progress, RunTables tables, List<Verdict> current, InputTables read) {
        var second = new VerifyRun(read, context.random());
        long changed = second.changedInputs(tables);
        if (changed > 0) {
            context.out()
                    .println("warning: " + changed + " input tables have other files than when the run read them; a"
                            + " failed check may only say so");
        }
        var verdicts = new ArrayList<Verdict>(progress.stage("verify", () -> second.verdicts(tables)));
        printAll(verdicts);
        if (run.id != null) {
            printAll(current);
            verdicts.addAll(current);
        }
        Verdict.requireAllPassed(verdicts, "Cannot vouch for the run");
        context.out().println("Run " + tables.name() + " passed " + verdicts.size() + " checks");
        return 0;
    }

    private static Set<String> presentAtTheRun(RunTables tables) {
        var names = new HashSet<String>();
        tables.manifest().ifPresent(manifest -> {
            for (JsonNode table : manifest.path("inputs")) {
                if (table.path("present").asBoolean()) {
                    names.add(table.path("table").asText());
                }
            }
        });
        return names;
    }

    private void printAll(List<Verdict> verdicts) {
        for (Verdict verdict : verdicts) {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%-7s guarantee %-2d  %s: %d (limit %d)%n",
                            verdict.passed() ? "ok" : "REFUSED",
                            verdict.guarantee(),
                            verdict.check(),
                            verdict.violations(),
                            verdict.limit());
        }
    }
}
