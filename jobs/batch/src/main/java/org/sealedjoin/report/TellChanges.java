package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sealedjoin.report.Parts.State;

/** Every figure that this night and the one before both have, those that changed most first. */
final class TellChanges {
    /** Rows in sight; the others are one key away. */
    private static final int FIRST = 8;

    Html apply(Told told) {
        if (!told.has("/changes")) {
            return Parts.section(
                    "changes",
                    "Changes since the night before",
                    Parts.lead(
                            told.has("/rewritten")
                                    ? "This run was rewritten, and is compared with no night."
                                    : "There is no earlier night in this output folder."));
        }
        List<Integer> changed = mostChanged(told);
        int first = (int) Math.max(
                FIRST,
                changed.stream()
                        .filter(i -> told.node(Told.at("changes", "figures", i, "jumped"))
                                .asBoolean())
                        .count());
        List<Integer> most = changed.subList(0, Math.min(first, changed.size()));
        List<Integer> others = changed.subList(most.size(), changed.size());
        return Parts.section(
                "changes",
                "Changes since the night before",
                Parts.lead(
                        "Against run ",
                        Html.of("code", told.text("/changes/against")),
                        " as of ",
                        told.text("/changes/as_of"),
                        ". A figure that is not told counts as 0; below 100 nothing is a jump. A limit stops publishing."),
                table(told, most, "Figures that changed most"),
                Parts.details(others.size() + " more figures", table(told, others, "Figures that changed less")));
    }

    private static Html table(Told told, List<Integer> places, String name) {
        Html body = Html.of("tbody");
        places.forEach(i -> body.add(row(told, i)));
        return Parts.scrolling(
                Parts.table(name, "Figure", "Verdict", "#Before", "#Tonight", "#Change", "#Limit")
                        .add(body),
                name);
    }

    private static List<Integer> mostChanged(Told told) {
        return IntStream.range(0, told.node("/changes/figures").size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> !told.node(Told.at("changes", "figures", i, "jumped"))
                                .asBoolean())
                        .thenComparing(i -> -change(told, i)))
                .toList();
    }

    private static double change(Told told, int i) {
        JsonNode change = told.node(Told.at("changes", "figures", i, "change"));
        return change.isMissingNode() ? Double.MAX_VALUE : change.asDouble();
    }

    private static Html row(Told told, int i) {
        String at = Told.at("changes", "figures", i);
        boolean jumped = told.node(at + "/jumped").asBoolean();
        long before = told.node(at + "/before").asLong();
        long now = told.node(at + "/now").asLong();
        String sign = now == before ? "" : now > before ? "+" : "−";
        Html change = told.has(at + "/change")
                ? Html.of("data", sign + Told.percent(told.node(at + "/change").asDouble()))
                        .with("value", told.text(at + "/change"))
                        .with("data-percent", at + "/change")
                : Html.of("span", "from nothing");
        Html limit = told.has(at + "/limit")
                ? Html.of("data", Told.percent(told.node(at + "/limit").asDouble()))
                        .with("value", told.text(at + "/limit"))
                        .with("data-percent", at + "/limit")
                : Html.of("span", "none").as("none");
        State state = jumped ? State.LOOK : State.GOOD;
        return Parts.row(
                Html.of("code", told.text(at + "/figure")),
                Parts.cell(state.badge(), jumped ? " jumped" : " steady").as("verdict " + state.style()),
                Parts.number(told.figure(at + "/before")),
                Parts.number(told.figure(at + "/now")),
                Parts.number(change),
                Parts.number(limit));
    }
}
