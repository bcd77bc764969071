package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.sealedjoin.consent.Said.deny;
import static org.sealedjoin.consent.Said.grant;
import static org.sealedjoin.consent.Who.account;
import static org.sealedjoin.consent.Who.user;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sealedjoin.consent.ConsentCase.Answer;
import org.sealedjoin.consent.ConsentCase.Event;
import org.sealedjoin.consent.ConsentCase.Person;
import org.sealedjoin.consent.ConsentCase.Question;
import org.sealedjoin.consent.ConsentCase.Terms;
import org.sealedjoin.consent.ConsentPolicy.LateObjection;
import org.sealedjoin.consent.ConsentPolicy.Regrant;
import org.sealedjoin.consent.ConsentPolicy.Silence;

/** Every path and every boundary instant, with literal answers. All scenarios of one method run as one Spark job. */
class DecideConsentTest {
    private static final Instant AS_OF = at("2026-06-01T00:00:00Z");
    private static final Instant EXECUTED_AT = at("2026-06-01T06:00:00Z");
    private static final Instant ANNOUNCED = at("2026-03-01T00:00:00Z");
    private static final Instant WINDOW_END = at("2026-05-01T00:00:00Z");

    private static final Terms OLD =
            new Terms("2015", at("2015-01-01T00:00:00Z"), at("2015-02-01T00:00:00Z"), 30, null);
    private static final Terms IN_FORCE = new Terms("2026", ANNOUNCED, at("2026-04-01T00:00:00Z"), 30, " de, FR ,at");
    private static final Terms COMING =
            new Terms("2027", at("2026-05-15T00:00:00Z"), at("2026-07-01T00:00:00Z"), 10, "US");
    private static final List<Terms> TERMS = List.of(OLD, IN_FORCE, COMING);

    private static final ConsentPolicy STRICT = ConsentPolicy.strict();
    private static final ConsentPolicy ACCEPT =
            new ConsentPolicy(Silence.ACCEPT, LateObjection.HONOR, Regrant.NOT_NEEDED);
    private static final ConsentPolicy IGNORE =
            new ConsentPolicy(Silence.DENY, LateObjection.IGNORE, Regrant.NOT_NEEDED);
    private static final ConsentPolicy YEAR_2016 =
            new ConsentPolicy(Silence.ACCEPT, LateObjection.IGNORE, Regrant.NOT_NEEDED);
    private static final ConsentPolicy REGRANT = new ConsentPolicy(Silence.DENY, LateObjection.HONOR, Regrant.NEEDED);

    /** A moment at which people said something: after the window's end, before the as-of. */
    private static final Instant MAY = at("2026-05-20T00:00:00Z");

    private static final Instant APRIL = at("2026-04-20T00:00:00Z");

    @TestFactory
    Stream<DynamicTest> apply_statusAndAge() {
        Who banned = user().status("banned");
        Who disabled = account().status("disabled");
        Said yes = grant("2026", MAY);
        return scenarios(
                STRICT,
                yes("an active user grants", user(), "friends", "granted", yes),
                yes("an active account grants", account(), "friends", "granted", yes),
                no("a deleted user", user().status("deleted"), "friends", "not_active", yes),
                no("a deleted user, safety", user().status("deleted"), "safety", "not_active", yes),
                no("a banned user, friends", banned, "friends", "not_active", yes),
                no("a banned user, ads", banned, "ads", "not_active", yes),
                no("a banned user, measurement", banned, "measurement", "not_active", yes),
                no("a banned user, business messages", banned, "business_messages", "not_active", yes),
                yes("a banned user, safety", banned, "safety", "granted", yes),
                no("a banned user who denies, safety", banned, "safety", "denied", deny(MAY)),
                no("a disabled account, friends", disabled, "friends", "not_active", yes),
                yes("a disabled account, safety", disabled, "safety", "granted", yes),
                no("a memorialized account", account().status("memorialized"), "friends", "not_active", yes),
                no("a memorialized account, safety", account().status("memorialized"), "safety", "not_active", yes),
                no("a deleted account, safety", account().status("deleted"), "safety", "not_active", yes),
                no("a status of the other platform", user().status("disabled"), "safety", "not_active", yes),
                no("an unknown birth date, ads", account().born(null), "ads", "age_unknown", yes),
                yes("an unknown birth date, friends", account().born(null), "friends", "granted", yes),
                yes("18 today, ads", account().born("2008-06-01"), "ads", "granted", yes),
                yes("18 yesterday, ads", account().born("2008-05-31"), "ads", "granted", yes),
                no("18 tomorrow, ads", account().born("2008-06-02"), "ads", "under_age", yes),
                yes("18 tomorrow, measurement", account().born("2008-06-02"), "measurement", "granted", yes),
                no("born after the as-of, ads", account().born("2026-06-02"), "ads", "under_age", yes),
                no("born in a far future, ads", account().born("9999-12-31"), "ads", "under_age", yes),
                no("an adult who denies, ads", account(), "ads", "denied", deny(MAY)),
                no("a minor who denies, ads", account().born("2010-01-01"), "ads", "under_age", deny(MAY)),
                no("a disabled minor, ads", disabled.born("2010-01-01"), "ads", "not_active", yes),
                yes("a user has no birth date, ads", user(), "ads", "granted", yes));
    }

