package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.sealedjoin.consent.ConsentCase.Answer;
import org.sealedjoin.consent.ConsentCase.Event;
import org.sealedjoin.consent.ConsentCase.Person;
import org.sealedjoin.consent.ConsentCase.Question;
import org.sealedjoin.consent.ConsentCase.Terms;
import org.sealedjoin.consent.ConsentPolicy.LateObjection;
import org.sealedjoin.consent.ConsentPolicy.Regrant;
import org.sealedjoin.consent.ConsentPolicy.Silence;

/**
 * One person, what was said, and the answer that is due to one purpose. All scenarios of a call run as one Spark job, under the terms and
 * at the instants that stand here.
 */
record Scenario(String name, Who who, String purpose, Answer expected, List<Said> said) {
    static final Instant AS_OF = at("2026-06-01T00:00:00Z");
    static final Instant EXECUTED_AT = at("2026-06-01T06:00:00Z");
    static final Instant ANNOUNCED = at("2026-03-01T00:00:00Z");
    static final Instant WINDOW_END = at("2026-05-01T00:00:00Z");

    static final Terms OLD = new Terms("2015", at("2015-01-01T00:00:00Z"), at("2015-02-01T00:00:00Z"), 30, null);
    static final Terms IN_FORCE = new Terms("2026", ANNOUNCED, at("2026-04-01T00:00:00Z"), 30, " de, FR ,at");
    static final Terms COMING = new Terms("2027", at("2026-05-15T00:00:00Z"), at("2026-07-01T00:00:00Z"), 10, "US");
    static final List<Terms> TERMS = List.of(OLD, IN_FORCE, COMING);

    static final ConsentPolicy STRICT = ConsentPolicy.strict();
    static final ConsentPolicy ACCEPT = new ConsentPolicy(Silence.ACCEPT, LateObjection.HONOR, Regrant.NOT_NEEDED);
    static final ConsentPolicy IGNORE = new ConsentPolicy(Silence.DENY, LateObjection.IGNORE, Regrant.NOT_NEEDED);
    static final ConsentPolicy YEAR_2016 = new ConsentPolicy(Silence.ACCEPT, LateObjection.IGNORE, Regrant.NOT_NEEDED);
    static final ConsentPolicy REGRANT = new ConsentPolicy(Silence.DENY, LateObjection.HONOR, Regrant.NEEDED);

    /** A moment at which people said something: after the window's end, before the as-of. */
    static final Instant MAY = at("2026-05-20T00:00:00Z");

    static final Instant APRIL = at("2026-04-20T00:00:00Z");

    static Scenario yes(String name, Who who, String purpose, String reason, Said... said) {
        return new Scenario(name, who, purpose, new Answer(true, reason), List.of(said));
    }

    static Scenario no(String name, Who who, String purpose, String reason, Said... said) {
        return new Scenario(name, who, purpose, new Answer(false, reason), List.of(said));
    }

    static Stream<DynamicTest> scenarios(ConsentPolicy policy, Scenario... scenarios) {
        return run(policy, AS_OF, EXECUTED_AT, TERMS, List.of(scenarios));
    }

    static Stream<DynamicTest> asOf(ConsentPolicy policy, Instant asOf, List<Terms> terms, Scenario... scenarios) {
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

    static Instant before(Instant instant) {
        return instant.minus(1, ChronoUnit.MICROS);
    }

    static Instant after(Instant instant) {
        return instant.plus(1, ChronoUnit.MICROS);
    }

    static Instant at(String instant) {
        return Instant.parse(instant);
    }
}
