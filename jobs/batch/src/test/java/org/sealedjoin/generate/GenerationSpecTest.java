package org.sealedjoin.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.sealedjoin.base.UsageFailure;

class GenerationSpecTest {
    @Test
    void of_smallWorld_usesFictionAndTwentyEntriesAPerson() {
        var spec = GenerationSpec.of(20_000, 1);
        assertThat(spec.numbers()).isEqualTo(GenerationSpec.Numbers.FICTION);
        assertThat(spec.bookRows()).isEqualTo(400_000);
    }

    @Test
    void of_moreThanFictionHolds_usesAny() {
        assertThat(GenerationSpec.of(20_001, 1).numbers()).isEqualTo(GenerationSpec.Numbers.ANY);
    }

    @Test
    void new_fictionForTooMany_namesValueAndLimit() {
        assertThatThrownBy(() -> spec(20_001, 0))
                .isInstanceOf(UsageFailure.class)
                .hasMessage(
                        "Cannot generate 20001 people with numbers fiction: its ranges have numbers for 20000 people");
    }

    @Test
    void new_tooFewPeople_isRefused() {
        assertThatThrownBy(() -> spec(99, 0)).hasMessage("Cannot use setting people: 99 is out of range (need >= 100)");
    }

    @Test
    void new_negativeBookRows_isRefused() {
        assertThatThrownBy(() -> spec(100, -1))
                .hasMessage("Cannot use setting book-rows: -1 is out of range (need >= 0)");
    }

    private static GenerationSpec spec(long people, long bookRows) {
        return new GenerationSpec(
                people,
                bookRows,
                GenerationSpec.Forms.MIXED,
                GenerationSpec.Numbers.FICTION,
                GenerationSpec.Format.CSV,
                1);
    }
}
