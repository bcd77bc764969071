package org.sealedjoin.consent.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.ConsentCase;
import org.sealedjoin.consent.ConsentCase.Answer;
import org.sealedjoin.consent.ConsentCase.Event;
import org.sealedjoin.consent.ConsentCase.Question;
import org.sealedjoin.consent.ConsentCase.Terms;
import org.sealedjoin.consent.ConsentPolicy;
import org.sealedjoin.consent.ConsentPolicy.LateObjection;
import org.sealedjoin.consent.ConsentPolicy.Regrant;
import org.sealedjoin.consent.ConsentPolicy.Silence;
import org.sealedjoin.consent.RandomCase;

/**
 * Somebody who can add or drop rows of consent_events, or a pipeline that loses or repeats them, tries to turn a no into a yes. Each
 * test counts the people for whom that worked; all must be 0.
 */
class TurnNoIntoYesAttackTest {
    private static final int PEOPLE_EACH = 400;

    static Stream<ConsentPolicy> honoringPolicies() {
        return Stream.of(Silence.values())
                .flatMap(silence -> Stream.of(Regrant.values())
                        .map(regrant -> new ConsentPolicy(silence, LateObjection.HONOR, regrant)));
    }

    @ParameterizedTest
    @MethodSource("honoringPolicies")
    void addDenials_whereEveryDenialCounts_allowsNobodyNew(ConsentPolicy policy) {
        ConsentCase before = RandomCase.of(101, policy, RandomCase.LAST_AS_OF, PEOPLE_EACH);
        var random = new SplittableRandom(7);
        var more = new ArrayList<>(before.events());
        for (int i = 0; i < 2_000; i++) {
            Event model = before.events().get(random.nextInt(before.events().size()));
            Event place = before.events().get(random.nextInt(before.events().size()));
            // Half of them under an id that is taken, so that they also contradict.
            String id = random.nextBoolean() ? model.id() : "added " + i;
            more.add(new Event(
                    id,
                    place.platform(),
                    place.subjectId(),
                    place.purpose(),
                    "deny",
                    model.version(),
                    model.occurredAt(),
                    model.recordedAt()));
        }
        Map<Question, Answer> answers = before.answers();
        Map<Question, Answer> attacked = before.withEvents(more).answers();

        assertThat(newlyAllowed(answers, attacked)).isZero();
        assertThat(newlyAllowed(attacked, answers))
                .as("the attack did something")
                .isPositive();
    }

    @ParameterizedTest
    @MethodSource("honoringPolicies")
    void contradictGrants_whereEveryDenialCounts_allowsNobodyNew(ConsentPolicy policy) {
        ConsentCase before = RandomCase.of(102, policy, RandomCase.LAST_AS_OF, PEOPLE_EACH);
        var more = new ArrayList<>(before.events());
        before.events().stream()
                .filter(event -> event.subjectId() % 2 == 0)
                .map(event -> new Event(
                        event.id(),
                        event.platform(),
                        -1,
                        event.purpose(),
                        event.decision(),
                        event.version(),
                        event.occurredAt(),
                        event.recordedAt()))
                .forEach(more::add);
        Map<Question, Answer> answers = before.answers();
        Map<Question, Answer> attacked = before.withEvents(more).answers();

        assertThat(newlyAllowed(answers, attacked)).isZero();
        assertThat(newlyAllowed(attacked, answers))
                .as("the attack did something")
                .isPositive();
    }

