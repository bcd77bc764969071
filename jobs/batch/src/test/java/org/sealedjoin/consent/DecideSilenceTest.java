package org.sealedjoin.consent;

import static org.sealedjoin.consent.Said.deny;
import static org.sealedjoin.consent.Said.grant;
import static org.sealedjoin.consent.Scenario.ACCEPT;
import static org.sealedjoin.consent.Scenario.ANNOUNCED;
import static org.sealedjoin.consent.Scenario.APRIL;
import static org.sealedjoin.consent.Scenario.AS_OF;
import static org.sealedjoin.consent.Scenario.EXECUTED_AT;
import static org.sealedjoin.consent.Scenario.IGNORE;
import static org.sealedjoin.consent.Scenario.IN_FORCE;
import static org.sealedjoin.consent.Scenario.MAY;
import static org.sealedjoin.consent.Scenario.OLD;
import static org.sealedjoin.consent.Scenario.REGRANT;
import static org.sealedjoin.consent.Scenario.STRICT;
import static org.sealedjoin.consent.Scenario.TERMS;
import static org.sealedjoin.consent.Scenario.WINDOW_END;
import static org.sealedjoin.consent.Scenario.YEAR_2016;
import static org.sealedjoin.consent.Scenario.after;
import static org.sealedjoin.consent.Scenario.asOf;
import static org.sealedjoin.consent.Scenario.at;
import static org.sealedjoin.consent.Scenario.before;
import static org.sealedjoin.consent.Scenario.no;
import static org.sealedjoin.consent.Scenario.scenarios;
import static org.sealedjoin.consent.Scenario.yes;
import static org.sealedjoin.consent.Who.account;
import static org.sealedjoin.consent.Who.user;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sealedjoin.consent.ConsentCase.Terms;

/** What silence and late objections count for under which terms: every path and every boundary instant, with literal answers. */
class DecideSilenceTest {
    @TestFactory
    Stream<DynamicTest> apply_silenceAccepted() {
        return scenarios(
                ACCEPT,
                yes("a user is silent", user(), "friends", "silence_accepted"),
                yes("a user is silent, ads", user(), "ads", "silence_accepted"),
                yes("a banned user, safety", user().status("banned"), "safety", "silence_accepted"),
                no("a banned user, friends", user().status("banned"), "friends", "not_active"),
                no("business messages", user(), "business_messages", "silent_not_covered"),
                yes("joined just before announcement", user().joined(before(ANNOUNCED)), "ads", "silence_accepted"),
                no("joined at announcement", user().joined(ANNOUNCED), "ads", "silent_joined_later"),
                no("joined just after", user().joined(after(ANNOUNCED)), "ads", "silent_joined_later"),
                no("an opt-in region", user().region("DE"), "ads", "silent_opt_in_region"),
                no("an opt-in region, other case", user().region("fr"), "ads", "silent_opt_in_region"),
                no("an opt-in region, with blanks", user().region(" At "), "ads", "silent_opt_in_region"),
                no("an opt-in region, business", user().region("DE"), "business_messages", "silent_opt_in_region"),
                no("a blank region may be any", user().region(" "), "ads", "silent_opt_in_region"),
                yes("part of a region's name", user().region("D"), "ads", "silence_accepted"),
                yes("a grant in an opt-in region", user().region("DE"), "ads", "granted", grant("2026", MAY)),
                yes("a grant, business", user(), "business_messages", "granted", grant("2026", MAY)),
                no("an account is silent", account(), "friends", "silent"),
                no("a denial in the window", user(), "ads", "denied", deny(APRIL)),
                no("a denial after the window", user(), "ads", "denied", deny(MAY)),
                no("a denial before announcement", user(), "ads", "denied", deny(at("2016-01-01T00:00:00Z"))),
                no("a bad grant is not silence", user(), "ads", "terms_unknown", grant(null, MAY)),
                no("a grant not in effect yet is not silence", user(), "ads", "terms_not_yet", grant("2027", MAY)),
                yes("a grant not seen yet", user(), "ads", "silence_accepted", grant(null, after(AS_OF))),
                yes(
                        "denied elsewhere",
                        user(),
                        "ads",
                        "silence_accepted",
                        deny(MAY).about("friends")));
    }

