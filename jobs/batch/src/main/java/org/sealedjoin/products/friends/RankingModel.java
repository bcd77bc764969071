package org.sealedjoin.products.friends;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.sealedjoin.base.UsageFailure;

/**
 * A logistic model of whether a person would want a suggestion: {@code 1 / (1 + exp(-(intercept + sum of weight x feature)))}. Every weight
 * has the sign of its feature, so more evidence never lowers a score and an ignored suggestion never gains.
 *
 * @param intercept log odds of a pair whose features are all 0
 * @param weights of features; a feature that is not named weighs nothing
 * @param provenance where the weights come from, one line
 * @param metrics figures of the fit
 */
public record RankingModel(
        double intercept, Map<Feature, Double> weights, String provenance, Map<String, Double> metrics)
        implements Serializable {
    private static final String DEFAULT = "default-model.json";

    public RankingModel {
        weights = Map.copyOf(weights);
        metrics = Map.copyOf(metrics);
        if (!Double.isFinite(intercept)) {
            throw new UsageFailure("Cannot use the model of suggestions: its intercept is no finite number");
        }
        weights.forEach((feature, weight) -> {
            if (!Double.isFinite(weight) || !feature.allows(weight)) {
                throw new UsageFailure("Cannot use the model of suggestions: the weight of " + feature.word() + " is "
                        + weight + " (need " + (feature.sign() == Feature.Sign.MORE ? ">= 0" : "<= 0") + ")");
            }
        });
    }

    /** The model that comes with the program; docs/suggestion-quality.md tells how it was fitted. */
    public static RankingModel shipped() {
        try (InputStream in = Objects.requireNonNull(RankingModel.class.getResourceAsStream(DEFAULT))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads what {@link #json} writes.
     *
     * @throws UsageFailure if it is no model, names a feature that does not exist, or a weight has the wrong sign
     */
    public static RankingModel parse(String json) {
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new UsageFailure("Cannot use the model of suggestions: it is not JSON");
        }
        if (!root.path("intercept").isNumber() || !root.path("weights").isObject()) {
            throw new UsageFailure("Cannot use the model of suggestions: it has no intercept and weights");
        }
        var weights = new EnumMap<Feature, Double>(Feature.class);
        numbers(root.path("weights"))
                .forEach((word, weight) -> weights.put(
                        Feature.of(word)
                                .orElseThrow(
                                        () -> new UsageFailure(
                                                "Cannot use the model of suggestions: it weighs a feature that does not exist")),
                        weight));
        return new RankingModel(
                root.path("intercept").asDouble(),
                weights,
                root.path("provenance").asText(),
                numbers(root.path("metrics")));
    }

    private static Map<String, Double> numbers(JsonNode object) {
        var numbers = new LinkedHashMap<String, Double>();
        Iterator<Map.Entry<String, JsonNode>> fields = object.fields();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getValue().isNumber()) {
                throw new UsageFailure("Cannot use the model of suggestions: a weight or metric is no number");
            }
            numbers.put(field.getKey(), field.getValue().asDouble());
        }
        return numbers;
    }

    /** The model as JSON, weights in the order of the features. */
    public String json() {
        var named = new LinkedHashMap<String, Double>();
        for (Feature feature : Feature.values()) {
            named.put(feature.word(), weight(feature));
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("provenance", provenance);
        fields.put("intercept", intercept);
        fields.put("weights", named);
        fields.put("metrics", new java.util.TreeMap<>(metrics));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(fields) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Weight of a feature, in log odds a unit. */
    public double weight(Feature feature) {
        return weights.getOrDefault(feature, 0.0);
    }

    /** Weights in the order of {@link Feature#values}. */
    double[] weightsInOrder() {
        Feature[] features = Feature.values();
        double[] ordered = new double[features.length];
        for (int i = 0; i < features.length; i++) {
            ordered[i] = weight(features[i]);
        }
        return ordered;
    }

    /** Score, above 0 and below 1, of a pair with these features in the order of {@link Feature#values}. */
    public double score(double[] features) {
        return Logistic.probability(intercept, weightsInOrder(), features);
    }
}
