package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;

/** The figures of a manifest that one night is held against another by, each with a name. */
final class Figures {
    static final String INPUT = "input/";
    private static final String AGREED = "agreed/";
    private static final String LINKED = "linked/";
    private static final String REACHED = "reached/";

    private Figures() {}

    /** Figures by name: rows of input and published tables, and groups of people as far as the manifest tells them. */
    static Map<String, Long> of(JsonNode manifest) {
        var figures = new LinkedHashMap<String, Long>();
        for (JsonNode table : manifest.path("inputs")) {
            if (table.path("present").asBoolean()) {
                figures.put(
                        INPUT + table.path("table").asText(),
                        table.path("rows_used").asLong());
            }
        }
        add(figures, AGREED, manifest.path("counts").path("people who agreed"));
        add(figures, LINKED, manifest.path("counts").path("people linked"));
        add(figures, REACHED, manifest.path("counts").path("people reached"));
        add(figures, "", manifest.path("sinks"));
        return figures;
    }

    private static void add(Map<String, Long> figures, String kind, JsonNode groups) {
        for (Map.Entry<String, JsonNode> group : groups.properties()) {
            // Too few people to be told of: nobody knows how many, so the least is said.
            figures.put(
                    kind + group.getKey().replace(' ', '/'),
                    group.getValue().isNumber() ? group.getValue().asLong() : 0);
        }
    }

    /** Names of all figures that any run can have. */
    static Set<String> names() {
        var names = new TreeSet<String>();
        Inputs.all().forEach(table -> names.add(INPUT + table.name()));
        Outputs.all().forEach(sink -> names.add(sink.folder()));
        for (String purpose : Purpose.words()) {
            names.add(LINKED + purpose);
            Platform.words().forEach(platform -> names.add(AGREED + platform + "/" + purpose));
        }
        Set.of("friends", "audiences", "safety", "business").forEach(product -> names.add(REACHED + product));
        return names;
    }
}
