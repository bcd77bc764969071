package org.sealedjoin.app;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.base.Require;
import org.sealedjoin.evaluate.Quality;
import org.sealedjoin.products.friends.Feature;
import org.sealedjoin.products.friends.FitLogistic;
import org.sealedjoin.products.friends.RankingModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fits the ranking of suggestions to what people did with suggestions, or to a share of friendships held out from the evidence. */
@Command(
        name = "train",
        description = {
            "Fits the ranking of suggestions and writes a model file, which friends.model of a night names.",
            "It learns from suggestion_feedback; with --hold-out from a share of the known friendships instead."
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    /** Examples enough for a dozen weights, and few enough for any driver. */
    private static final int MOST_EXAMPLES = 200_000;

    private static final int LEAST_OF_A_KIND = 20;
    /** Every fifth viewer judges a fit to the others; the weights that are written are fitted to all. */
    private static final int JUDGES_OF = 5;

    @Option(names = "--input", required = true, paramLabel = "DIR", description = "Folder with one folder a table.")
    String input = "";

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "Where the model is written.")
    Path output = Path.of("model.json");

    @Option(
            names = "--as-of",
            paramLabel = "INSTANT",
            description = "Learn from what was recorded by then. Default: now.")
    @Nullable
    String asOf;

    @Option(
            names = "--hold-out",
            paramLabel = "SHARE",
            description =
                    "Learn from this share of the known friendships instead, taken out of the evidence; above 0, below 1.")
    @Nullable
    Double holdOut;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    private final Context context;

    TrainCommand(Context context) {
        this.context = context;
    }

    private record Example(long viewer, double[] features, boolean wanted) {}

    @Override
    public Integer call() {
        Settings policies = settings.settings();
        Instant now = context.clock().instant();
        Instant when = asOf == null ? now : RunOptions.instant(asOf, now);
        OptionalDouble share = holdOut == null ? OptionalDouble.empty() : OptionalDouble.of(holdOut);
        share.ifPresent(each -> Require.setting(each > 0 && each < 1, "--hold-out", each, "above 0 and below 1"));
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("train", policies));
        try (var folder = TemporaryFolder.of("train")) {
            String sample = folder.resolve("sample");
            new Nightly(spark, policies, when, now, EnumSet.of(Product.FRIENDS), progress, context.random())
                    .sample(input, folder.resolve("run"), sample, share, MOST_EXAMPLES);
            List<Example> examples = spark.read().parquet(sample).collectAsList().stream()
                    .map(TrainCommand::example)
                    .toList();
            write(progress.stage(
                    "fit", () -> fit(examples, share, policies.friends().model())));
        }
        return 0;
    }

    private static Example example(Row row) {
        List<Double> features = row.getList(1);
        return new Example(
                row.getLong(0),
                features.stream().mapToDouble(Double::doubleValue).toArray(),
                row.getBoolean(2));
    }

    private RankingModel fit(List<Example> examples, OptionalDouble share, RankingModel before) {
        long wanted = examples.stream().filter(Example::wanted).count();
        long unwanted = examples.size() - wanted;
        if (Math.min(wanted, unwanted) < LEAST_OF_A_KIND) {
            throw new InputFailure("Cannot train: wanted or unwanted suggestions to learn from are fewer than "
                    + LEAST_OF_A_KIND + " (need " + LEAST_OF_A_KIND + " of each)");
        }
        var learning = new ArrayList<Example>();
        var judging = new ArrayList<Example>();
        for (Example example : examples) {
            (Math.floorMod(Long.hashCode(example.viewer() * 0x9E3779B97F4A7C15L), JUDGES_OF) == 0 ? judging : learning)
                    .add(example);
        }
        FitLogistic.Fitted all = solve(examples);
        var metrics = new TreeMap<String, Double>();
        metrics.put("examples", (double) examples.size());
        metrics.put("wanted", (double) wanted);
        if (judging.stream().anyMatch(Example::wanted)
                && learning.stream().anyMatch(Example::wanted)
                && judging.stream().anyMatch(each -> !each.wanted())) {
            judge(solve(learning), judging, metrics);
        }
        var weights = new EnumMap<Feature, Double>(Feature.class);
        for (Feature feature : Feature.values()) {
            int column = feature.ordinal();
            boolean seen = examples.stream()
                    .anyMatch(each -> each.features()[column] != examples.get(0).features()[column]);
            // What never varies in the sample cannot be learned from it.
            double weight = seen ? all.weights()[column] : before.weight(feature);
            if (weight != 0) {
                weights.put(feature, weight);
            }
        }
        double kept = 0;
        for (Feature feature : Feature.values()) {
            boolean seen = examples.stream()
                    .anyMatch(each -> each.features()[feature.ordinal()]
                            != examples.get(0).features()[feature.ordinal()]);
            kept += seen ? 0 : before.weight(feature) * examples.get(0).features()[feature.ordinal()];
        }
        String how = share.isPresent()
                ? String.format(Locale.ROOT, "a share of %.2f of the known friendships, held out", share.getAsDouble())
                : "suggestion_feedback";
        return new RankingModel(all.intercept() - kept, weights, "fitted by train to " + how, metrics);
    }

    private static FitLogistic.Fitted solve(List<Example> examples) {
        boolean[] labels = new boolean[examples.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = examples.get(i).wanted();
        }
        return FitLogistic.ofFeatures()
                .fit(examples.stream().map(Example::features).toArray(double[][]::new), labels);
    }

    private static void judge(FitLogistic.Fitted fitted, List<Example> judging, Map<String, Double> metrics) {
        double[] scoresTrue = judging.stream()
                .filter(Example::wanted)
                .mapToDouble(each -> fitted.probability(each.features()))
                .toArray();
        double[] scoresFalse = judging.stream()
                .filter(each -> !each.wanted())
                .mapToDouble(each -> fitted.probability(each.features()))
                .toArray();
        double logLoss = 0;
        double sum = 0;
        for (Example each : judging) {
            double probability = fitted.probability(each.features());
            sum += probability;
            logLoss -= Math.log(each.wanted() ? probability : 1 - probability);
        }
        metrics.put("auc_of_viewers_left_out", Quality.auc(scoresTrue, scoresFalse));
        metrics.put("log_loss_of_viewers_left_out", logLoss / judging.size());
        metrics.put("mean_score_of_viewers_left_out", sum / judging.size());
        metrics.put("share_wanted_of_viewers_left_out", (double) scoresTrue.length / judging.size());
    }

    private void write(RankingModel model) {
        OptionFile.write(output, "--output", model.json());
        model.metrics().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(metric ->
                        context.out().printf(Locale.ROOT, "%-36s %.4f%n", metric.getKey(), metric.getValue()));
        for (Feature feature : Feature.values()) {
            context.out().printf(Locale.ROOT, "weight %-29s %.4f%n", feature.word(), model.weight(feature));
        }
    }
}
