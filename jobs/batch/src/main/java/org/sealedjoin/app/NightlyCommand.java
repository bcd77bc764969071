package org.sealedjoin.app;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.release.MetricsFile;
import org.sealedjoin.table.CheckedTable;
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
        if (checkInput || folder == null) {
            start(settings, executedAt).checkInput(options.input).all().forEach(this::print);
            return 0;
        }
        var metrics = new TellMetrics(MetricsFile.of(settings.metricsFile()), context, executedAt);
        print(metrics.during(() -> start(settings, executedAt).run(options.input, folder)));
        return 0;
    }

    private Nightly start(Settings settings, Instant executedAt) {
        Instant asOf = options.asOf(executedAt);
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("nightly", settings));
        return new Nightly(spark, settings, asOf, executedAt, products, progress, context.random());
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
