package org.sealedjoin.report;

import java.util.ArrayList;
import java.util.List;

/** How the products went over the nights that the manifest remembers. */
final class TellNights {
    private static final List<String> SINKS = List.of(
            "internal/account_links",
            "products/friend_suggestions",
            "products/audience_members",
            "products/abuse_signals",
            "measurement/usage_metrics",
            "products/business_eligibility");

    Html apply(Told told) {
        var sinks = new ArrayList<String>();
        int nights = told.node("/nights").size();
        for (String sink : SINKS) {
            if (told.has(Told.at("nights", nights - 1, "rows", sink))) {
                sinks.add(sink);
            }
        }
        var headings = new ArrayList<String>(List.of("Night"));
        sinks.forEach(sink -> headings.add("#" + sink.substring(sink.indexOf('/') + 1).replace('_', ' ')));
        headings.add("#seconds");
        Html table = Parts.table("Rows and seconds of each night, newest first", headings.toArray(String[]::new));
        Html body = Html.of("tbody");
        for (int night = nights - 1; night >= 0; night--) {
            Html row = Parts.row(told.text(Told.at("nights", night, "as_of")).substring(0, 10));
            for (String sink : sinks) {
                row.add(Parts.number(told.figure(Told.at("nights", night, "rows", sink))));
            }
            body.add(row.add(Parts.number(told.figure(Told.at("nights", night, "seconds")))));
        }
        return Parts.section(
                "nights",
                "Night after night",
                Parts.chart(
                                "nights",
                                nights == 1
                                        ? "Rows of each product and seconds; lines begin with the second night"
                                        : "Rows of each product and seconds, over " + nights + " nights",
                                Parts.scrolling(table.add(body), "Rows and seconds of each night"))
                        .as("chart wide"));
    }
}
