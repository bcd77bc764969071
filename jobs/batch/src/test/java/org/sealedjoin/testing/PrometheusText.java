package org.sealedjoin.testing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Prometheus' text format 0.0.4 as strictly as its description allows, and fails at the first line that does not follow it. */
public final class PrometheusText {
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(\\{(?:[a-zA-Z_]\\w*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\"(?:,(?=[a-zA-Z_])|(?=})))+})?"
                    + " (-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)");
    private static final Pattern COMMENT =
            Pattern.compile("# (?:HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .*|TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (?:gauge|counter))");

    private PrometheusText() {}

    /** Samples by name with labels, as written. */
    public static Map<String, Double> parse(String text) {
        var samples = new LinkedHashMap<String, Double>();
        Set<String> families = new LinkedHashSet<>();
        String family = "";
        require(text.endsWith("\n"), "the last line does not end");
        for (String line : text.split("\n", -1)) {
            Matcher comment = COMMENT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (line.isEmpty()) {
                continue;
            }
            if (line.startsWith("#")) {
                require(comment.matches(), line);
                if (comment.group(2) != null) {
                    family = comment.group(2);
                    require(families.add(family), "a family stands there twice: " + line);
                }
            } else {
                require(sample.matches(), line);
                require(sample.group(1).equals(family), "a sample outside its family: " + line);
                String name = line.substring(0, line.lastIndexOf(' '));
                require(samples.put(name, Double.valueOf(sample.group(3))) == null, "twice: " + line);
            }
        }
        return samples;
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
