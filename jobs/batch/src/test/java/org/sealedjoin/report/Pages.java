package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A manifest of the samples' fourth night, and a reader of pages that shares nothing with what writes them. */
public final class Pages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DATA = Pattern.compile("<script type=\"application/json\" id=\"manifest\">([^<]*)</script>");
    private static final Pattern FIGURE = Pattern.compile("<data value=\"([^\"]*)\" (data-[a-z]+)=\"([^\"]*)\"(?: data-whole=\"([^\"]*)\")?>([^<]*)</data>");

    private Pages() {}

    static ObjectNode manifest() {
        try (var stream = Pages.class.getResourceAsStream("manifest.json")) {
            return (ObjectNode) JSON.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The manifest that a page holds as data. */
    public static JsonNode data(String page) throws IOException {
        Matcher block = DATA.matcher(page);
        if (!block.find()) {
            throw new IOException("no data in the page");
        }
        return JSON.readTree(block.group(1));
    }

    /** What is wrong with the figures that a page shows: each must be the manifest's, at its place. Empty: nothing. */
    public static List<String> wrongFigures(String page, JsonNode manifest) {
        var wrong = new ArrayList<String>();
        Matcher figure = FIGURE.matcher(page);
        while (figure.find()) {
            String place = unescaped(figure.group(3));
            JsonNode node = manifest.at(place);
            String expected = switch (figure.group(2)) {
                case "data-at" -> grouped(node);
                case "data-percent" -> percent(node.asDouble());
                case "data-part" -> percent(node.asDouble() / manifest.at(unescaped(figure.group(4))).asDouble());
                default -> "no such figure";
            };
            String shown = unescaped(figure.group(5)).replaceFirst("^[+−]", "");
            if (!node.isNumber() || !shown.equals(expected)) {
                wrong.add(place + " shown as " + shown + ", is " + expected);
            }
        }
        return wrong;
    }

    /** How many figures the page shows. */
    public static long figures(String page) {
        return FIGURE.matcher(page).results().count();
    }

    static String unescaped(String text) {
        return text.replace("&#39;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static String grouped(JsonNode node) {
        return String.format(Locale.ENGLISH, node.isIntegralNumber() ? "%,.0f" : "%,.1f", node.asDouble());
    }

    private static String percent(double share) {
        boolean whole = share == 0 || share >= 0.0995;
        return String.format(Locale.ENGLISH, whole ? "%,.0f %%" : "%.1f %%", share * 100);
    }
}
