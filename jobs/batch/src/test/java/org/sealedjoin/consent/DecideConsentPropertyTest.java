package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.ConsentCase.Answer;
import org.sealedjoin.consent.ConsentCase.Question;
import org.sealedjoin.consent.ConsentPolicy.LateObjection;
import org.sealedjoin.consent.ConsentPolicy.Regrant;
import org.sealedjoin.consent.ConsentPolicy.Silence;

/** The stage against its slow twin. {@code -Dconsent.rounds=N} pairs each policy with more inputs. */
class DecideConsentPropertyTest {
    private static final int ROUNDS = Integer.getInteger("consent.rounds", 2);
    private static final int PEOPLE_EACH = 400;

    static Stream<Arguments> cases() {
        var cases = new ArrayList<Arguments>();
        for (int round = 0; round < ROUNDS; round++) {
            List<ConsentPolicy> policies = policies();
            for (int i = 0; i < policies.size(); i++) {
                // Each round pairs every policy with another as-of.
                Instant asOf = RandomCase.AS_OFS.get((i + 3 * round) % RandomCase.AS_OFS.size());
                cases.add(Arguments.of(cases.size() + 1L, policies.get(i), asOf));
            }
        }
        return cases.stream();
    }

    private static List<ConsentPolicy> policies() {
        var policies = new ArrayList<ConsentPolicy>();
        for (Silence silence : Silence.values()) {
            for (LateObjection late : LateObjection.values()) {
                for (Regrant regrant : Regrant.values()) {
                    policies.add(new ConsentPolicy(silence, late, regrant));
                }
            }
        }
        return policies;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void apply_randomInput_answersAsTheSlowTwin(long seed, ConsentPolicy policy, Instant asOf) {
        ConsentCase input = RandomCase.of(seed, policy, asOf, PEOPLE_EACH);

        assertThat(input.answers()).isEqualTo(slowAnswers(input));
    }

    @Test
    void randomCase_allPolicies_reachesEveryReason() {
        var words = new TreeMap<String, Long>();
        cases().map(Arguments::get)
                .forEach(drawn -> slowAnswers(RandomCase.of(
                                (Long) drawn[0], (ConsentPolicy) drawn[1], (Instant) drawn[2], PEOPLE_EACH))
                        .values()
                        .forEach(answer -> words.merge(answer.reason(), 1L, Long::sum)));

        assertThat(words.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(ConsentReason.values())
                        .map(ConsentReason::word)
                        .toList());
        assertThat(words.values()).as("%s", words).allMatch(times -> times >= 20);
    }

    private static TreeMap<Question, Answer> slowAnswers(ConsentCase input) {
        var slow = new SlowConsent(input);
        var answers = new TreeMap<Question, Answer>();
        input.people()
                .forEach(person -> Purpose.words()
                        .forEach(purpose -> answers.put(
                                new Question(person.platform(), person.id(), purpose), slow.answer(person, purpose))));
        return answers;
    }
}
