package org.sealedjoin.report;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a manifest tells, as parts of a page. Each figure carries the place in the manifest that it comes from, so that it can be held
 * against the data in the page.
 */
record Told(JsonNode manifest) {
    /** A place in the manifest. */
    static String at(Object... names) {
        var pointer = new StringBuilder();
        for (Object name : names) {
            pointer.append('/').append(String.valueOf(name).replace("~", "~0").replace("/", "~1"));
        }
        return pointer.toString();
    }

    JsonNode node(String at) {
        return manifest.at(JsonPointer.compile(at));
    }

    String text(String at) {
        return node(at).asText();
    }

    boolean has(String at) {
        return !node(at).isMissingNode();
    }

    Iterable<Map.Entry<String, JsonNode>> fields(String at) {
        return node(at).properties();
    }

    /** The number there; nothing if it is not told, since it counts fewer than twenty people. */
    OptionalLong number(String at) {
        JsonNode node = node(at);
        return node.isNumber() ? OptionalLong.of(node.asLong()) : OptionalLong.empty();
    }

    /** The number there, or why there is none. */
    Html figure(String at) {
        JsonNode node = node(at);
        if (node.isMissingNode()) {
            return Html.of("span", "none").as("none");
        }
        if (!node.isNumber()) {
            return Html.of("span", "fewer than 20").as("none").with("data-at", at);
        }
        String shown = node.isIntegralNumber() ? grouped(node.asLong()) : String.format(Locale.ENGLISH, "%,.1f", node.asDouble());
        return Html.of("data", shown)
                .with("value", node.asText())
                .with("data-at", at);
    }

    /** The share that one figure is of another, in percent; nothing where one is not told. */
    Html share(String part, String whole) {
        OptionalLong of = number(whole);
        OptionalLong found = number(part);
        if (of.isEmpty() || found.isEmpty() || of.getAsLong() == 0) {
            return Html.of("span", "").as("none");
        }
        return Html.of("data", percent((double) found.getAsLong() / of.getAsLong()))
                .with("value", found.getAsLong() + "/" + of.getAsLong())
                .with("data-part", part)
                .with("data-whole", whole);
    }

    static String grouped(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    /** Such as {@code 62 %}, {@code 0.4 %}. */
    static String percent(double share) {
        double percent = share * 100;
        return (percent == 0 || percent >= 9.95
                        ? String.format(Locale.ENGLISH, "%,.0f", percent)
                        : String.format(Locale.ENGLISH, "%.1f", percent))
                + " %";
    }

    /** A bar as long as {@code part} is of {@code whole}; says nothing that does not stand beside it. */
    static Html bar(double part, double whole, String style) {
        double width = whole <= 0 ? 0 : Math.min(100, 100 * part / whole);
        return Html.of(
                        "svg",
                        Html.of("rect").as("track").with("width", "100%").with("height", "100%"),
                        Html.of("rect")
                                .as(style)
                                .with("width", String.format(Locale.ROOT, "%.2f%%", width))
                                .with("height", "100%"))
                .as("bar")
                .with("aria-hidden", "true")
                .with("focusable", "false");
    }
}
