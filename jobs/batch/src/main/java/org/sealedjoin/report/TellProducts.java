package org.sealedjoin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** For each product how many people there are at first, and how many are left after each step. */
final class TellProducts {
    private static final String AGREED = "people who agreed";

    /** A step and where its figure stands in the manifest. */
    private record Step(String name, String at) {}

    Html apply(Told told) {
        String users = rowsOf(told, "messaging_users");
        String accounts = rowsOf(told, "social_accounts");
        Html all = Html.of("div").as("products");
        all.add(
                product(
                        told,
                        "Friend suggestions",
                        "products/friend_suggestions",
                        "Suggestions can rest on friendships alone, so people with some may be more than people linked.",
                        List.of(
                                new Step("Social accounts", accounts),
                                new Step("agreed to friends", Told.at("counts", AGREED, "social friends")),
                                new Step("linked to a messaging user", Told.at("counts", "people linked", "friends")),
                                new Step("with suggestions", Told.at("counts", "people reached", "friends")))),
                product(
                        told,
                        "Audiences",
                        "products/audience_members",
                        "A person counts once, in however many audiences.",
                        List.of(
                                new Step("Social accounts", accounts),
                                new Step("agreed to ads", Told.at("counts", AGREED, "social ads")),
                                new Step("linked to a messaging user", Told.at("counts", "people linked", "ads")),
                                new Step(
                                        "in an audience that is delivered",
                                        Told.at("counts", "people reached", "audiences")))),
                product(
                        told,
                        "Abuse signals",
                        "products/abuse_signals",
                        "Signals go to both platforms, so a person can count on each.",
                        List.of(
                                new Step("Messaging users", users),
                                new Step("agreed to safety", Told.at("counts", AGREED, "messaging safety")),
                                new Step("linked to an account", Told.at("counts", "people linked", "safety")),
                                new Step("with a signal", Told.at("counts", "people reached", "safety")))),
                product(
                        told,
                        "Usage figures",
                        "measurement/usage_metrics",
                        "Figures carry noise; cells that are too small are not told.",
                        List.of(
                                new Step("Messaging users", users),
                                new Step("agreed to measurement", Told.at("counts", AGREED, "messaging measurement")),
                                new Step("linked to an account", Told.at("counts", "people linked", "measurement")))),
                product(
                        told,
                        "Business messages",
                        "products/business_eligibility",
                        "No link is needed: both sides are on the messenger.",
                        List.of(
                                new Step("Messaging users", users),
                                new Step(
                                        "agreed to business messages",
                                        Told.at("counts", AGREED, "messaging business_messages")),
                                new Step("may receive a message", Told.at("counts", "people reached", "business")))));
        return Parts.section(
                "products",
                "Products",
                Parts.lead(
                        "From everybody in the tables to those whom a product is about. Bars are shares of the first step."),
                all);
    }

    private static Html product(Told told, String name, String sink, String note, List<Step> steps) {
        String rows = Told.at("sinks", sink);
        Html card = Html.of("article", Html.of("h3", name)).as("card");
        if (!told.has(rows)) {
            return card.as("card off").add(Html.of("p", "Not made in this run.").as("what"));
        }
        Html table = Parts.table(name + ": people at each step", "Step", "#People", "#Share");
        Html body = Html.of("tbody");
        String first = steps.get(0).at();
        for (Step step : steps) {
            body.add(Parts.row(step.name(), people(told, step, first), share(told, step, first)));
        }
        card.add(
                table.add(body).as("funnel"),
                Html.of("p").as("what").add(facts(told, sink, rows).toArray()));
        return card.add(Html.of("p", note).as("note"));
    }

    private static List<Object> facts(Told told, String sink, String rows) {
        var facts = new ArrayList<Object>(List.of(told.figure(rows), " rows in ", Html.of("code", sink)));
        if (sink.equals("measurement/usage_metrics")) {
            facts.addAll(List.of(
                    "; ",
                    told.figure(Told.at("usage_figures", "told")),
                    " told, ",
                    told.figure(Told.at("usage_figures", "too_small")),
                    " too small to tell"));
        }
        return facts;
    }

    private static Html people(Told told, Step step, String first) {
        double whole = told.number(first).orElse(0);
        OptionalLong part = told.number(step.at());
        return Parts.number(told.figure(step.at()), Told.bar(part.orElse(0), whole, "fill"));
    }

    private static Html share(Told told, Step step, String first) {
        return Parts.number(told.share(step.at(), first));
    }

    static String rowsOf(Told told, String table) {
        for (int i = 0; i < told.node("/inputs").size(); i++) {
            if (told.text(Told.at("inputs", i, "table")).equals(table)) {
                return Told.at("inputs", i, "rows_used");
            }
        }
        return Told.at("inputs", table);
    }
}