    @TestFactory
    Stream<DynamicTest> apply_newestEventDecides() {
        return scenarios(
                STRICT,
                no("denies", user(), "friends", "denied", deny(MAY)),
                no("denies on the social network", account(), "friends", "denied", deny(MAY)),
                no("grants, then denies", user(), "friends", "denied", grant("2026", MAY), deny(after(MAY))),
                yes("denies, then grants", user(), "friends", "granted", deny(MAY), grant("2026", after(MAY))),
                no("both at one instant", user(), "friends", "denied", grant("2026", MAY), deny(MAY)),
                yes("denies before, grants", user(), "friends", "granted", grant("2026", MAY), deny(before(MAY))),
                yes("grants twice", account(), "friends", "granted", grant("2015", APRIL), grant("2026", MAY)),
                no("grants, denies, in any order of rows", user(), "ads", "denied", deny(MAY), grant("2026", APRIL)),
                no(
                        "a purpose of its own",
                        user(),
                        "friends",
                        "silent",
                        grant("2026", MAY).about("ads")),
                yes(
                        "a denial elsewhere",
                        user(),
                        "ads",
                        "granted",
                        grant("2026", MAY),
                        deny(MAY).about("friends")),
                no(
                        "a grant on the other platform",
                        user(),
                        "ads",
                        "silent",
                        grant("2026", MAY).onOtherPlatform()),
                yes(
                        "a denial over there",
                        user(),
                        "ads",
                        "granted",
                        grant("2026", MAY),
                        deny(MAY).onOtherPlatform()),
                no(
                        "a grant of someone else",
                        user(),
                        "ads",
                        "silent",
                        grant("2026", MAY).ofAnother()),
                yes(
                        "a denial of another",
                        user(),
                        "ads",
                        "granted",
                        grant("2026", MAY),
                        deny(MAY).ofAnother()),
                no("a user is silent", user(), "friends", "silent"),
                no("an account is silent", account(), "friends", "silent"));
    }

    @TestFactory
    Stream<DynamicTest> apply_instantsOfEvents() {
        Said yes = grant("2026", MAY);
        Instant ends = EXECUTED_AT;
        return scenarios(
                STRICT,
                yes("a grant recorded just before the as-of", user(), "ads", "granted", grant("2026", before(AS_OF))),
                yes("a grant recorded at the as-of", user(), "ads", "granted", grant("2026", AS_OF)),
                no("a grant recorded just after", user(), "ads", "silent", grant("2026", after(AS_OF))),
                no("a grant made in time, recorded after", user(), "ads", "silent", yes.recorded(after(AS_OF))),
                no("a denial recorded at the as-of", user(), "ads", "denied", yes, deny(AS_OF)),
                no("a denial recorded after the as-of", user(), "ads", "denied", yes, deny(after(AS_OF))),
                no("a denial recorded just before the end", user(), "ads", "denied", yes, deny(before(ends))),
                no("a denial recorded as the run executes", user(), "ads", "denied", yes, deny(ends)),
                yes("a denial recorded after that", user(), "ads", "granted", yes, deny(after(ends))),
                yes(
                        "made in time, recorded after that",
                        user(),
                        "ads",
                        "granted",
                        yes,
                        deny(MAY).recorded(after(ends))),
                no("a denial only, recorded after that", user(), "ads", "silent", deny(after(ends))),
                no(
                        "a denial dated ahead",
                        user(),
                        "ads",
                        "denied",
                        yes,
                        deny(at("2030-01-01T00:00:00Z")).recorded(ends)),
                no(
                        "a late entry about an earlier no",
                        user(),
                        "ads",
                        "denied",
                        yes,
                        deny(MAY).recorded(ends)),
                yes(
                        "an earlier no, entered late",
                        user(),
                        "ads",
                        "granted",
                        yes,
                        deny(before(MAY)).recorded(ends)),
                no(
                        "a grant dated ahead is as old as its record",
                        user(),
                        "ads",
                        "denied",
                        grant("2026", at("2026-05-30T00:00:00Z")).recorded(APRIL),
                        deny(MAY)),
                yes(
                        "a denial dated ahead is as old as its record",
                        user(),
                        "ads",
                        "granted",
                        deny(at("2026-05-30T00:00:00Z")).recorded(APRIL),
                        yes));
    }

