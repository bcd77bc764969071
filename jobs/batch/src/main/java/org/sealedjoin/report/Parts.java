package org.sealedjoin.report;

import java.util.Arrays;

/** Parts that several sections of the page are made of. */
final class Parts {
    private Parts() {}

    static Html section(String id, String title, Object... content) {
        return Html.of("section", Html.of("h2", title).with("id", id + "-title"))
                .add(content)
                .with("id", id)
                .with("aria-labelledby", id + "-title");
    }

    static Html lead(Object... text) {
        return Html.of("p", text).as("lead");
    }

    /** A table with a caption and a row of headings. */
    static Html table(String caption, String... headings) {
        Html row = Html.of("tr");
        Arrays.stream(headings)
                .forEach(heading -> row.add(heading(heading).with("scope", "col")));
        return Html.of("table", Html.of("caption", caption), Html.of("thead", row));
    }

    private static Html heading(String heading) {
        return heading.startsWith("#") ? Html.of("th", heading.substring(1)).as("number") : Html.of("th", heading);
    }

    /** A row: its name, then cells. */
    static Html row(Object name, Html... cells) {
        return Html.of("tr", Html.of("th", name).with("scope", "row")).add((Object[]) cells);
    }

    static Html cell(Object... content) {
        return Html.of("td", content);
    }

    static Html number(Object... content) {
        return Html.of("td", content).as("number");
    }

    /** A wide table scrolls by itself, also by keyboard. */
    static Html scrolling(Html table, String name) {
        return Html.of("div", table)
                .as("scroll")
                .with("tabindex", "0")
                .with("role", "region")
                .with("aria-label", name);
    }

    /** A drawing by the page's script, and the table that says the same in words. Without the script the table is all there is. */
    static Html chart(String kind, String title, Html table) {
        return Html.of(
                        "figure",
                        Html.of("figcaption", title),
                        Html.of("div").as("plot").with("data-chart", kind).with("aria-hidden", "true"),
                        details("Figures of this chart", table))
                .as("chart");
    }

    static Html details(String summary, Object... content) {
        return Html.of("details", Html.of("summary", summary)).add(content);
    }

    /** What is good, worth a look or bad, by a mark, a colour and a word. */
    enum State {
        GOOD("✓", "good"),
        LOOK("!", "look"),
        BAD("✕", "bad");

        private final String mark;
        private final String style;

        State(String mark, String style) {
            this.mark = mark;
            this.style = style;
        }

        Html badge() {
            return Html.of("span", mark).as("mark " + style).with("aria-hidden", "true");
        }

        String style() {
            return style;
        }
    }
}
