package org.sealedjoin.app;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.release.FollowCurrent;
import org.sealedjoin.release.MetricsFile;
import org.sealedjoin.release.SharedClasses;
import org.sealedjoin.table.CheckedTable;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes every product, or the one that the command's name says, and publishes the run. */
@Command(
        name = "nightly",
        description = "Reads the tables, makes the products, verifies and publishes them.",
        mixinStandardHelpOptions = true)
final class NightlyCommand implements Callable<Integer> {
    @Mixin
    RunOptions options = new RunOptions();

    @Option(names = "--output", paramLabel = "DIR", description = "Folder in which runs are published.")
    @Nullable
    String output;

    @Option(names = "--check-input", description = "Only check the tables.")
    boolean checkInput;

    @Option(
            names = "--catalog",
            paramLabel = "NAME",
            description = "Schema of the session's catalog whose tables follow the published run.")
    @Nullable
    String catalog;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "PRODUCT[,PRODUCT...]",
            description = "Products to leave out: friends, audiences, safety, usage, business.")
    List<String> without = List.of();

    @Spec
    @Nullable
    CommandSpec spec;

    private final Context context;
    private final Set<Product> products;

    NightlyCommand(Context context, Set<Product> products) {
        this.context = context;
        this.products = EnumSet.copyOf(products);
    }

    @Override
    public Integer call() {
        Settings settings = options.settings();
        Instant executedAt = context.clock().instant();
        String folder = output;
        if (folder == null && !checkInput) {
            throw new UsageFailure("Cannot run: --output is missing (need a folder, or --check-input)");
        }
        if (catalog != null) {
            FollowCurrent.requireName(catalog);
        }
        if (checkInput || folder == null) {
            night(settings, executedAt).checkInput(options.input).all().forEach(this::print);
            return 0;
        }
        new TellMetrics(MetricsFile.of(settings.metricsFile()), context, executedAt)
                .during(() -> makeAndPrint(settings, executedAt, folder));
        return 0;
    }

    private TellMetrics.Ended makeAndPrint(Settings settings, Instant executedAt, String folder) {
        Nightly night = night(settings, executedAt);
        Optional<FollowCurrent> tables =
                Optional.ofNullable(catalog).map(name -> FollowCurrent.open(night.spark(), name));
        Nightly.Published run = night.run(options.input, folder);
        print(run);
        SharedClasses.ofWholeRun();
        return new TellMetrics.Ended(
                run,
                () -> tables.filter(any -> run.current()).ifPresent(follow -> follow.moveTo(run.folder(), made(run))));
    }

    private static List<SinkTable> made(Nightly.Published run) {
        return Outputs.all().stream()
                .filter(sink -> run.sinks().containsKey(sink.folder()))
                .toList();
    }

    private Nightly night(Settings settings, Instant executedAt) {
        Instant asOf = options.asOf(executedAt);
        Set<Product> wanted = wanted();
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("nightly", settings));
        return new Nightly(spark, settings, asOf, executedAt, wanted, progress, context.random());
    }

    private Set<Product> wanted() {
        Set<Product> wanted = EnumSet.copyOf(products);
        wanted.removeAll(without.stream().map(Product::of).toList());
        if (wanted.isEmpty()) {
            throw new UsageFailure(
                    "Cannot run: --without leaves out every product that the command makes (need one at least)");
        }
        return wanted;
    }

    private void print(CheckedTable table) {
        context.out()
                .println(
                        table.present()
                                ? String.format(
                                        Locale.ROOT,
                                        "%-22s %,12d rows, %d rejected%s",
                                        table.table().name(),
                                        table.rowsRead(),
                                        table.rowsRejected(),
                                        table.rejected().isEmpty() ? "" : " " + table.rejected())
                                : String.format(
                                        Locale.ROOT,
                                        "%-22s absent",
                                        table.table().name()));
    }

    private void print(Nightly.Published run) {
        var out = context.out();
        out.println("Run " + run.id() + (run.current() ? " is published" : " is kept; CURRENT stays at a later as-of"));
        new TreeMap<>(run.sinks()).forEach((sink, rows) -> out.printf(Locale.ROOT, "  %-28s %,12d rows%n", sink, rows));
        run.run().counts().forEach((name, count) -> out.printf(Locale.ROOT, "  %-28s %s%n", name, count));
        run.run().notes().forEach(note -> out.println("  note: " + note));
        out.println("  in " + run.folder());
    }
}
