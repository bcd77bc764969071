package org.sealedjoin.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.base.InputFailure;

/**
 * The header line of CSV files. Spark's own header check quotes what it finds, and the first line of a file without a header is a
 * person's data.
 */
final class CsvHeader {
    private static final int LONGEST_LINE = 65_536;

    private CsvHeader() {}

    /** The column names that all files share, in the files' order. */
    static List<String> read(TableFiles files, Configuration hadoop) {
        List<String> first = firstLine(files, 0, hadoop);
        for (int i = 1; i < files.files().size(); i++) {
            if (!first.equals(firstLine(files, i, hadoop))) {
                throw new InputFailure("Cannot read " + files.table().name() + ": file " + (i + 1) + " of "
                        + files.files().size() + " has another header than the first (need the same in all)");
            }
        }
        return first;
    }

    private static List<String> firstLine(TableFiles files, int index, Configuration hadoop) {
        var path = new Path(files.files().get(index).path());
        try (var reader = new BufferedReader(
                new InputStreamReader(path.getFileSystem(hadoop).open(path), StandardCharsets.UTF_8))) {
            var line = new StringBuilder();
            int next = reader.read();
            while (next >= 0 && next != '\n' && line.length() < LONGEST_LINE) {
                line.append((char) next);
                next = reader.read();
            }
            return split(line.toString());
        } catch (IOException e) {
            throw new InputFailure("Cannot read " + files.table().name() + ": file " + (index + 1) + " of "
                    + files.files().size() + " cannot be opened ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    private static List<String> split(String line) {
        var names = new ArrayList<String>();
        String text = line.startsWith("\uFEFF") ? line.substring(1) : line;
        for (String field : text.split(",", -1)) {
            String name = field.strip();
            boolean quoted = name.length() >= 2 && name.startsWith("\"") && name.endsWith("\"");
            names.add(quoted ? name.substring(1, name.length() - 1) : name);
        }
        return names;
    }
}
