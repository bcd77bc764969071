package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.sealedjoin.report.Parts.State;

/** The first thing to look at: whether the night was a good one, and what somebody should look at. */
final class TellVerdict {
    Html apply(Told told) {
        Html tiles = Html.of("ul").as("tiles");
        tiles.add(guarantees(told), guard(told), input(told), changes(told), audience(told));
        Html section = Parts.section("verdict", "Verdict", tiles);
        return told.node("/notes").isEmpty() ? section : section.add(notes(told));
    }

    private static Html tile(State state, String name, Html figure, Object... what) {
        return Html.of(
                        "li",
                        state.badge(),
                        Html.of(
                                "div",
                                Html.of("h3", name),
                                Html.of("p", figure).as("big"),
                                Html.of("p", what).as("what")))
                .as("tile " + state.style());
    }

    private static Html guarantees(Told told) {
        JsonNode checks = told.node("/verify");
        long failed = count(
                checks,
                check -> check.path("violations").asLong() > check.path("limit").asLong());
        if (checks.isEmpty()) {
            return tile(State.LOOK, "Guarantees", words("not checked"), "No second reading was asked for");
        }
        return tile(
                failed == 0 ? State.GOOD : State.BAD,
                "Guarantees",
                words(failed == 0 ? "all hold" : failed + " broken"),
                told.size("/verify"),
                " checks by the second reading, " + failed + " failed");
    }

    private static Html guard(Told told) {
        boolean refused = told.node("/guard/plans_refused").asLong() > 0;
        return tile(
                refused ? State.BAD : State.GOOD,
                "Flow guard",
                Html.of("span", told.figure("/guard/plans_refused"), " refused"),
                told.figure("/guard/plans_judged"),
                " plans judged before they ran, in ",
                told.figure("/guard/seconds"),
                " s");
    }

    private static Html input(Told told) {
        double most = told.node(Told.at("config", "input.max-rejected-share")).asDouble();
        long bad = count(
                told.node("/inputs"),
                table -> table.path("rows_rejected").asLong()
                        > most * table.path("rows_read").asLong());
        int absent = told.node("/off_because_absent").size();
        return tile(
                bad == 0 ? State.GOOD : State.LOOK,
                "Input",
                Html.of("span", told.sum("/inputs", "rows_rejected"), " rejected"),
                told.sum("/inputs", "rows_read"),
                " rows read from " + (told.node("/inputs").size() - absent) + " tables"
                        + (absent == 0 ? "" : "; " + absent + " absent")
                        + (bad == 0 ? "" : "; in " + bad + " more than " + Told.percent(most)));
    }

    private static Html changes(Told told) {
        if (!told.has("/" + CompareRuns.FIELD)) {
            return told.has("/rewritten")
                    ? tile(State.GOOD, "Changes", words("rewritten"), "Compared with no night")
                    : tile(State.GOOD, "Changes", words("first night"), "No earlier night to compare with");
        }
        JsonNode figures = told.node("/changes/figures");
        long jumped = count(figures, figure -> figure.path("jumped").asBoolean());
        return tile(
                jumped == 0 ? State.GOOD : State.LOOK,
                "Changes",
                words(jumped == 0 ? "no jumps" : jumped + (jumped == 1 ? " jump" : " jumps")),
                told.size("/changes/figures"),
                " figures compared with the night before; a jump is more than "
                        + Told.percent(told.node("/changes/warning").asDouble()));
    }

    private static Html audience(Told told) {
        int alarms = told.node("/alarms").size();
        if (!told.has("/alarms")) {
            return tile(State.GOOD, "Advertisers", words("not in this run"), "This run made no audiences");
        }
        return tile(
                alarms == 0 ? State.GOOD : State.LOOK,
                "Advertisers",
                words(alarms == 0 ? "no alarms" : alarms + (alarms == 1 ? " alarm" : " alarms")),
                alarms == 0 ? "No advertiser's uploads look unusual" : "Listed in the manifest, by advertiser");
    }

    private static Html notes(Told told) {
        Html list = Html.of("ul").as("notes");
        told.node("/notes").forEach(note -> list.add(Html.of("li", note.asText())));
        return Html.of("div", Html.of("h3", "Notes"), list).as("attention");
    }

    private static Html words(String words) {
        return Html.of("span", words);
    }

    private static long count(JsonNode all, Predicate<JsonNode> which) {
        return StreamSupport.stream(all.spliterator(), false).filter(which).count();
    }
}
