package org.sealedjoin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Bytes that Spark wrote for shuffles, from the event log of one application. */
final class ReadEventLog {
    private static final String STAGE_ENDED = "{\"Event\":\"SparkListenerStageCompleted\"";
    private static final String SHUFFLED = "internal.metrics.shuffle.write.bytesWritten";

    private final List<Ended> ended;

    /** A stage of Spark's that ended. */
    private record Ended(long millis, long bytes) {}

    private ReadEventLog(List<Ended> ended) {
        this.ended = ended;
    }

    /** Settings that make Spark write a log that is read here: one plain file in {@code folder}. */
    static Map<String, String> settings(Path folder) {
        return Map.of(
                "spark.eventLog.enabled", "true",
                "spark.eventLog.dir", folder.toUri().toString(),
                "spark.eventLog.compress", "false",
                "spark.eventLog.rolling.enabled", "false");
    }

    /** The log in a folder that holds one. */
    static ReadEventLog in(Path folder) throws IOException {
        var ended = new ArrayList<Ended>();
        var json = new ObjectMapper();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                try (Stream<String> lines = Files.lines(file)) {
                    for (String line :
                            (Iterable<String>) lines.filter(event -> event.startsWith(STAGE_ENDED))::iterator) {
                        ended.add(ended(json.readTree(line).path("Stage Info")));
                    }
                }
            }
        }
        return new ReadEventLog(ended);
    }

    private static Ended ended(JsonNode stage) {
        long bytes = 0;
        for (JsonNode figure : stage.path("Accumulables")) {
            if (figure.path("Name").asText().equals(SHUFFLED)) {
                bytes += figure.path("Value").asLong();
            }
        }
        return new Ended(stage.path("Completion Time").asLong(), bytes);
    }

    /** Megabytes (10^6 bytes) of stages that ended within a stretch of time, in milliseconds since 1970. */
    double megabytes(long after, long until) {
        return ended.stream()
                        .filter(stage -> stage.millis() > after && stage.millis() <= until)
                        .mapToLong(Ended::bytes)
                        .sum()
                / 1e6;
    }
}