    @TestFactory
    Stream<DynamicTest> apply_termsOfGrant() {
        return scenarios(
                STRICT,
                no("no version", user(), "ads", "terms_unknown", grant(null, MAY)),
                no("an unknown version", user(), "ads", "terms_unknown", grant("2099", MAY)),
                no("a version in another case", user(), "ads", "terms_unknown", grant("2026 ", MAY)),
                no("no version, account", account(), "friends", "terms_unknown", grant(null, MAY)),
                yes("earlier terms", user(), "ads", "granted", grant("2015", MAY)),
                yes("earlier terms, account", account(), "friends", "granted", grant("2015", APRIL)),
                no("just before announcement", user(), "ads", "terms_not_yet", grant("2026", before(ANNOUNCED))),
                yes("at announcement", user(), "ads", "granted", grant("2026", ANNOUNCED)),
                yes("just after announcement", user(), "ads", "granted", grant("2026", after(ANNOUNCED))),
                no(
                        "recorded before announcement",
                        user(),
                        "ads",
                        "terms_not_yet",
                        grant("2026", MAY).recorded(before(ANNOUNCED))),
                no("not in effect yet", user(), "ads", "terms_not_yet", grant("2027", MAY)),
                no("not in effect yet, account", account(), "friends", "terms_not_yet", grant("2027", MAY)),
                no(
                        "a bad grant hides an earlier good one",
                        user(),
                        "ads",
                        "terms_unknown",
                        grant("2026", APRIL),
                        grant(null, MAY)),
                yes("a good grant after a bad one", user(), "ads", "granted", grant("2099", APRIL), grant("2026", MAY)),
                no("good and bad at once", user(), "ads", "terms_unknown", grant("2026", MAY), grant("2099", MAY)),
                no("not yet and good at once", user(), "ads", "terms_not_yet", grant("2026", MAY), grant("2027", MAY)),
                no("bad and denied at once", user(), "ads", "denied", deny(MAY), grant("2099", MAY)),
                yes("a denial names no version", user(), "ads", "granted", deny(APRIL), grant("2026", MAY)));
    }

