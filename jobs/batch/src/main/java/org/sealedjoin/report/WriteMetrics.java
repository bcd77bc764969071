package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Metrics of a run in Prometheus' text format, version 0.0.4, for a file that a collector on the machine reads.
 *
 * <p>What a good run published stays in the file until the next good run replaces it, so that a failed night does not take away when the
 * last good one was. Groups of fewer than twenty people have no sample.
 */
public final class WriteMetrics {
    private static final String PREFIX = "sealedjoin_";
    private static final String PUBLISHED = PREFIX + "published_";

    /** Lines of the file that are this program's and tell of a good run. */
    private static final Pattern KEPT = Pattern.compile("(# (HELP|TYPE) )?" + PUBLISHED + "[a-z_]+[ {].*");

    private final StringBuilder text = new StringBuilder();

    private WriteMetrics() {}

    /**
     * How a run ended.
     *
     * @param status of the process
     * @param began when the run began
     * @param ended when it ended
     */
    public record Outcome(int status, Instant began, Instant ended) {}

    /** The text after a run that was published. */
    public static String published(Outcome outcome, JsonNode manifest, boolean current) {
        var metrics = new WriteMetrics();
        metrics.run(outcome);
        metrics.good(outcome, manifest, current);
        return metrics.text.toString();
    }

    /** The text after a run that failed: what {@code before} says of the last good run stays. */
    public static String failed(Outcome outcome, String before) {
        var metrics = new WriteMetrics();
        metrics.run(outcome);
        before.lines()
                .filter(line -> KEPT.matcher(line).matches())
                .forEach(line -> metrics.text.append(line).append('\n'));
        return metrics.text.toString();
    }

    private void run(Outcome outcome) {
        family("run_status", "Exit status of the last run: 0 done, 2 usage, 3 input, 4 a guarantee refused, 5 environment.");
        sample("run_status", Map.of(), outcome.status());
        family("run_end_timestamp_seconds", "When the last run ended, good or bad.");
        sample("run_end_timestamp_seconds", Map.of(), outcome.ended().getEpochSecond());
        family("run_seconds", "How long the last run took.");
        sample(
                "run_seconds",
                Map.of(),
                Duration.between(outcome.began(), outcome.ended()).toMillis() / 1000.0);
    }

    private void good(Outcome outcome, JsonNode manifest, boolean current) {
        family("published_timestamp_seconds", "When the last run that was published was.");
        sample("published_timestamp_seconds", Map.of(), outcome.ended().getEpochSecond());
        family("published_as_of_timestamp_seconds", "The instant whose state of the world that run shows.");
        sample(
                "published_as_of_timestamp_seconds",
                Map.of(),
                Instant.parse(manifest.path("as_of").asText()).getEpochSecond());
        family("published_current", "1 if CURRENT names that run, 0 if it was made for an earlier night.");
        sample("published_current", Map.of(), current ? 1 : 0);
        family("published_rows", "Rows of each published table.");
        samples("published_rows", "table", manifest.path("sinks"));
        family("published_input_rows", "Rows of each input table, used and rejected.");
        for (JsonNode table : manifest.path("inputs")) {
            for (String state : new String[] {"used", "rejected"}) {
                sample(
                        "published_input_rows",
                        Map.of("table", table.path("table").asText(), "state", state),
                        table.path("rows_" + state).asLong());
            }
        }
        people(manifest.path("counts"));
        family("published_stage_seconds", "Seconds of each stage.");
        samples("published_stage_seconds", "stage", manifest.path("stage_seconds"));
        checks(manifest);
    }

    private void people(JsonNode counts) {
        family("published_agreed_people", "People who agreed, rounded to ten; no sample below 20.");
        for (Map.Entry<String, JsonNode> group : counts.path("people who agreed").properties()) {
            String[] words = group.getKey().split(" ", 2);
            if (group.getValue().isNumber()) {
                sample(
                        "published_agreed_people",
                        Map.of("platform", words[0], "purpose", words[1]),
                        group.getValue().asLong());
            }
        }
        family("published_linked_people", "People linked, rounded to ten; no sample below 20.");
        samples("published_linked_people", "purpose", counts.path("people linked"));
        family("published_reached_people", "People in each product, rounded to ten; no sample below 20.");
        samples("published_reached_people", "product", counts.path("people reached"));
    }

    private void checks(JsonNode manifest) {
        long violations = 0;
        for (JsonNode check : manifest.path("verify")) {
            violations += check.path("violations").asLong();
        }
        family("published_verify_checks", "Checks of the second reading.");
        sample("published_verify_checks", Map.of(), manifest.path("verify").size());
        family("published_verify_violations", "Violations that the second reading found and allowed.");
        sample("published_verify_violations", Map.of(), violations);
        family("published_guard_plans", "Plans that the flow guard judged, and refused.");
        sample("published_guard_plans", Map.of("verdict", "judged"), manifest.at("/guard/plans_judged").asLong());
        sample("published_guard_plans", Map.of("verdict", "refused"), manifest.at("/guard/plans_refused").asLong());
        long jumped = 0;
        for (JsonNode figure : manifest.at("/" + CompareRuns.FIELD + "/figures")) {
            jumped += figure.path("jumped").asBoolean() ? 1 : 0;
        }
        family("published_jumps", "Figures that jumped since the night before.");
        sample("published_jumps", Map.of(), jumped);
        family("published_alarms", "Alarms about advertisers.");
        sample("published_alarms", Map.of(), manifest.path("alarms").size());
    }

    private void family(String name, String help) {
        text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(PREFIX).append(name).append(" gauge\n");
    }

    private void samples(String name, String label, JsonNode values) {
        for (Map.Entry<String, JsonNode> value : values.properties()) {
            if (value.getValue().isNumber()) {
                sample(name, Map.of(label, value.getKey()), value.getValue().numberValue());
            }
        }
    }

    private void sample(String name, Map<String, String> labels, Number value) {
        text.append(PREFIX).append(name);
        if (!labels.isEmpty()) {
            var list = new StringJoiner(",", "{", "}");
            labels.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(label -> list.add(label.getKey() + "=\"" + escape(label.getValue()) + "\""));
            text.append(list);
        }
        text.append(' ').append(value).append('\n');
    }

    private static String escape(String label) {
        return label.chars()
                .mapToObj(c -> switch (c) {
                    case '\\' -> "\\\\";
                    case '"' -> "\\\"";
                    case '\n' -> "\\n";
                    default -> String.valueOf((char) c);
                })
                .collect(Collectors.joining());
    }
}
