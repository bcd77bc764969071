package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sealedjoin.base.GuaranteeFailure;

/** Holds the figures of a run against those of the night before. */
public final class CompareRuns {
    /** Name of the field of a manifest. */
    public static final String FIELD = "changes";

    /** Below this a change says nothing: figures of people are rounded to ten, and a handful of rows comes and goes. */
    private static final long LEAST = 100;

    private final DriftPolicy policy;

    public CompareRuns(DriftPolicy policy) {
        this.policy = policy;
    }

    /** How one figure changed. The share is of the earlier value; nothing if that was 0. */
    private record Change(String figure, long before, long now, Optional<Double> share, Optional<Double> limit) {
        boolean exceeds(double most) {
            return before != now && Math.max(before, now) >= LEAST && share.map(found -> found > most).orElse(true);
        }

        boolean stops() {
            return limit.filter(this::exceeds).isPresent();
        }

        Map<String, Object> fields(double warning) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("figure", figure);
            fields.put("before", before);
            fields.put("now", now);
            share.ifPresent(found -> fields.put("change", found));
            limit.ifPresent(most -> fields.put("limit", most));
            fields.put("jumped", exceeds(warning));
            return fields;
        }
    }

    /** What the manifest says of changes: the run compared with, and each figure that both have. */
    public Map<String, Object> apply(JsonNode before, JsonNode now) {
        var told = new LinkedHashMap<String, Object>();
        told.put("against", before.path("run_id").asText());
        told.put("as_of", before.path("as_of").asText());
        told.put("warning", policy.warning());
        told.put(
                "figures",
                changes(before, now).stream()
                        .map(change -> change.fields(policy.warning()))
                        .toList());
        return told;
    }

    /**
     * Stops a run of which a figure changed by more than its limit.
     *
     * @throws GuaranteeFailure naming figure, values and limit
     */
    public void requireWithinLimits(JsonNode before, JsonNode now) {
        List<Change> stopping =
                changes(before, now).stream().filter(Change::stops).toList();
        if (!stopping.isEmpty()) {
            Change first = stopping.get(0);
            throw new GuaranteeFailure(String.format(
                    Locale.ROOT,
                    "Cannot publish the run: %s went from %d to %d since the night before, %s (limit %s, release.drift-limits)%s",
                    first.figure,
                    first.before,
                    first.now,
                    first.share.map(share -> "a change of " + share).orElse("from nothing"),
                    first.limit.orElseThrow(),
                    stopping.size() == 1 ? "" : "; figures beyond their limits besides: " + (stopping.size() - 1)));
        }
    }

    /** A line for the run's notes; nothing if no figure jumped. */
    public Optional<String> note(JsonNode before, JsonNode now) {
        List<String> jumped = changes(before, now).stream()
                .filter(change -> change.exceeds(policy.warning()))
                .map(Change::figure)
                .toList();
        return jumped.isEmpty()
                ? Optional.empty()
                : Optional.of("figures that jumped since the night before: " + String.join(", ", jumped)
                        + "; see changes in the manifest");
    }

    private List<Change> changes(JsonNode before, JsonNode now) {
        Map<String, Long> then = Figures.of(before);
        var changes = new ArrayList<Change>();
        Figures.of(now).forEach((figure, value) -> {
            Long earlier = then.get(figure);
            if (earlier != null) {
                changes.add(new Change(
                        figure,
                        earlier,
                        value,
                        share(earlier, value),
                        Optional.ofNullable(policy.limits().get(figure))));
            }
        });
        return changes;
    }

    private static Optional<Double> share(long before, long now) {
        return before == 0
                ? Optional.of(0.0).filter(none -> now == 0)
                : Optional.of(Math.round(Math.abs(now - before) * 1000.0 / before) / 1000.0);
    }
}
