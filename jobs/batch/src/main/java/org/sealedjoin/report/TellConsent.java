package org.sealedjoin.report;

import java.util.LinkedHashSet;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;

/** Who agreed to what: tonight by platform and purpose, and by region over the nights. */
final class TellConsent {
    private static final String AGREED = "people who agreed";

    Html apply(Told told) {
        return Parts.section(
                "consent",
                "Consent",
                Parts.lead(
                        "People who may be used for each purpose. Regions are the six with most people of each platform and purpose;"
                                + " those below 20 people are not named."),
                tonight(told),
                Parts.chart("consent", "People who agreed, by purpose, platform and region, night after night", overTime(told))
                        .as("chart wide"));
    }

    private static Html tonight(Told told) {
        Html table = Parts.table(
                "People who agreed, tonight",
                "Purpose",
                "#Messaging",
                "#of users",
                "#Social",
                "#of accounts");
        Html body = Html.of("tbody");
        String users = TellProducts.rowsOf(told, "messaging_users");
        String accounts = TellProducts.rowsOf(told, "social_accounts");
        for (String purpose : Purpose.words()) {
            String messaging = Told.at("counts", AGREED, Platform.MESSAGING.word() + " " + purpose);
            String social = Told.at("counts", AGREED, Platform.SOCIAL.word() + " " + purpose);
            body.add(Parts.row(
                    purpose.replace('_', ' '),
                    Parts.number(told.figure(messaging)),
                    Parts.number(told.share(messaging, users)),
                    Parts.number(told.figure(social)),
                    Parts.number(told.share(social, accounts))));
        }
        return Parts.scrolling(table.add(body), "People who agreed, tonight");
    }

    /** One row for each platform, purpose and region of tonight's largest: the first night kept, the one before, and tonight. */
    private static Html overTime(Told told) {
        int last = told.node("/nights").size() - 1;
        var groups = new LinkedHashSet<String>();
        told.fields(Told.at("nights", last, "regions")).forEach(entry -> groups.add(entry.getKey()));
        Html table = Parts.table(
                "People who agreed, by purpose, platform and region",
                "Platform, purpose, region",
                "#" + day(told, 0),
                "#" + day(told, last - 1),
                "#" + day(told, last));
        Html body = Html.of("tbody");
        groups.stream().sorted().forEach(group -> body.add(Parts.row(
                group.replace('_', ' '),
                Parts.number(at(told, 0, group)),
                Parts.number(at(told, last - 1, group)),
                Parts.number(at(told, last, group)))));
        return Parts.scrolling(table.add(body), "People who agreed, by region");
    }

    private static String day(Told told, int night) {
        return night < 0 ? "no night before" : told.text(Told.at("nights", night, "as_of")).substring(0, 10);
    }

    private static Html at(Told told, int night, String group) {
        String at = Told.at("nights", Math.max(0, night), "regions", group);
        return night < 0 || !told.has(at) ? Html.of("span", "not told").as("none") : told.figure(at);
    }
}
