package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.consent.Said.deny;
import static org.sealedjoin.consent.Said.grant;
import static org.sealedjoin.consent.Scenario.ANNOUNCED;
import static org.sealedjoin.consent.Scenario.APRIL;
import static org.sealedjoin.consent.Scenario.AS_OF;
import static org.sealedjoin.consent.Scenario.EXECUTED_AT;
import static org.sealedjoin.consent.Scenario.MAY;
import static org.sealedjoin.consent.Scenario.STRICT;
import static org.sealedjoin.consent.Scenario.TERMS;
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
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.sealedjoin.consent.ConsentCase.Answer;
import org.sealedjoin.consent.ConsentCase.Event;
import org.sealedjoin.consent.ConsentCase.Question;

/** Who agreed by what they said: every path and every boundary instant, with literal answers. */
class DecideConsentTest {
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
                no(
                        "a grant before all history",
                        user(),
                        "ads",
                        "denied",
                        deny(MAY),
                        grant("2026", at("-34600-01-01T00:00:00Z"))),
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
                .isEqualTo(
                        "struct<platform:string,subject_id:bigint,region:string,friends:string,ads:string,safety:string,"
                                + "measurement:string,business_messages:string>");
    }

    private record Scenario(String name, Who who, String purpose, Answer expected, List<Said> said) {}
}
