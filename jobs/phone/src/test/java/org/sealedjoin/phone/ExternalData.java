package org.sealedjoin.phone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tables of the data set that {@code -Dexternal.data} points at; a missing one is an error, not a reason to skip. */
final class ExternalData {
    private ExternalData() {}

    /** One row of a table: its line number in the file, and its cells by column name. */
    record Row(int line, Map<String, String> cells) {
        String cell(String column) {
            return cells.get(column);
        }
    }

    static List<Row> phoneTable(String name) throws IOException {
        Path file = Path.of(System.getProperty("external.data"), "phone", name);
        List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        String[] columns = lines.get(0).split("\t", -1);
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split("\t", -1);
            Map<String, String> byName = new HashMap<>();
            for (int c = 0; c < columns.length; c++) {
                byName.put(columns[c], c < cells.length ? cells[c] : "");
            }
            rows.add(new Row(i + 1, Map.copyOf(byName)));
        }
        return rows;
    }
}
