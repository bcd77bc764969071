package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was read, what was bad and why, and which numbers could not be read. */
final class TellInput {
    Html apply(Told told) {
        Html table = Parts.table("Input tables", "Table", "#Rows read", "#Rows used", "#Rejected", "#Share", "Reasons");
        Html body = Html.of("tbody");
        for (int i = 0; i < told.node("/inputs").size(); i++) {
            body.add(row(told, Told.at("inputs", i)));
        }
        List<Html> charts = Stream.of(
                        Parts.groups(
                                told,
                                "numbers",
                                "Numbers that cannot be read, by table and reason",
                                "Table and reason",
                                "#Rows",
                                "numbers refused"),
                        Parts.alike(
                                told,
                                "uploads",
                                "Uploaded rows that are no hash, by reason",
                                "Reason",
                                "#Rows",
                                "uploaded rows "))
                .flatMap(List::stream)
                .toList();
        return Parts.section(
                "input",
                "Input",
                Parts.lead("Rows read are rows used and rows rejected. Counts of whole tables are exact."),
                Parts.scrolling(table.add(body), "Input tables"),
                Html.of("div", charts.toArray()).as("charts"));
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
            reasons.add(Html.of("span", reason.getKey(), " ", told.figure(at + "/rejected" + Told.at(reason.getKey())))
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
}
