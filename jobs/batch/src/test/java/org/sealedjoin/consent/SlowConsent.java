package org.sealedjoin.consent;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sealedjoin.consent.ConsentCase.Answer;
import org.sealedjoin.consent.ConsentCase.Event;
import org.sealedjoin.consent.ConsentCase.Person;
import org.sealedjoin.consent.ConsentCase.Terms;
import org.sealedjoin.consent.ConsentPolicy.LateObjection;
import org.sealedjoin.consent.ConsentPolicy.Regrant;
import org.sealedjoin.consent.ConsentPolicy.Silence;

/** The rules read once more, one person and one event at a time, without Spark: the oracle of the property test. */
final class SlowConsent {
    private final ConsentCase input;
    private final Terms inForce;
    private final Set<String> contradictoryIds;

    SlowConsent(ConsentCase input) {
        this.input = input;
        this.inForce = termsInForce(input);
        this.contradictoryIds = contradictoryIds(input);
    }

    Answer answer(Person person, String purpose) {
        boolean social = person.platform().equals("social");
        boolean active = person.status().equals("active");
        if (purpose.equals("safety")
                && (person.status().equals("banned") || person.status().equals("disabled"))) {
            active = true;
        }
        if (!active) {
            return no("not_active");
        }
        if (purpose.equals("ads") && social) {
            if (person.birthDate() == null) {
                return no("age_unknown");
            }
            if (LocalDate.ofInstant(input.asOf(), ZoneOffset.UTC).isBefore(adultOn(person.birthDate()))) {
                return no("under_age");
            }
        }

        List<Event> newest = new ArrayList<>();
        for (Event event : input.events()) {
            boolean about = event.platform().equals(person.platform())
                    && event.subjectId() == person.id()
                    && event.purpose().equals(purpose);
            if (!about || !counts(event, person)) {
                continue;
            }
            if (!newest.isEmpty() && instantOf(event).isAfter(instantOf(newest.get(0)))) {
                newest.clear();
            }
            if (newest.isEmpty() || instantOf(event).equals(instantOf(newest.get(0)))) {
                newest.add(event);
            }
        }
        return newest.isEmpty() ? silence(person, purpose, social) : decision(newest);
    }

    private boolean counts(Event event, Person person) {
        if (!denies(event)) {
            return !event.recordedAt().isAfter(input.asOf());
        }
        if (event.recordedAt().isAfter(input.executedAt())) {
            return false;
        }
        if (input.policy().lateObjection() == LateObjection.HONOR
                || person.platform().equals("social")
                || inForce == null
                || optInRegion(person)) {
            return true;
        }
        return instantOf(event).isBefore(windowEnd());
    }

    private Answer decision(List<Event> newest) {
        if (newest.stream().anyMatch(this::denies)) {
            return no("denied");
        }
        List<String> refusals = newest.stream().map(this::refusalOfGrant).toList();
        for (String refusal : List.of("terms_unknown", "terms_not_yet", "terms_superseded")) {
            if (refusals.contains(refusal)) {
                return no(refusal);
            }
        }
        return new Answer(true, "granted");
    }

    private String refusalOfGrant(Event grant) {
        for (Terms terms : input.terms()) {
            if (!terms.version().equals(grant.version())) {
                continue;
            }
            if (terms.announcedAt().isAfter(instantOf(grant))
                    || terms.effectiveAt().isAfter(input.asOf())) {
                return "terms_not_yet";
            }
            boolean superseded = input.policy().regrant() == Regrant.NEEDED && terms != inForce;
            return superseded ? "terms_superseded" : "";
        }
        return "terms_unknown";
    }

    private Answer silence(Person person, String purpose, boolean social) {
        if (social) {
            return no("silent");
        }
        if (inForce == null) {
            return no("silent_no_terms");
        }
        if (!person.registeredAt().isBefore(inForce.announcedAt())) {
            return no("silent_joined_later");
        }
        if (input.asOf().isBefore(windowEnd())) {
            return no("silent_window_open");
        }
        if (input.policy().silence() == Silence.DENY) {
            return no("silent");
        }
        if (optInRegion(person)) {
            return no("silent_opt_in_region");
        }
        return purpose.equals("business_messages") ? no("silent_not_covered") : new Answer(true, "silence_accepted");
    }

    private boolean denies(Event event) {
        return event.decision().equals("deny") || contradictoryIds.contains(event.id());
    }

    private static Instant instantOf(Event event) {
        return event.occurredAt().isBefore(event.recordedAt()) ? event.occurredAt() : event.recordedAt();
    }

    private Instant windowEnd() {
        return inForce.effectiveAt().plus(inForce.objectionDays() * 24L, ChronoUnit.HOURS);
    }

    private boolean optInRegion(Person person) {
        if (person.region().isBlank()) {
            return true;
        }
        if (inForce.optInRegions() == null) {
            return false;
        }
        for (String region : inForce.optInRegions().split(",")) {
            if (region.trim().equalsIgnoreCase(person.region().trim())) {
                return true;
            }
        }
        return false;
    }

    private static LocalDate adultOn(LocalDate birthDate) {
        boolean leapDay = birthDate.getMonthValue() == 2 && birthDate.getDayOfMonth() == 29;
        return leapDay ? birthDate.plusDays(1).plusYears(18) : birthDate.plusYears(18);
    }

    private static Terms termsInForce(ConsentCase input) {
        Terms best = null;
        for (Terms terms : input.terms()) {
            if (!terms.effectiveAt().isAfter(input.asOf()) && (best == null || isNewer(terms, best))) {
                best = terms;
            }
        }
        return best;
    }

    private static boolean isNewer(Terms one, Terms other) {
        if (!one.effectiveAt().equals(other.effectiveAt())) {
            return one.effectiveAt().isAfter(other.effectiveAt());
        }
        if (!one.announcedAt().equals(other.announcedAt())) {
            return one.announcedAt().isAfter(other.announcedAt());
        }
        return one.version().compareTo(other.version()) > 0;
    }

    private static Set<String> contradictoryIds(ConsentCase input) {
        Map<String, Event> first = new HashMap<>();
        Set<String> contradictory = new HashSet<>();
        for (Event event : input.events()) {
            if (event.recordedAt().isAfter(input.executedAt())) {
                continue;
            }
            Event known = first.putIfAbsent(event.id(), event);
            if (known != null && !known.equals(event)) {
                contradictory.add(event.id());
            }
        }
        return contradictory;
    }

    private static Answer no(String reason) {
        return new Answer(false, reason);
    }
}
