package org.sealedjoin.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Ways in which files fail, and when. */
enum Spoil {
    TRUNCATED("before the night", 3, input -> cut(file(input, "messaging_users"), 3)),
    HALF_WRITTEN("before the night", 3, input -> cut(file(input, "consent_events"), 2)),
    CORRUPT("before the night", 3, input -> damage(file(input, "messaging_contacts"))),
    VANISHED("before the night", 3, input -> Files.delete(file(input, "terms"))),
    VANISHED_MEANWHILE("when every row was checked", 5, input -> Files.delete(file(input, "messaging_contacts"))),
    CORRUPT_MEANWHILE("when every row was checked", 5, input -> damage(file(input, "messaging_contacts"))),
    /** The likely way: the export of the next day begins. Every row that is left is good, so nothing but the listing tells. */
    HALF_WRITTEN_MEANWHILE("when every row was checked", 3, input -> dropRows(file(input, "consent_events")));

    private final String moment;
    private final int status;
    private final Change change;

    Spoil(String moment, int status, Change change) {
        this.moment = moment;
        this.status = status;
        this.change = change;
    }

    private interface Change {
        void of(Path input) throws IOException;
    }

    /** When it happens, in words. */
    String moment() {
        return moment;
    }

    /** What the run must end with. */
    int status() {
        return status;
    }

    /** What became of the file. */
    String word() {
        return name().replaceAll("_MEANWHILE", "").toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Does it to the tables below {@code input}. */
    void now(Path input) throws IOException {
        change.of(input);
    }

    /** The first file of a table. */
    static Path file(Path input, String table) throws IOException {
        try (Stream<Path> files = Files.list(input.resolve(table))) {
            return files.filter(file -> file.getFileName().toString().startsWith("part"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void cut(Path file, int part) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - bytes.length / part - 7));
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 40; i < bytes.length / 3; i += 3) {
            bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
    }

    private static void dropRows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() / 2));
    }
}
