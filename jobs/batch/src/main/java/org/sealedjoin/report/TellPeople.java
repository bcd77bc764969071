package org.sealedjoin.report;

import java.util.List;
import java.util.stream.Stream;

/** How the products turned out: suggestions a person, audiences and reach reports by status, messages by kind, signals. */
final class TellPeople {
    Html apply(Told told) {
        List<Html> charts = Stream.of(
                        Parts.groups(
                                told,
                                "suggestions",
                                "People by how many suggestions they get",
                                "Suggestions",
                                "#People",
                                "people by number of suggestions"),
                        Parts.alike(
                                told,
                                "audiences",
                                "Audiences by what their advertiser is told",
                                "Status",
                                "#Audiences",
                                "audiences "),
                        Parts.alike(
                                told,
                                "reach",
                                "Reach reports by what the business is told",
                                "Status",
                                "#Reports",
                                "business reach "),
                        Parts.groups(
                                told,
                                "signals",
                                "Abuse signals, by who is told and what weighs most",
                                "Platform and signal",
                                "#People",
                                "abuse signals"),
                        Parts.groups(
                                told,
                                "messages",
                                "Pairs of business and customer tonight, of those permitted by choice",
                                "Kind and state",
                                "#Pairs",
                                "messages to customers"))
                .flatMap(List::stream)
                .toList();
        return Parts.section(
                "results",
                "Results",
                Parts.lead("Groups of fewer than 20 people are not told, others are rounded to ten."),
                Html.of("div", charts.toArray()).as("charts"));
    }
}
