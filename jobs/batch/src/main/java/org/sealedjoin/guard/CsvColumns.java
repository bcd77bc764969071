package org.sealedjoin.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.jspecify.annotations.Nullable;

/**
 * Whether the columns of a CSV reader are what the files' headers call them. Spark gives names to CSV columns by their place: whoever
 * gives another schema moves the names.
 */
final class CsvColumns {
    private static final int LONGEST_HEADER = 1 << 16;

    /** Options that leave which column is which as it is; with any other, nobody knows. */
    private static final Set<String> HARMLESS = Set.of(
            "header",
            "enforceschema",
            "mode",
            "columnnameofcorruptrecord",
            "columnpruning",
            "encoding",
            "escape",
            "path",
            "paths");

    private final Map<String, List<String>> headers = new ConcurrentHashMap<>();

    boolean areAsNamed(HadoopFsRelation files) {
        Map<String, String> options = Plans.options(files);
        if (!HARMLESS.containsAll(options.keySet())
                || !"true".equalsIgnoreCase(options.get("header"))
                // Any other would take a quoted field that ends with it on into the next column.
                || !"\"".equals(options.get("escape"))
                || !"UTF-8".equalsIgnoreCase(options.getOrDefault("encoding", "UTF-8"))) {
            return false;
        }
        List<String> names = List.of(files.dataSchema().fieldNames());
        @Nullable String broken = options.get("columnnameofcorruptrecord");
        for (String file : files.location().inputFiles()) {
            List<String> header = headers.computeIfAbsent(
                    file, each -> read(each, files.sparkSession().sessionState().newHadoopConf()));
            boolean named = names.equals(header)
                    || (broken != null
                            && !header.contains(broken)
                            && names.size() == header.size() + 1
                            && names.subList(0, header.size()).equals(header)
                            && names.get(header.size()).equals(broken));
            if (!named) {
                return false;
            }
        }
        return true;
    }

    void forget() {
        headers.clear();
    }

    private static List<String> read(String file, Configuration hadoop) {
        var path = new Path(java.net.URI.create(file));
        try (var reader = new BufferedReader(
                new InputStreamReader(path.getFileSystem(hadoop).open(path), StandardCharsets.UTF_8))) {
            var line = new StringBuilder();
            for (int next = reader.read(); next >= 0 && next != '\n'; next = reader.read()) {
                if (line.length() == LONGEST_HEADER) {
                    return List.of();
                }
                line.append((char) next);
            }
            return split(line.toString());
        } catch (IOException e) {
            return List.of();
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
