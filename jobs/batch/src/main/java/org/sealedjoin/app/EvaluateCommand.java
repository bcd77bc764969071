package org.sealedjoin.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.evaluate.DrawCurves;
import org.sealedjoin.evaluate.JudgeSuggestions;
import org.sealedjoin.evaluate.MeasureSuggestions;
import org.sealedjoin.evaluate.PredictLinks;
import org.sealedjoin.evaluate.Quality;
import org.sealedjoin.products.friends.SafetyRule;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.PairFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures the quality of suggestions: makes suggestions in a folder of its own and looks for friendships that the input does not hold, or
 * predicts held-back edges of a graph.
 */
@Command(
        name = "evaluate",
        description = {
            "Measures suggestions against friendships held back.",
            "Either --input, --as-of and --hidden: a run over tables. Or --train, --positives and --negatives: a graph."
        },
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
    /** Evaluation looks further down than any feed, to see what the evidence reaches at all. */
    private static final int DEEPEST_RANK = 1_000;

    private static final long SEED = 20_190_521;

    @Option(names = "--input", paramLabel = "DIR", description = "Folder with one folder a table.")
    @Nullable
    String input;

    @Option(names = "--as-of", paramLabel = "INSTANT", description = "The run sees what was recorded by then.")
    @Nullable
    String asOf;

    @Option(
            names = "--hidden",
            paramLabel = "FILE",
            description = "CSV of account_id and friend_account_id, a row a pair, with a header or without.")
    @Nullable
    String hidden;

    @Option(names = "--rules", description = "Also runs without each safety rule, to tell what it costs: a run a rule.")
    boolean rules;

    @Option(names = "--train", paramLabel = "FILE", description = "Known edges: two ids a line, white space between.")
    @Nullable
    Path train;

    @Option(
            names = "--contacts",
            paramLabel = "FILE",
            description =
                    "Further edges that tell of a pair but do not make it known, such as entries in both address books.")
    @Nullable
    Path contacts;

    @Option(names = "--positives", paramLabel = "FILE", description = "Edges held back.")
    @Nullable
    Path positives;

    @Option(names = "--negatives", paramLabel = "FILE", description = "Pairs without an edge.")
    @Nullable
    Path negatives;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
    @Nullable
    Path json;

    @Option(names = "--curve", paramLabel = "FILE", description = "Draws true against false positives there, as SVG.")
    @Nullable
    Path curve;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    private final Context context;

    EvaluateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (train != null && positives != null && negatives != null && input == null && hidden == null) {
            predict(train, positives, negatives);
        } else if (input != null && asOf != null && hidden != null && train == null) {
            suggest(input, asOf, hidden);
        } else {
            throw new UsageFailure(
                    "Cannot evaluate: need --input, --as-of and --hidden, or --train, --positives and --negatives");
        }
        return 0;
    }

    private void predict(Path known, Path held, Path none) {
        List<long[]> further = contacts == null ? List.of() : pairs(contacts);
        PredictLinks.Prediction prediction =
                new PredictLinks(SEED).apply(pairs(known), further, pairs(held), pairs(none));
        context.out()
                .printf(Locale.ROOT, "%-24s %8s %12s %10s %8s%n", "score", "AUC", "AUC 2 steps", "recall@10", "MRR@10");
        prediction
                .auc()
                .forEach((name, auc) -> context.out()
                        .printf(
                                Locale.ROOT,
                                "%-24s %8.4f %12.4f %10.4f %8.4f%n",
                                name,
                                auc,
                                prediction.aucTwoSteps().get(name),
                                prediction.recall().get(name),
                                prediction.reciprocalRank().get(name)));
        context.out().println("weights of ours:");
        prediction
                .weights()
                .forEach((name, weight) -> context.out().printf(Locale.ROOT, "  %-36s %9.4f%n", name, weight));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("auc", prediction.auc());
        fields.put("auc_two_steps", prediction.aucTwoSteps());
        fields.put("recall_at_10", prediction.recall());
        fields.put("mrr_at_10", prediction.reciprocalRank());
        fields.put("weights", prediction.weights());
        writeJson(fields);
        draw(prediction.curves());
    }

    private void suggest(String tables, String instant, String hiddenFile) {
        Settings given = settings.settings();
        Settings deep = given.suggesting(
                given.friends().upTo(Math.max(DEEPEST_RANK, given.friends().perPerson())));
        Instant executedAt = context.clock().instant();
        Instant when = RunOptions.instant(instant, executedAt);
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("evaluate", deep));
        Dataset<Row> pairs = PairFile.read(spark, hiddenFile, "account_id", "friend_account_id");
        var fields = new LinkedHashMap<String, Object>();
        run(spark, deep, tables, when, executedAt, progress, suggestions -> {
            measure(suggestions, pairs, fields);
            judge(suggestions, pairs, fields);
        });
        if (rules) {
            var costs = new LinkedHashMap<String, Object>();
            Settings none = deep;
            for (SafetyRule rule : SafetyRule.values()) {
                run(
                        spark,
                        deep.without(rule),
                        tables,
                        when,
                        executedAt,
                        progress,
                        suggestions -> cost(rule.word(), suggestions, pairs, costs));
                none = none.without(rule);
            }
            run(
                    spark,
                    none,
                    tables,
                    when,
                    executedAt,
                    progress,
                    suggestions -> cost("all-rules", suggestions, pairs, costs));
            fields.put("without_rule", costs);
        }
        writeJson(fields);
    }

    private void run(
            SparkSession spark,
            Settings policies,
            String tables,
            Instant when,
            Instant executedAt,
            Progress progress,
            Consumer<Dataset<Row>> look) {
        try (var folder = TemporaryFolder.of("evaluate")) {
            var nightly = new Nightly(
                    spark, policies, when, executedAt, EnumSet.of(Product.FRIENDS), progress, context.random());
            String run = nightly.runToMeasure(tables, folder).folder();
            look.accept(spark.read().parquet(run + "/" + Outputs.FRIEND_SUGGESTIONS.folder()));
        }
    }

    private void cost(String rule, Dataset<Row> suggestions, Dataset<Row> pairs, Map<String, Object> costs) {
        var without = new LinkedHashMap<String, Object>();
        measure(suggestions, pairs, without);
        costs.put(rule, without);
        context.out()
                .printf(
                        Locale.ROOT,
                        "without %-22s recall@10 %.4f  MRR@10 %.4f%n",
                        rule,
                        (Double) without.get("recall_at_" + MeasureSuggestions.FIRST),
                        (Double) without.get("mrr_at_" + MeasureSuggestions.FIRST));
    }

    private static void measure(Dataset<Row> suggestions, Dataset<Row> pairs, Map<String, Object> fields) {
        Row figures = new MeasureSuggestions().apply(suggestions, pairs).first();
        fields.put("accounts", figures.getLong(0));
        fields.put("recall_at_" + MeasureSuggestions.FIRST, figures.getDouble(1));
        fields.put("mrr_at_" + MeasureSuggestions.FIRST, figures.getDouble(2));
    }

    private void judge(Dataset<Row> suggestions, Dataset<Row> pairs, Map<String, Object> fields) {
        List<JudgeSuggestions.Suggested> rows =
                suggestions.select("account_id", "suggested_account_id", "rank", "score").collectAsList().stream()
                        .map(row -> new JudgeSuggestions.Suggested(
                                row.getLong(0), row.getLong(1), row.getInt(2), row.getDouble(3)))
                        .toList();
        List<long[]> hiddenPairs = pairs.collectAsList().stream()
                .map(row -> new long[] {row.getLong(0), row.getLong(1)})
                .toList();
        JudgeSuggestions.Judgement judgement = new JudgeSuggestions().apply(rows, hiddenPairs);
        judgement.recall().forEach((length, recall) -> fields.put("recall_at_" + length, recall));
        fields.put("coverage", judgement.covered());
        fields.put("found_at_any_rank", judgement.ceiling());
        fields.put("auc_two_steps", judgement.aucTwoSteps());
        fields.forEach((name, value) -> context.out().printf(Locale.ROOT, "%-18s %s%n", name, value));
        context.out().printf(Locale.ROOT, "%-16s %9s %11s %11s%n", "score", "pairs", "mean score", "came true");
        for (Quality.Bin bin : judgement.reliability()) {
            context.out()
                    .printf(
                            Locale.ROOT,
                            "%.2f to %.2f     %9d %11.4f %11.4f%n",
                            bin.low(),
                            Math.min(1, bin.high()),
                            bin.pairs(),
                            bin.score(),
                            bin.share());
        }
        fields.put("reliability", judgement.reliability());
        draw(Map.of("suggestions", judgement.curve()));
    }

    private static List<long[]> pairs(Path file) {
        var pairs = new ArrayList<long[]>();
        try {
            for (String line : Files.readAllLines(file)) {
                String[] ids = line.strip().split("\\s+", -1);
                if (ids.length == 1 && ids[0].isEmpty()) {
                    continue;
                }
                if (ids.length != 2) {
                    throw new InputFailure("Cannot read a file of edges: a line is not two ids");
                }
                pairs.add(new long[] {Long.parseLong(ids[0]), Long.parseLong(ids[1])});
            }
        } catch (NumberFormatException e) {
            throw new InputFailure("Cannot read a file of edges: a line is not two ids");
        } catch (IOException e) {
            throw new InputFailure(
                    "Cannot read a file of edges: " + e.getClass().getSimpleName());
        }
        if (pairs.isEmpty()) {
            throw new InputFailure("Cannot read a file of edges: it holds none (need 1 or more)");
        }
        return pairs;
    }

    private void writeJson(Map<String, Object> fields) {
        try {
            OptionFile.write(json, "--json", new ObjectMapper().writeValueAsString(fields) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void draw(Map<String, List<Quality.Point>> curves) {
        OptionFile.write(curve, "--curve", new DrawCurves().apply(curves));
    }
}
