package org.sealedjoin.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The operating system's limit on core dumps, which hold what memory held. */
public final class CoreDumps {
    private static final String NAME = "Max core file size";

    private CoreDumps() {}

    /** The limit of this process as Linux words it: bytes, or {@code unlimited}. Nothing where it cannot be told. */
    public static Optional<String> limit() {
        try {
            return limit(Files.readAllLines(Path.of("/proc/self/limits")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static Optional<String> limit(List<String> limits) {
        return limits.stream()
                .filter(line -> line.startsWith(NAME))
                .map(line -> line.substring(NAME.length()).strip().split("\\s+", -1)[0])
                .findFirst();
    }
}
