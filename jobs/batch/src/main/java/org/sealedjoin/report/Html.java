package org.sealedjoin.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An element of a page. Texts and attributes come in as they are and are escaped when the page is written: there is no way around it. */
final class Html {
    private static final Set<String> VOID = Set.of("meta", "link");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> content = new ArrayList<>();

    private Html(String name) {
        this.name = name;
    }

    /** An element with texts (any value but {@code Html}) and elements in it. */
    static Html of(String name, Object... content) {
        return new Html(name).add(content);
    }

    /** The same element with more in it. */
    Html add(Object... more) {
        content.addAll(List.of(more));
        return this;
    }

    /** The same element with an attribute. */
    Html with(String attribute, Object value) {
        attributes.put(attribute, String.valueOf(value));
        return this;
    }

    /** The same element of a class that the style sheet knows. */
    Html as(String style) {
        return with("class", style);
    }

    void writeTo(StringBuilder page) {
        page.append('<').append(name);
        attributes.forEach((key, value) ->
                page.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
        page.append('>');
        if (VOID.contains(name)) {
            return;
        }
        for (Object part : content) {
            if (part instanceof Html element) {
                element.writeTo(page);
            } else {
                page.append(escape(String.valueOf(part)));
            }
        }
        page.append("</").append(name).append('>');
    }

    @Override
    public String toString() {
        var page = new StringBuilder();
        writeTo(page);
        return page.toString();
    }

    /** Safe in text and in quoted attributes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