    /** Losing a grant that is itself a no can bring back an earlier yes; losing one that is a yes cannot. */
    @ParameterizedTest
    @EnumSource(Silence.class)
    void dropGrantsOfKnownTerms_anyPolicy_allowsNobodyNew(Silence silence) {
        for (LateObjection late : LateObjection.values()) {
            var policy = new ConsentPolicy(silence, late, Regrant.NOT_NEEDED);
            ConsentCase before = RandomCase.of(103, policy, RandomCase.LAST_AS_OF, PEOPLE_EACH);
            Map<String, Long> rowsOfId =
                    before.events().stream().collect(Collectors.groupingBy(Event::id, Collectors.counting()));
            Set<String> good = before.terms().stream()
                    .filter(terms -> !terms.effectiveAt().isAfter(before.asOf()))
                    .map(Terms::version)
                    .collect(Collectors.toSet());
            Predicate<Event> drops = event -> event.decision().equals("grant")
                    && good.contains(String.valueOf(event.version()))
                    && announcedBy(before, event)
                    && rowsOfId.get(event.id()) == 1
                    && event.subjectId() % 2 == 0;
            Map<Question, Answer> answers = before.answers();
            Map<Question, Answer> attacked =
                    before.withEvents(without(before.events(), drops)).answers();

            assertThat(newlyAllowed(answers, attacked)).isZero();
            assertThat(newlyAllowed(attacked, answers))
                    .as("the attack did something")
                    .isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(LateObjection.class)
    void dropAllGrants_silenceDenied_allowsNobody(LateObjection late) {
        ConsentCase before = RandomCase.of(
                104, new ConsentPolicy(Silence.DENY, late, Regrant.NOT_NEEDED), RandomCase.LAST_AS_OF, PEOPLE_EACH);
        Predicate<Event> grant = event -> event.decision().equals("grant");

        assertThat(allowed(before.answers()))
                .as("there was something to attack")
                .isPositive();
        assertThat(allowed(before.withEvents(without(before.events(), grant)).answers()))
                .isZero();
    }

    @Test
    void repeatEveryRow_changesNoAnswer() {
        ConsentCase before = RandomCase.of(105, ConsentPolicy.strict(), RandomCase.LAST_AS_OF, PEOPLE_EACH);
        var twice = new ArrayList<>(before.events());
        twice.addAll(before.events());

        assertThat(before.withEvents(twice).answers()).isEqualTo(before.answers());
    }

    /** 2016's rule ignores late denials, but not where the law asks for a yes first. */
    @ParameterizedTest
    @EnumSource(Silence.class)
    void ignoreLateDenials_optInRegion_stillCountsThem(Silence silence) {
        var policy = new ConsentPolicy(silence, LateObjection.IGNORE, Regrant.NOT_NEEDED);
        Instant asOf = Instant.parse("2026-06-01T00:00:00Z");
        Instant granted = Instant.parse("2026-02-01T00:00:00Z");
        Instant late = Instant.parse("2026-05-31T00:00:00Z");
        var terms = new Terms("T", Instant.parse("2026-01-01T00:00:00Z"), granted, 30, "NL, DE");
        var german = new ConsentCase.Person("messaging", 1, "active", "DE", Instant.EPOCH, null);
        var american = new ConsentCase.Person("messaging", 2, "active", "US", Instant.EPOCH, null);
        var events = new ArrayList<Event>();
        for (long id = 1; id <= 2; id++) {
            for (String purpose : Purpose.words()) {
                events.add(new Event(
                        "g" + id + purpose, Platform.MESSAGING.word(), id, purpose, "grant", "T", granted, granted));
                events.add(new Event(
                        "d" + id + purpose, Platform.MESSAGING.word(), id, purpose, "deny", null, late, late));
            }
        }
        var answers = new ConsentCase(policy, asOf, asOf, List.of(terms), List.of(german, american), events).answers();

        answers.forEach((question, answer) -> assertThat(answer)
                .as("%s", question)
                .isEqualTo(question.id() == 1 ? new Answer(false, "denied") : new Answer(true, "granted")));
        assertThat(answers).hasSize(10);
    }

    private static boolean announcedBy(ConsentCase input, Event grant) {
        Instant at = grant.occurredAt().isBefore(grant.recordedAt()) ? grant.occurredAt() : grant.recordedAt();
        return input.terms().stream()
                .anyMatch(terms -> terms.version().equals(grant.version())
                        && !terms.announcedAt().isAfter(at));
    }

    private static List<Event> without(List<Event> events, Predicate<Event> dropped) {
        return events.stream().filter(dropped.negate()).toList();
    }

    private static long newlyAllowed(Map<Question, Answer> before, Map<Question, Answer> after) {
        return after.entrySet().stream()
                .filter(entry -> entry.getValue().allowed())
                .filter(entry -> !before.get(entry.getKey()).allowed())
                .count();
    }

    private static long allowed(Map<Question, Answer> answers) {
        return answers.values().stream().filter(Answer::allowed).count();
    }
}