    @TestFactory
    Stream<DynamicTest> apply_sameEventIdTwice() {
        Said yes = grant("2026", MAY).id("x");
        return scenarios(
                STRICT,
                yes("an exact copy", user(), "ads", "granted", yes, yes, yes),
                no(
                        "an exact copy of a denial",
                        user(),
                        "ads",
                        "denied",
                        deny(MAY).id("x"),
                        deny(MAY).id("x")),
                no("another decision", user(), "ads", "denied", yes, deny(APRIL).id("x")),
                no(
                        "another version",
                        user(),
                        "ads",
                        "denied",
                        yes,
                        grant("2015", MAY).id("x")),
                no(
                        "no version beside one",
                        user(),
                        "ads",
                        "denied",
                        yes,
                        grant(null, MAY).id("x")),
                yes(
                        "no version twice, then a grant",
                        user(),
                        "ads",
                        "granted",
                        grant(null, APRIL).id("x"),
                        grant(null, APRIL).id("x"),
                        grant("2026", MAY)),
                no(
                        "no version twice is one event",
                        user(),
                        "ads",
                        "terms_unknown",
                        grant(null, MAY).id("x"),
                        grant(null, MAY).id("x")),
                no(
                        "another instant",
                        user(),
                        "ads",
                        "denied",
                        yes,
                        grant("2026", after(MAY)).id("x").recorded(after(MAY))),
                no("another record", user(), "ads", "denied", yes, yes.recorded(after(MAY))),
                no("another purpose", user(), "ads", "denied", yes, yes.about("friends")),
                no("another person", user(), "ads", "denied", yes, yes.ofAnother()),
                no("another platform", user(), "ads", "denied", yes, yes.onOtherPlatform()),
                no(
                        "a grant here, a denial of another there",
                        account(),
                        "ads",
                        "denied",
                        yes,
                        deny(APRIL).id("x").ofAnother()),
                yes(
                        "a grant before, contradicted elsewhere",
                        user(),
                        "ads",
                        "granted",
                        grant("2026", APRIL).id("x"),
                        deny(APRIL).id("x").ofAnother(),
                        grant("2026", MAY)),
                no("contradicted as the run executes", user(), "ads", "denied", yes, yes.recorded(EXECUTED_AT)),
                yes("contradicted after that", user(), "ads", "granted", yes, yes.recorded(after(EXECUTED_AT))),
                no(
                        "two grants recorded after the as-of",
                        user(),
                        "ads",
                        "denied",
                        grant("2026", APRIL),
                        grant("2026", after(AS_OF)).id("x"),
                        grant("2015", after(AS_OF)).id("x")),
                yes(
                        "a copy recorded after the as-of",
                        user(),
                        "ads",
                        "granted",
                        grant("2026", APRIL),
                        grant("2015", after(AS_OF)).id("x"),
                        grant("2015", after(AS_OF)).id("x")),
                yes(
                        "each at its own instant",
                        user(),
                        "ads",
                        "granted",
                        grant("2026", MAY),
                        grant("2026", APRIL).id("x"),
                        grant("2015", APRIL).id("x")),
                yes(
                        "other ids do not contradict",
                        user(),
                        "ads",
                        "granted",
                        yes,
                        deny(APRIL).id("X")));
    }

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

    @TestFactory
    Stream<DynamicTest> apply_eighteenthBirthday() {
        Said grant = grant("2015", at("2020-01-01T00:00:00Z"));
        Who leapling = account().born("2008-02-29");
        return Stream.of(
                        asOf(
                                STRICT,
                                at("2026-02-28T23:59:59.999999Z"),
                                TERMS,
                                no("born on 29 February, on the last of February", leapling, "ads", "under_age", grant),
                                yes("born on 28 February", account().born("2008-02-28"), "ads", "granted", grant),
                                no("born on 1 March", account().born("2008-03-01"), "ads", "under_age", grant)),
                        asOf(
                                STRICT,
                                at("2026-03-01T00:00:00Z"),
                                TERMS,
                                yes("born on 29 February, on 1 March", leapling, "ads", "granted", grant)),
                        asOf(
                                STRICT,
                                before(AS_OF),
                                TERMS,
                                no("a microsecond to go", account().born("2008-06-01"), "ads", "under_age", grant)))
                .flatMap(tests -> tests);
    }

    @Test
    void apply_eventsAboutNobody_addNoRows() {
        var event = new Event("e", "messaging", 99, "ads", "grant", "2026", MAY, MAY);
        var onlyAccount = user().named(7);
        var input = new ConsentCase(STRICT, AS_OF, EXECUTED_AT, TERMS, List.of(onlyAccount), List.of(event));

        assertThat(input.answers())
                .isEqualTo(Map.of(
                        new Question("messaging", 7, "friends"), new Answer(false, "silent"),
                        new Question("messaging", 7, "ads"), new Answer(false, "silent"),
                        new Question("messaging", 7, "safety"), new Answer(false, "silent"),
                        new Question("messaging", 7, "measurement"), new Answer(false, "silent"),
                        new Question("messaging", 7, "business_messages"), new Answer(false, "silent")));
    }

