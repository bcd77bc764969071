package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What was read, what was bad and why, and which numbers could not be read. */
final class TellInput {
    Html apply(Told told) {
        Html table =
                Parts.table("Input tables", "Table", "#Rows read", "#Rows used", "#Rejected", "#Share", "Reasons");
        Html body = Html.of("tbody");
        for (int i = 0; i < told.node("/inputs").size(); i++) {
            body.add(row(told, Told.at("inputs", i)));
        }
        Html section = Parts.section(
                "input",
                "Input",
                Parts.lead("Rows read are rows used and rows rejected. Counts of whole tables are exact."),
                Parts.scrolling(table.add(body), "Input tables"));
        Html charts = Html.of("div").as("charts");
        addCounts(charts, told, "numbers refused", "numbers", "Numbers that cannot be read, by kind and reason");
        return section.add(charts);
    }

    private static Html row(Told told, String at) {
        Html name = Html.of("code", told.text(at + "/table"));
        if (!told.node(at + "/present").asBoolean()) {
            return Parts.row(
                    name,
                    Parts.number(Html.of("span", "absent").as("none")),
                    Parts.cell(),
                    Parts.cell(),
                    Parts.cell(),
                    Parts.cell("what rests on it is off"));
        }
        Html reasons = Parts.cell();
        for (Map.Entry<String, JsonNode> reason : told.fields(at + "/rejected")) {
            reasons.add(Html.of(
                            "span",
                            reason.getKey(),
                            " ",
                            told.figure(at + "/rejected" + Told.at(reason.getKey())))
                    .as("reason"));
        }
        return Parts.row(
                name,
                Parts.number(told.figure(at + "/rows_read")),
                Parts.number(told.figure(at + "/rows_used")),
                Parts.number(told.figure(at + "/rows_rejected")),
                Parts.number(told.share(at + "/rows_rejected", at + "/rows_read")),
                reasons);
    }

    private static void addCounts(Html charts, Told told, String group, String kind, String title) {
        if (!told.has(Told.at("counts", group))) {
            return;
        }
        Html body = Html.of("tbody");
        for (Map.Entry<String, JsonNode> entry : told.fields(Told.at("counts", group))) {
            body.add(Parts.row(
                    entry.getKey(), Parts.number(told.figure(Told.at("counts", group, entry.getKey())))));
        }
        charts.add(Parts.chart(kind, title, Parts.table(title, "Kind and reason", "#Rows").add(body)));
    }
}
