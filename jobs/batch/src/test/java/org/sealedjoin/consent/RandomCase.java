package org.sealedjoin.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.sealedjoin.consent.ConsentCase.Event;
import org.sealedjoin.consent.ConsentCase.Person;
import org.sealedjoin.consent.ConsentCase.Terms;

/** Random inputs in which ties, boundaries, contradictions and unknown versions are common. */
public final class RandomCase {
    private static final List<Terms> TERMS = List.of(
            new Terms("A", at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z"), 10, null),
            new Terms("B", at("2026-02-15T00:00:00Z"), at("2026-03-01T00:00:00Z"), 10, "DE, fr"),
            // Takes effect together with B, announced earlier: never in force while B is there.
            new Terms("C", at("2026-02-14T00:00:00Z"), at("2026-03-01T00:00:00Z"), 0, "US"),
            // Announced after B and in effect before it.
            new Terms("E", at("2026-02-20T00:00:00Z"), at("2026-02-25T00:00:00Z"), 3, "IN"),
            new Terms("D", at("2026-03-10T00:00:00Z"), at("2026-03-20T00:00:00Z"), 5, ""));

    private static final List<Instant> MOMENTS = List.of(
            at("2026-01-01T00:00:00Z"),
            at("2026-02-01T00:00:00Z"),
            at("2026-02-11T00:00:00Z"),
            at("2026-02-15T00:00:00Z"),
            at("2026-03-01T00:00:00Z"),
            at("2026-03-11T00:00:00Z"),
            at("2026-03-12T06:00:00Z"),
            at("2026-03-20T00:00:00Z"),
            at("2026-03-25T00:00:00Z"));

    /** A case has one as-of, and rules turn exactly there: nearly all stand on the edge itself. */
    static final List<Instant> AS_OFS = List.of(
            at("2026-01-31T23:59:59.999999Z"),
            at("2026-02-01T00:00:00Z"),
            at("2026-02-11T00:00:00Z"),
            at("2026-03-01T00:00:00Z"),
            at("2026-03-10T23:59:59.999999Z"),
            at("2026-03-11T00:00:00Z"),
            at("2026-03-20T00:00:00Z"),
            at("2026-03-25T00:00:00Z"));

    /** The window of the newest terms has just closed: every rule can bear on somebody. */
    public static final Instant LAST_AS_OF = AS_OFS.get(AS_OFS.size() - 1);

    private static final List<String> PURPOSES =
            List.of("friends", "ads", "safety", "measurement", "business_messages");

    private final SplittableRandom random;
    private final Instant asOf;

    private RandomCase(long seed, Instant asOf) {
        // Not java.util.Random: its first draws are nearly the same for neighbouring seeds.
        this.random = new SplittableRandom(seed);
        this.asOf = asOf;
    }

    /** The case of that seed: so many people on each platform, and four events a person. */
    public static ConsentCase of(long seed, ConsentPolicy policy, Instant asOf, int peopleEach) {
        return new RandomCase(seed, asOf).draw(policy, peopleEach);
    }

    private ConsentCase draw(ConsentPolicy policy, int peopleEach) {
        var people = new ArrayList<Person>();
        for (int id = 0; id < peopleEach; id++) {
            people.add(user(id));
            people.add(account(id));
        }
        var events = new ArrayList<Event>();
        for (int i = 0; i < 8 * peopleEach; i++) {
            events.add(event(i, peopleEach));
        }
        int distinct = events.size();
        for (int i = 0; i < distinct / 8; i++) {
            events.add(again(events.get(random.nextInt(distinct)), peopleEach));
        }
        Instant executedAt = random.nextInt(3) == 0 ? asOf : asOf.plus(random.nextInt(14), ChronoUnit.DAYS);
        return new ConsentCase(policy, asOf, executedAt, TERMS, people, events);
    }

    private Person user(long id) {
        String region = pick("US", "DE", "FR", "fr ", "IN", "");
        return new Person(
                "messaging", id, pick("active", "active", "active", "deleted", "banned"), region, moment(), null);
    }

    private Person account(long id) {
        String status = pick("active", "active", "active", "disabled", "memorialized", "deleted");
        LocalDate adult = LocalDate.ofInstant(asOf, ZoneOffset.UTC).minusYears(18);
        LocalDate born = random.nextInt(5) == 0 ? null : adult.plusDays(random.nextInt(5) - 2);
        if (random.nextInt(5) == 0) {
            born = LocalDate.parse("2008-02-29");
        }
        return new Person("social", id, status, "US", null, born);
    }

    private Event event(int number, int peopleEach) {
        // One in eight is about nobody.
        long subject = random.nextInt(peopleEach + peopleEach / 8 + 1);
        // Few purposes for most, so that one person and purpose often has several events.
        String purpose = random.nextInt(3) == 0 ? PURPOSES.get(random.nextInt(5)) : PURPOSES.get((int) (subject % 5));
        String version = pick("A", "B", "B", "C", "D", "E", "X", null);
        Instant occurred = moment();
        Instant recorded = random.nextBoolean() ? occurred : moment();
        return new Event(
                "e" + number,
                pick("messaging", "social"),
                subject,
                purpose,
                pick("grant", "grant", "deny"),
                version,
                occurred,
                recorded);
    }

    /** The same event_id once more: an exact copy, or with one column changed. */
    private Event again(Event event, int peopleEach) {
        Event other = event(0, peopleEach);
        int changed = random.nextInt(9);
        return new Event(
                event.id(),
                changed == 1 ? other.platform() : event.platform(),
                changed == 2 ? other.subjectId() : event.subjectId(),
                changed == 3 ? other.purpose() : event.purpose(),
                changed == 4 ? other.decision() : event.decision(),
                changed == 5 ? other.version() : event.version(),
                changed == 6 ? other.occurredAt() : event.occurredAt(),
                changed >= 7 ? other.recordedAt() : event.recordedAt());
    }

    private Instant moment() {
        return near(MOMENTS.get(random.nextInt(MOMENTS.size())));
    }

    private Instant near(Instant moment) {
        return moment.plus(random.nextInt(3) - 1, ChronoUnit.MICROS);
    }

    private String pick(String... choices) {
        return Arrays.asList(choices).get(random.nextInt(choices.length));
    }

    private static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
