package org.sealedjoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.release.KeptRun;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.release.RunId;
import org.sealedjoin.table.InputPolicy;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.ReadInput;
import org.sealedjoin.table.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Publishes the last run again, without people who do not agree any more. */
@Command(
        name = "withdraw",
        description = "Republishes the last run without people who denied since.",
        mixinStandardHelpOptions = true)
final class WithdrawCommand implements Callable<Integer> {
    /** Without these nobody knows who agrees, or what is left to suggest. */
    private static final Set<Table> NEEDED = Set.of(
            Inputs.MESSAGING_USERS,
            Inputs.SOCIAL_ACCOUNTS,
            Inputs.ACCOUNT_PHONES,
            Inputs.SOCIAL_FRIENDSHIPS,
            Inputs.CONSENT_EVENTS,
            Inputs.TERMS);

    @Option(names = "--input", required = true, paramLabel = "DIR", description = "The newest tables.")
    String input = "";

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    SettingsOptions options = new SettingsOptions();

    private final Context context;

    WithdrawCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Settings settings = options.settings();
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("withdraw", settings));
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try (OutputFolder folder = OutputFolder.open(output.folder, hadoop);
                var erased =
                        HonorErasures.of(folder.receipts(), settings.receiptKeyProvider(), hadoop, context.random())) {
            folder.keepUnfinished();
            KeptRun last = last(folder);
            ReadInput.Rescued rescued = progress.stage("input", () -> read(spark, settings, last));
            rescued.lost()
                    .forEach(table -> context.out().println("note: " + table + " cannot be read and counts as absent"));
            Instant executedAt =
                    folder.runs().executionNotBeforeLast(context.clock().instant());
            var rewrite = new RewriteRun(
                    spark, "withdraw", executedAt, erased.in(rescued.tables()), progress, context.random());
            RewriteRun.Rewritten made = rewrite.withdraw(last, folder.stage(RunId.of(last.asOf(), context.random())));
            folder.publish(made.staged(), made.manifest());
            new KeepRuns(settings.retention(), executedAt, progress).in(folder);
            print(made);
        } finally {
            FlowGuard.of(spark).forget(input);
            FlowGuard.of(spark).forget(output.folder);
        }
        return 0;
    }

    private static KeptRun last(OutputFolder folder) {
        RunId current = folder.runs()
                .current()
                .orElseThrow(() ->
                        new UsageFailure("Cannot withdraw: the output folder has no CURRENT (need a published run)"));
        return folder.runs().all().stream()
                .filter(run -> run.id().equals(current))
                .findFirst()
                .orElseThrow();
    }

    private ReadInput.Rescued read(SparkSession spark, Settings settings, KeptRun last) {
        // However many rows are bad: what can be read of denials must not wait for the rest.
        var reader = new ReadInput(spark, new InputPolicy(1));
        FitSession.to(spark, settings.spark(), reader.bytes(input));
        var wanted = new HashSet<Table>();
        RewriteRun.reads().stream().filter(table -> had(last, table)).forEach(wanted::add);
        return reader.rescue(input, NEEDED, wanted);
    }

    private static boolean had(KeptRun last, Table table) {
        for (JsonNode told : last.manifest().path("inputs")) {
            if (told.path("table").asText().equals(table.name())) {
                return told.path("present").asBoolean();
            }
        }
        return false;
    }

    private void print(RewriteRun.Rewritten made) {
        context.out()
                .println("Run " + made.staged().id() + " is published, made of "
                        + made.was().id());
        new TreeMap<>(made.staged().rows())
                .forEach((sink, rows) -> context.out()
                        .printf(
                                Locale.ROOT,
                                "  %-28s %,12d rows, %,d before%n",
                                sink,
                                rows,
                                made.was().manifest().path("sinks").path(sink).asLong()));
    }
}
