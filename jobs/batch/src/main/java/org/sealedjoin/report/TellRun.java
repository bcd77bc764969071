package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the time went, and what ran: versions, settings, files. */
final class TellRun {
    Html time(Told told) {
        Html body = Html.of("tbody");
        for (Map.Entry<String, JsonNode> stage : told.fields("/stage_seconds")) {
            body.add(Parts.row(stage.getKey(), Parts.number(told.figure(Told.at("stage_seconds", stage.getKey())))));
        }
        Html table = Parts.table("Seconds of each stage, in order", "Stage", "#Seconds").add(body);
        return Parts.section(
                "time", "Time", Parts.chart("stages", "Seconds of each stage, in the order of the run", table).as("chart wide"));
    }

    Html what(Told told) {
        return Parts.section("run", "What ran", versions(told), changed(told), all(told), files(told));
    }

    private static Html versions(Told told) {
        Html list = Html.of("dl").as("facts");
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Run", "/run_id");
        facts.put("As of", "/as_of");
        facts.put("Made", "/executed_at");
        facts.put("Sealed Join", "/version");
        facts.put("Spark", "/spark_version");
        facts.put("Java", "/java_version");
        facts.forEach((name, at) ->
                list.add(Html.of("div", Html.of("dt", name), Html.of("dd", told.text(at)).with("data-text", at))));
        if (told.has("/ledger")) {
            list.add(Html.of("div", Html.of("dt", "Budget ledger"), Html.of("dd", "state ", told.figure("/ledger/sequence"))));
        }
        return list;
    }

    private static Html changed(Told told) {
        if (told.node("/settings_changed").isEmpty()) {
            return Parts.lead("Every setting has its default.");
        }
        Html table = Parts.table("Settings that differ from their defaults", "Setting", "Value");
        Html body = Html.of("tbody");
        told.node("/settings_changed").forEach(name -> body.add(setting(told, name.asText())));
        return Parts.scrolling(table.add(body), "Settings that differ from their defaults");
    }

    private static Html setting(Told told, String name) {
        String at = Told.at("config", name);
        return Parts.row(
                Html.of("code", name), Parts.cell(Html.of("code", told.text(at)).with("data-text", at)));
    }

    private static Html all(Told told) {
        var changed = new HashSet<String>();
        told.node("/settings_changed").forEach(name -> changed.add(name.asText()));
        Html body = Html.of("tbody");
        for (Map.Entry<String, JsonNode> entry : told.fields("/config")) {
            Html row = setting(told, entry.getKey());
            body.add(changed.contains(entry.getKey()) ? row.as("changed") : row);
        }
        Html table = Parts.table("All settings in force", "Setting", "Value").add(body);
        return Parts.details("All settings in force", Parts.scrolling(table, "All settings in force"));
    }

    private static Html files(Told told) {
        Html table = Parts.table("Files that were read", "File", "#Bytes", "Modified");
        Html body = Html.of("tbody");
        for (int i = 0; i < told.node("/inputs").size(); i++) {
            for (int k = 0; k < told.node(Told.at("inputs", i, "files")).size(); k++) {
                String at = Told.at("inputs", i, "files", k);
                body.add(Parts.row(
                        Html.of("code", told.text(at + "/path")).with("data-text", at + "/path"),
                        Parts.number(told.figure(at + "/bytes")),
                        Parts.cell(told.text(at + "/modified"))));
            }
        }
        return Parts.details("Files that were read", Parts.scrolling(table.add(body), "Files that were read"));
    }
}
