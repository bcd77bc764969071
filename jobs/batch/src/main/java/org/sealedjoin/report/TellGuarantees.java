package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.sealedjoin.report.Parts.State;

/** What the second reading checked of each guarantee, and what the flow guard let reach each table. */
final class TellGuarantees {
    private static final List<String> TITLES = List.of(
            "Raw numbers stay in their task",
            "Tokens stay in the join",
            "No flow without clearance",
            "No consent, no use",
            "Purpose is kept",
            "Advertisers learn only noisy, thresholded ranges",
            "A recycled number does not join two people",
            "A suggestion is no lookup",
            "All or nothing",
            "Withdrawal takes effect in the next run");

    Html apply(Told told) {
        var checks = new TreeMap<Integer, List<Integer>>();
        for (int i = 0; i < told.node("/verify").size(); i++) {
            int guarantee = told.node(Told.at("verify", i, "guarantee")).asInt();
            checks.computeIfAbsent(guarantee, none -> new ArrayList<>()).add(i);
        }
        Html list = Html.of("ol").as("guarantees");
        checks.forEach((guarantee, places) -> list.add(guarantee(told, guarantee, places)));
        return Parts.section(
                "guarantees",
                "Guarantees checked",
                Parts.lead(
                        "Before publication the whole run is read a second time, by code that shares nothing with what made it. Guarantees"
                                + " without a line here cannot be seen in tables; tests attack them."),
                list,
                labels(told));
    }

    private static Html guarantee(Told told, int guarantee, List<Integer> places) {
        boolean holds = places.stream().noneMatch(i -> broken(told.node(Told.at("verify", i))));
        State state = holds ? State.GOOD : State.BAD;
        String title = guarantee >= 1 && guarantee <= TITLES.size() ? TITLES.get(guarantee - 1) : "Guarantee";
        Html table = Parts.table("Checks of guarantee " + guarantee, "Check", "#Violations", "#Allowed");
        Html body = Html.of("tbody");
        for (int i : places) {
            String at = Told.at("verify", i);
            body.add(Parts.row(
                    told.text(at + "/check"),
                    Parts.number(told.figure(at + "/violations")),
                    Parts.number(told.figure(at + "/limit"))));
        }
        Html summary = Html.of(
                "summary",
                state.badge(),
                Html.of("span", guarantee + ". " + title).as("title"),
                Html.of("span", places.size() + (places.size() == 1 ? " check, " : " checks, ") + (holds ? "all hold" : "broken"))
                        .as("none"));
        return Html.of("li", Html.of("details", summary, table.add(body)));
    }

    private static boolean broken(JsonNode check) {
        return check.path("violations").asLong() > check.path("limit").asLong();
    }

    private static Html labels(Told told) {
        Html table = Parts.table("Labels that the flow guard let reach each table", "Table", "Labels");
        Html body = Html.of("tbody");
        told.fields("/guard/labels").forEach(sink -> {
            var words = new ArrayList<String>();
            sink.getValue().forEach(label -> words.add(label.asText()));
            body.add(Parts.row(
                    Html.of("code", sink.getKey()),
                    Parts.cell(words.isEmpty() ? "none" : String.join(", ", words))));
        });
        return Parts.details(
                "What the flow guard let reach each table", Parts.scrolling(table.add(body), "Labels of each table"));
    }
}