    @Test
    void apply_oneIdOnBothPlatforms_isTwoPeople() {
        var people = List.of(user().named(7), account().named(7));
        var grant = new Event("e", "social", 7, "ads", "grant", "2026", MAY, MAY);
        var answers = new ConsentCase(STRICT, AS_OF, EXECUTED_AT, TERMS, people, List.of(grant)).answers();

        assertThat(answers).hasSize(10);
        assertThat(answers.get(new Question("social", 7, "ads"))).isEqualTo(new Answer(true, "granted"));
        assertThat(answers.get(new Question("messaging", 7, "ads"))).isEqualTo(new Answer(false, "silent"));
    }

    @Test
    void apply_contradictionAcrossPeople_deniesEachAtItsOwnInstant() {
        var people = List.of(user().named(1), user().named(2), account().named(3));
        var events = List.of(
                new Event("x", "messaging", 1, "ads", "grant", "2026", APRIL, APRIL),
                new Event("x", "messaging", 2, "safety", "grant", "2026", MAY, MAY),
                new Event("x", "social", 3, "friends", "grant", "2026", APRIL, APRIL),
                new Event("y", "messaging", 1, "ads", "grant", "2026", MAY, MAY),
                new Event("z", "messaging", 2, "safety", "grant", "2026", APRIL, APRIL));
        var answers = new ConsentCase(STRICT, AS_OF, EXECUTED_AT, TERMS, people, events).answers();

        assertThat(answers.get(new Question("messaging", 1, "ads"))).isEqualTo(new Answer(true, "granted"));
        assertThat(answers.get(new Question("messaging", 2, "safety"))).isEqualTo(new Answer(false, "denied"));
        assertThat(answers.get(new Question("social", 3, "friends"))).isEqualTo(new Answer(false, "denied"));
    }

    @Test
    void apply_schema_isTheContract() {
        var input = new ConsentCase(STRICT, AS_OF, EXECUTED_AT, TERMS, List.of(), List.of());

        assertThat(input.decisions().schema().simpleString())
                .isEqualTo("struct<platform:string,subject_id:bigint,purpose:string,allowed:boolean,reason:string>");
    }

    private record Scenario(String name, Who who, String purpose, Answer expected, List<Said> said) {}

    private static Scenario yes(String name, Who who, String purpose, String reason, Said... said) {
        return new Scenario(name, who, purpose, new Answer(true, reason), List.of(said));
    }

    private static Scenario no(String name, Who who, String purpose, String reason, Said... said) {
        return new Scenario(name, who, purpose, new Answer(false, reason), List.of(said));
    }

    private static Stream<DynamicTest> scenarios(ConsentPolicy policy, Scenario... scenarios) {
        return run(policy, AS_OF, EXECUTED_AT, TERMS, List.of(scenarios));
    }

    private static Stream<DynamicTest> asOf(
            ConsentPolicy policy, Instant asOf, List<Terms> terms, Scenario... scenarios) {
        return run(policy, asOf, asOf, terms, List.of(scenarios));
    }

    /** Scenario number n is about person 10 n; its other person is 10 n + 1. */
    private static Stream<DynamicTest> run(
            ConsentPolicy policy, Instant asOf, Instant executedAt, List<Terms> terms, List<Scenario> scenarios) {
        var people = new ArrayList<Person>();
        var events = new ArrayList<Event>();
        for (int i = 0; i < scenarios.size(); i++) {
            Scenario scenario = scenarios.get(i);
            long id = 10L * i;
            people.add(scenario.who().named(id));
            for (Said said : scenario.said()) {
                events.add(said.by(scenario.who(), id, scenario.purpose(), events.size()));
            }
        }
        var answers = new ConsentCase(policy, asOf, executedAt, terms, people, events).answers();
        assertThat(answers).hasSize(people.size() * 5);
        var tests = new ArrayList<DynamicTest>();
        for (int i = 0; i < scenarios.size(); i++) {
            Scenario scenario = scenarios.get(i);
            var question = new Question(scenario.who().platform(), 10L * i, scenario.purpose());
            tests.add(dynamicTest(
                    scenario.name(), () -> assertThat(answers.get(question)).isEqualTo(scenario.expected())));
        }
        return tests.stream();
    }

    private static Instant before(Instant instant) {
        return instant.minus(1, ChronoUnit.MICROS);
    }

    private static Instant after(Instant instant) {
        return instant.plus(1, ChronoUnit.MICROS);
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
