package org.sealedjoin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a stage of a system cost, or all of it. NaN: the system does not tell.
 *
 * @param bookRows rows of address books in the input; 0: a file of one size, which does not say
 * @param stage {@link #TOTAL} and {@link #TOTAL_VERIFIED} are whole runs, {@link #REST} is what lies outside of stages
 */
record Cost(
        String system,
        String stage,
        long bookRows,
        double wallSeconds,
        double cpuSeconds,
        double peakMegabytes,
        double shuffledMegabytes) {
    static final String TOTAL = "total";
    static final String TOTAL_VERIFIED = "total_verified";
    static final String REST = "start and end";
    static final String VERIFY = "verify";

    /** Costs as a JSON array, a line each. */
    static void write(List<Cost> costs, Path file) throws IOException {
        boolean manySizes = costs.stream().mapToLong(Cost::bookRows).distinct().count() > 1;
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (Cost cost : costs) {
            ObjectNode object = array.addObject();
            if (manySizes) {
                object.put("book_rows", cost.bookRows());
            }
            object.put("system", cost.system());
            object.put("stage", cost.stage());
            put(object, "wall_s", cost.wallSeconds());
            put(object, "cpu_s", cost.cpuSeconds());
            put(object, "peak_mb", cost.peakMegabytes());
            put(object, "shuffled_mb", cost.shuffledMegabytes());
        }
        String lines = java.util.stream.StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::toString)
                .collect(Collectors.joining(",\n"));
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, "[\n" + lines + "\n]\n");
    }

    /** The same cost of an input of so many rows, if it does not say. */
    Cost ofRows(long rows) {
        return bookRows > 0
                ? this
                : new Cost(system, stage, rows, wallSeconds, cpuSeconds, peakMegabytes, shuffledMegabytes);
    }

    static List<Cost> read(Path file) throws IOException {
        var costs = new ArrayList<Cost>();
        for (JsonNode object : new ObjectMapper().readTree(file.toFile())) {
            costs.add(new Cost(
                    object.path("system").asText(),
                    object.path("stage").asText(),
                    object.path("book_rows").asLong(),
                    object.path("wall_s").asDouble(Double.NaN),
                    object.path("cpu_s").asDouble(Double.NaN),
                    object.path("peak_mb").asDouble(Double.NaN),
                    object.path("shuffled_mb").asDouble(Double.NaN)));
        }
        return costs;
    }

    private static void put(ObjectNode object, String field, double value) {
        if (Double.isNaN(value)) {
            object.putNull(field);
        } else {
            object.put(field, Math.round(value * 100) / 100.0);
        }
    }
}
