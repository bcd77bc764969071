package org.sealedjoin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.table.TableWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a night over tables without rows and prints what the flow guard saw on the way: the plans are those of every night. */
@Command(
        name = "flows",
        description = "Prints for each sink which input columns reach it, a block a sink.",
        mixinStandardHelpOptions = true)
final class FlowsCommand implements Callable<Integer> {
    @Option(names = "--page", description = "Prints the page docs/flows.md, with its introduction.")
    private boolean page;

    private final Context context;

    FlowsCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Settings settings = Settings.read(null, List.of());
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("flows", settings));
        Path folder = temporaryFolder();
        try {
            Path input = folder.resolve("input");
            var writer = new TableWriter(spark, input.toString(), "parquet");
            for (Table table : Inputs.all()) {
                writer.write(table.name(), spark.createDataFrame(List.<Row>of(), table.schema()));
            }
            Instant now = context.clock().instant();
            var nightly = new Nightly(spark, settings, now, now, Product.all(), progress, context.random());
            var flows = nightly.run(input.toString(), folder.resolve("output").toString())
                    .flows();
            context.out().print(page ? FlowsPage.markdown(flows) : FlowsPage.blocks(flows));
        } finally {
            FileUtil.fullyDelete(folder.toFile());
        }
        return 0;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("sealedjoin-flows");
        } catch (IOException e) {
            throw new EnvironmentFailure(
                    "Cannot make a temporary folder: " + e.getClass().getSimpleName());
        }
    }
}
