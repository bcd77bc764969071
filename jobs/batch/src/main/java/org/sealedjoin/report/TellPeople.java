package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** How the products turned out: suggestions a person, audiences and reach reports by status, messages by kind, signals. */
final class TellPeople {
    private static final String SUGGESTIONS = "people by number of suggestions";

    Html apply(Told told) {
        Html charts = Html.of("div").as("charts");
        if (told.has(Told.at("counts", SUGGESTIONS))) {
            charts.add(Parts.chart(
                    "suggestions",
                    "People by how many suggestions they get",
                    counts(told, "Suggestions", "#People", SUGGESTIONS)));
        }
        addStatuses(charts, told, "audiences ", "audiences", "Audiences by what their advertiser is told");
        addStatuses(charts, told, "business reach ", "reach", "Reach reports by what the business is told");
        if (told.has(Told.at("counts", "abuse signals"))) {
            charts.add(Parts.chart(
                    "signals",
                    "Abuse signals, by who is told and what weighs most",
                    counts(told, "Signal", "#People", "abuse signals")));
        }
        if (told.has(Told.at("counts", "messages to customers"))) {
            charts.add(Parts.chart(
                    "messages",
                    "Pairs of business and customer tonight, of those permitted by choice",
                    counts(told, "Kind and state", "#Pairs", "messages to customers")));
        }
        return Parts.section(
                "results",
                "Results",
                Parts.lead("Groups of fewer than 20 people are not told, others are rounded to ten."),
                charts);
    }

    private static Html counts(Told told, String name, String value, String group) {
        Html body = Html.of("tbody");
        for (Map.Entry<String, JsonNode> entry : told.fields(Told.at("counts", group))) {
            body.add(Parts.row(
                    entry.getKey(), Parts.number(told.figure(Told.at("counts", group, entry.getKey())))));
        }
        return Parts.table(group, name, value).add(body);
    }

    private static void addStatuses(Html charts, Told told, String prefix, String kind, String title) {
        Html body = Html.of("tbody");
        boolean any = false;
        for (Map.Entry<String, JsonNode> entry : told.fields("/counts")) {
            if (entry.getKey().startsWith(prefix) && entry.getValue().isNumber()) {
                any = true;
                body.add(Parts.row(
                        entry.getKey().substring(prefix.length()).replace('_', ' '),
                        Parts.number(told.figure(Told.at("counts", entry.getKey())))));
            }
        }
        if (any) {
            charts.add(Parts.chart(kind, title, Parts.table(title, "Status", "#Reports").add(body)));
        }
    }
}
