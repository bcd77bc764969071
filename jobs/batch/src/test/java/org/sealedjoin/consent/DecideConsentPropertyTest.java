package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

/** The stage against its slow twin. {@code -Dconsent.seeds=N} draws more inputs for each policy. */
class DecideConsentPropertyTest {
    private static final int SEEDS = Integer.getInteger("consent.seeds", 2);
    private static final int PEOPLE_EACH = 400;

    static Stream<Arguments> cases() {
        var cases = new ArrayList<Arguments>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            for (Silence silence : Silence.values()) {
                for (LateObjection late : LateObjection.values()) {
                    for (Regrant regrant : Regrant.values()) {
                        cases.add(Arguments.of(cases.size() + 1L, new ConsentPolicy(silence, late, regrant)));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void apply_randomInput_answersAsTheSlowTwin(long seed, ConsentPolicy policy) {
        ConsentCase input = RandomCase.of(seed, policy, PEOPLE_EACH);

        assertThat(input.answers()).isEqualTo(slowAnswers(input));
    }

    @Test
    void randomCase_allPolicies_reachesEveryReason() {
        var words = new TreeMap<String, Long>();
        cases().forEach(args -> slowAnswers(
                        RandomCase.of((Long) args.get()[0], (ConsentPolicy) args.get()[1], PEOPLE_EACH))
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
