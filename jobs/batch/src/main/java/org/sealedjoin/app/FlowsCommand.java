package org.sealedjoin.app;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.release.NoiseKeyStore;
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
        Settings settings = Settings.read(null, List.of("privacy.noise-key-provider=" + NoiseKeyStore.REHEARSAL));
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("flows", settings));
        try (var folder = TemporaryFolder.of("flows")) {
            String input = folder.resolve("input");
            var writer = new TableWriter(spark, input, "parquet");
            for (Table table : Inputs.all()) {
                writer.write(table.name(), spark.createDataFrame(List.<Row>of(), table.schema()));
            }
            Instant now = context.clock().instant();
            var nightly = new Nightly(spark, settings, now, now, Product.all(), progress, context.random());
            // No second reading: it writes no table, so none of its plans is on the page.
            var flows = nightly.run(input, folder.resolve("output"), (tables, staged, run) -> List.of())
                    .flows();
            context.out().print(page ? FlowsPage.markdown(flows) : FlowsPage.blocks(flows));
        }
        return 0;
    }
}