    @TestFactory
    Stream<DynamicTest> apply_silenceDenied() {
        return scenarios(
                STRICT,
                no("joined before announcement", user().joined(before(ANNOUNCED)), "ads", "silent"),
                no("joined at announcement", user().joined(ANNOUNCED), "ads", "silent_joined_later"),
                no("business messages", user(), "business_messages", "silent"),
                no("an opt-in region", user().region("DE"), "ads", "silent"));
    }

    @TestFactory
    Stream<DynamicTest> apply_windowEnd() {
        Who later = user().joined(ANNOUNCED);
        return Stream.of(
                        asOf(
                                ACCEPT,
                                before(WINDOW_END),
                                TERMS,
                                no("just before the end", user(), "ads", "silent_window_open"),
                                no("just before the end, joined later", later, "ads", "silent_joined_later"),
                                no("just before, opt-in", user().region("DE"), "ads", "silent_window_open")),
                        asOf(ACCEPT, WINDOW_END, TERMS, yes("at the end", user(), "ads", "silence_accepted")),
                        asOf(ACCEPT, after(WINDOW_END), TERMS, yes("just after", user(), "ads", "silence_accepted")),
                        asOf(STRICT, before(WINDOW_END), TERMS, no("strict", user(), "ads", "silent_window_open")),
                        asOf(STRICT, WINDOW_END, TERMS, no("strict, at the end", user(), "ads", "silent")),
                        asOf(
                                ACCEPT,
                                AS_OF,
                                List.of(new Terms("long", ANNOUNCED, ANNOUNCED, Integer.MAX_VALUE, "")),
                                no("a window of five million years", user(), "ads", "silent_window_open")),
                        asOf(
                                ACCEPT,
                                AS_OF,
                                List.of(new Terms("none", before(AS_OF), AS_OF, 0, "")),
                                yes("no window, from the first instant", user(), "ads", "silence_accepted")))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> apply_effectiveAt() {
        Said grant = grant("2015", at("2015-01-10T00:00:00Z"));
        Who early = user().joined(at("2010-01-01T00:00:00Z"));
        Instant effective = OLD.effectiveAt();
        return Stream.of(
                        asOf(
                                YEAR_2016,
                                before(effective),
                                TERMS,
                                no("just before effect, silent", early, "ads", "silent_no_terms"),
                                no("just before effect, grants", early, "ads", "terms_not_yet", grant),
                                no("no terms in force, denies", early, "ads", "denied", deny(before(effective)))),
                        asOf(
                                ACCEPT,
                                effective,
                                TERMS,
                                no("in effect from now, silent", early, "ads", "silent_window_open"),
                                yes("in effect from now, grants", early, "ads", "granted", grant)),
                        asOf(
                                ACCEPT,
                                AS_OF,
                                List.of(),
                                no("no terms at all, silent", early, "ads", "silent_no_terms"),
                                no("no terms at all, grants", early, "ads", "terms_unknown", grant)))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> apply_termsInForce() {
        Instant effective = IN_FORCE.effectiveAt();
        Terms sooner = new Terms("z", before(ANNOUNCED), effective, 0, "US");
        Terms twin = new Terms("2025", ANNOUNCED, effective, 0, "US");
        Terms older = new Terms("zz", after(ANNOUNCED), before(effective), 0, "US");
        return Stream.of(
                        asOf(
                                ACCEPT,
                                AS_OF,
                                List.of(older, IN_FORCE),
                                yes("the newest in effect", user(), "ads", "silence_accepted")),
                        asOf(
                                ACCEPT,
                                AS_OF,
                                List.of(IN_FORCE, sooner),
                                yes("of two, the one announced last", user(), "ads", "silence_accepted")),
                        asOf(
                                ACCEPT,
                                AS_OF,
                                List.of(twin, IN_FORCE),
                                yes("of two, the last by name", user(), "ads", "silence_accepted")))
                .flatMap(tests -> tests);
    }

    @TestFactory
    Stream<DynamicTest> apply_regrantNeeded() {
        return scenarios(
                REGRANT,
                yes("the terms in force", user(), "ads", "granted", grant("2026", MAY)),
                no("earlier terms", user(), "ads", "terms_superseded", grant("2015", MAY)),
                no("earlier terms, account", account(), "friends", "terms_superseded", grant("2015", APRIL)),
                yes("the terms in force, account", account(), "friends", "granted", grant("2026", APRIL)),
                no("coming terms", user(), "ads", "terms_not_yet", grant("2027", MAY)),
                no("unknown terms", user(), "ads", "terms_unknown", grant("2014", MAY)),
                no("before announcement", user(), "ads", "terms_not_yet", grant("2026", before(ANNOUNCED))),
                no(
                        "good, then earlier terms",
                        user(),
                        "ads",
                        "terms_superseded",
                        grant("2026", APRIL),
                        grant("2015", MAY)),
                no(
                        "good and earlier at once",
                        user(),
                        "ads",
                        "terms_superseded",
                        grant("2026", MAY),
                        grant("2015", MAY)),
                no("denied", user(), "ads", "denied", grant("2026", APRIL), deny(MAY)));
    }

    @TestFactory
    Stream<DynamicTest> apply_lateObjectionIgnored() {
        Said early = grant("2026", APRIL);
        Said conflict = grant("2026", MAY).id("x");
        Who german = user().region("de");
        return scenarios(
                IGNORE,
                no("just before the window's end", user(), "ads", "denied", early, deny(before(WINDOW_END))),
                yes("at the window's end", user(), "ads", "granted", early, deny(WINDOW_END)),
                yes("just after", user(), "ads", "granted", early, deny(after(WINDOW_END))),
                no("late, and no grant", user(), "ads", "silent", deny(MAY)),
                no(
                        "one in time, one late",
                        user(),
                        "ads",
                        "denied",
                        early,
                        deny(at("2026-04-21T00:00:00Z")),
                        deny(MAY)),
                no(
                        "late, after a bad grant",
                        user(),
                        "ads",
                        "terms_unknown",
                        early,
                        grant(null, WINDOW_END),
                        deny(MAY)),
                yes("late, and a grant at once", user(), "ads", "granted", grant("2026", MAY), deny(MAY)),
                no("late, in an opt-in region", german, "ads", "denied", early, deny(MAY)),
                yes(
                        "granted since, in an opt-in region",
                        german,
                        "ads",
                        "granted",
                        deny(WINDOW_END),
                        grant("2026", MAY)),
                no("late, in a blank region", user().region(""), "ads", "denied", early, deny(MAY)),
                no("late, on the social network", account(), "friends", "denied", early, deny(MAY)),
                no(
                        "decided in time, recorded late",
                        user(),
                        "ads",
                        "denied",
                        early,
                        deny(before(WINDOW_END)).recorded(MAY)),
                no(
                        "recorded in time, dated late",
                        user(),
                        "ads",
                        "denied",
                        early,
                        deny(MAY).recorded(before(WINDOW_END))),
                yes("a late contradiction", user(), "ads", "granted", early, conflict, conflict.recorded(AS_OF)),
                no("a late contradiction, opt-in", german, "ads", "denied", early, conflict, conflict.recorded(AS_OF)),
                yes("recorded as the run executes", user(), "ads", "granted", early, deny(EXECUTED_AT)),
                no("the same, opt-in", german, "ads", "denied", early, deny(EXECUTED_AT)),
                no("business messages", user(), "business_messages", "silent", deny(MAY)));
    }

    @TestFactory
    Stream<DynamicTest> apply_rulesOf2016() {
        return scenarios(
                YEAR_2016,
                yes("a late denial is silence", user(), "ads", "silence_accepted", deny(MAY)),
                no("a denial in the window", user(), "ads", "denied", deny(APRIL)),
                no("a late denial, opt-in", user().region("DE"), "ads", "denied", deny(MAY)),
                no("a late denial, joined later", user().joined(ANNOUNCED), "ads", "silent_joined_later", deny(MAY)),
                no("a late denial, business", user(), "business_messages", "silent_not_covered", deny(MAY)),
                no("a late denial, account", account(), "friends", "denied", deny(MAY)));
    }
}
