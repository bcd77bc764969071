package org.sealedjoin.app;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.products.safety.Signal;
import org.sealedjoin.release.PublishedRun;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the first rows of what was published: for eyes at the terminal, never part of a run. */
@Command(
        name = "preview",
        description = "Prints the first rows of a published run's products.",
        mixinStandardHelpOptions = true)
final class PreviewCommand implements Callable<Integer> {
    private static final List<SinkTable> SHOWN = List.of(
            Outputs.FRIEND_SUGGESTIONS,
            Outputs.AUDIENCE_REPORTS,
            Outputs.ABUSE_SIGNALS,
            Outputs.BUSINESS_ELIGIBILITY,
            Outputs.REACH_REPORTS);

    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    RunOption run = new RunOption();

    @Option(names = "--rows", paramLabel = "N", description = "Rows of each table. Default: ${DEFAULT-VALUE}.")
    int rows = 10;

    private final Context context;

    PreviewCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (rows < 1) {
            throw new UsageFailure("Cannot use --rows: " + rows + " is out of range (need >= 1)");
        }
        SparkSession spark = OpenSession.open("preview", Settings.read(null, List.of()));
        var published =
                PublishedRun.find(output.folder, run.id, spark.sessionState().newHadoopConf());
        context.out().println("Run " + published.id() + " in " + published.folder());
        for (SinkTable sink : SHOWN) {
            if (published.has(sink)) {
                print(sink, published.read(spark, sink));
            }
        }
        if (published.has(Outputs.USAGE_METRICS)) {
            // Most cells of a public list are too small to be told.
            print(
                    Outputs.USAGE_METRICS,
                    published
                            .read(spark, Outputs.USAGE_METRICS)
                            .filter(functions.col("value").isNotNull()));
        }
        if (published.has(Outputs.ABUSE_SIGNALS)) {
            for (Signal signal : Signal.values()) {
                context.out().println("  " + signal.word() + ": the linked person " + signal.meaning());
            }
        }
        return 0;
    }

    private void print(SinkTable sink, Dataset<Row> table) {
        Dataset<Row> sorted =
                table.orderBy(sink.sortedBy().stream().map(functions::col).toArray(Column[]::new));
        context.out().printf(Locale.ROOT, "%n%s, first %d rows%n", sink.folder(), rows);
        context.out().println(String.join("\t", table.columns()));
        sorted.takeAsList(rows).forEach(row -> context.out().println(row.mkString("\t")));
    }
}
