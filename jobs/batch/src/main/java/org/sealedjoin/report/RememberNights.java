package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Carries a few figures of each night on from manifest to manifest, so that the page of the last one shows how they went. */
public final class RememberNights {
    /** Name of the field of a manifest. */
    public static final String FIELD = "nights";

    /** Nights that are kept, and regions of each platform and purpose: a page of a few hundred kilobytes however old the output is. */
    private static final int NIGHTS = 90;

    private static final int REGIONS = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The nights that the earlier manifest tells of, and tonight.
     *
     * @param tonight its manifest so far, with {@code regions}
     */
    public List<JsonNode> apply(Optional<JsonNode> before, JsonNode tonight) {
        var nights = new ArrayList<JsonNode>();
        before.ifPresent(night -> night.path(FIELD).forEach(nights::add));
        // A night that is run again stands there once.
        nights.removeIf(night -> night.path("as_of").asText().equals(tonight.path("as_of").asText()));
        nights.add(remembered(tonight));
        return List.copyOf(nights.subList(Math.max(0, nights.size() - NIGHTS), nights.size()));
    }

    private static ObjectNode remembered(JsonNode tonight) {
        ObjectNode night = JSON.createObjectNode();
        night.set("run_id", tonight.path("run_id"));
        night.set("as_of", tonight.path("as_of"));
        JsonNode counts = tonight.path("counts");
        night.set("agreed", numbers(counts.path("people who agreed")));
        night.set("regions", largest(tonight.path("regions")));
        night.set("linked", numbers(counts.path("people linked")));
        night.set("reached", numbers(counts.path("people reached")));
        night.set("rows", tonight.path("sinks"));
        double seconds = StreamSupport.stream(tonight.path("stage_seconds").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .sum();
        night.put("seconds", Math.round(seconds * 10) / 10.0);
        return night;
    }

    private static ObjectNode numbers(JsonNode groups) {
        ObjectNode numbers = JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> group : groups.properties()) {
            if (group.getValue().isNumber()) {
                numbers.set(group.getKey(), group.getValue());
            }
        }
        return numbers;
    }

    /** The regions with most people of each platform and purpose. */
    private static ObjectNode largest(JsonNode regions) {
        var taken = new HashMap<String, Integer>();
        ObjectNode largest = JSON.createObjectNode();
        regions.properties().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, JsonNode> group) ->
                                -group.getValue().asLong())
                        .thenComparing(Map.Entry::getKey))
                .filter(group -> {
                    String of = group.getKey().substring(0, group.getKey().lastIndexOf(' '));
                    return taken.merge(of, 1, Integer::sum) <= REGIONS;
                })
                .forEach(group -> largest.set(group.getKey(), group.getValue()));
        return largest;
    }
}
