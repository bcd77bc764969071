package org.sealedjoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.evaluate.MeasureSuggestions;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.PairFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes suggestions in a folder of its own and measures them against friendships that the input does not hold. */
@Command(
        name = "evaluate",
        description = "Measures suggestions against hidden friendships.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    @Mixin
    RunOptions options = new RunOptions();

    @Option(
            names = "--hidden",
            required = true,
            paramLabel = "FILE",
            description = "CSV with the columns account_id and friend_account_id, a row a pair.")
    String hidden = "";

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
    @Nullable
    Path json;

    private final Context context;

    EvaluateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Settings settings = options.settings();
        Instant executedAt = context.clock().instant();
        Instant asOf = options.asOf(executedAt);
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("evaluate", settings));
        Dataset<Row> pairs = PairFile.read(spark, hidden, "account_id", "friend_account_id");
        Path folder = temporaryFolder();
        try {
            var nightly = new Nightly(
                    spark, settings, asOf, executedAt, EnumSet.of(Product.FRIENDS), progress, context.random());
            String run = nightly.run(options.input, folder.toString()).folder();
            Dataset<Row> suggestions = spark.read().parquet(run + "/" + Outputs.FRIEND_SUGGESTIONS.folder());
            report(new MeasureSuggestions().apply(suggestions, pairs).first());
        } finally {
            FileUtil.fullyDelete(folder.toFile());
        }
        return 0;
    }

    private void report(Row figures) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("accounts", figures.getLong(0));
        fields.put("recall_at_" + MeasureSuggestions.FIRST, figures.getDouble(1));
        fields.put("mrr_at_" + MeasureSuggestions.FIRST, figures.getDouble(2));
        fields.forEach((name, value) -> context.out().printf(Locale.ROOT, "%-14s %s%n", name, value));
        Path file = json;
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, new ObjectMapper().writeValueAsString(fields) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new EnvironmentFailure(
                    "Cannot write the file of --json: " + e.getClass().getSimpleName());
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("sealedjoin-evaluate");
        } catch (IOException e) {
            throw new EnvironmentFailure(
                    "Cannot make a temporary folder: " + e.getClass().getSimpleName());
        }
    }
}
