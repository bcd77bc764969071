package org.sealedjoin.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which faults a test class tried, where, how often, and how often something was lost or torn. Written to {@code target/faults}. */
public final class FaultTable {
    private final String name;
    private final Map<String, int[]> rows = new LinkedHashMap<>();

    /** @param test whose table it is */
    public FaultTable(Class<?> test) {
        name = test.getSimpleName();
    }

    /** A fault was tried once, and what was checked after it held: a test that finds something lost fails before it gets here. */
    public void tried(String fault, String where) {
        tried(fault, where, 1);
    }

    /** The same for several times. */
    public void tried(String fault, String where, int times) {
        rows.computeIfAbsent("| " + fault + " | " + where + " |", row -> new int[1])[0] += times;
    }

    /** Writes the rows, in Markdown without a heading. */
    public void write() throws IOException {
        var text = new StringBuilder();
        rows.forEach((row, times) -> text.append(row)
                .append(' ')
                .append(times[0])
                .append(" | 0 | `")
                .append(name)
                .append("` |\n"));
        Path folder = Files.createDirectories(Path.of("target", "faults"));
        Files.writeString(folder.resolve(name + ".md"), text);
        System.out.print(text);
    }
}
