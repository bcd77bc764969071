package org.sealedjoin.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The old and the new way of writing one line meet; what only looks like an old way stays. Sources: docs/phone.md. */
class PlanChangesTest {
    private final PhoneNormalizer normalizer = new PhoneNormalizer();

    private String normalized(String raw, String region) {
        return PhoneNormalizerTest.outcome(normalizer.normalize(raw, region));
    }

    @ParameterizedTest
    @CsvSource({
        "+52 55 1234 5678,",
        "+52 1 55 1234 5678,",
        "+52 044 55 1234 5678,",
        "55 1234 5678, MX",
        "1 55 1234 5678, MX",
        "01 55 1234 5678, MX",
        "044 55 1234 5678, MX",
        "045 55 1234 5678, MX",
        "5215512345678, MX",
        "011 52 1 55 1234 5678, US",
    })
    void normalize_mexicanLineWithDroppedPrefixes_givesTenDigits(String raw, String region) {
        assertThat(normalized(raw, region)).isEqualTo("+525512345678");
    }

    @ParameterizedTest
    @CsvSource({
        "+54 9 11 2345 6789, , +5491123456789",
        "+54 11 2345 6789, , +5491123456789",
        "+54 11 15 2345 6789, , +5491123456789",
        "+54 9 11 15 2345 6789, , +5491123456789",
        "011 15 2345 6789, AR, +5491123456789",
        "11 2345 6789, AR, +5491123456789",
        "9 11 2345 6789, AR, +5491123456789",
        "011 15 2345 6789 int. 5, AR, +5491123456789",
        "0351 15 412 3456, AR, +5493514123456",
        "+54 351 412 3456, , +5493514123456",
        "+54 9 351 15 412 3456, , +5493514123456",
        "02966 15 41 2345, AR, +5492966412345",
        "+54 2966 41 2345, , +5492966412345",
        "+54 9 2966 15 41 2345, , +5492966412345",
        // A subscriber number that begins with 15.
        "011 1523-4567, AR, +5491115234567",
        "+54 11 1523 4567, , +5491115234567",
        // Services have no mobile form.
        "0800 333 1234, AR, +548003331234",
        "+54 810 123 4567, , +548101234567",
    })
    void normalize_argentineLineWithOrWithoutNineAndFifteen_givesTheFormWithNine(
            String raw, String region, String expected) {
        assertThat(normalized(raw, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+55 41 8888 7777, , +5541988887777",
        "+55 41 98888 7777, , +5541988887777",
        "(041) 8888-7777, BR, +5541988887777",
        "0 15 41 98888-7777, BR, +5541988887777",
        "+55 11 6333 4444, , +5511963334444",
        "+55 11 9333 4444, , +5511993334444",
        // 71 to 74 were mobile in the state of São Paulo only, other sevens were radio and kept eight digits.
        "+55 11 7123 8888, , +5511971238888",
        "+55 21 7123 8888, , +552171238888",
        "+55 11 7777 8888, , +551177778888",
        // Landlines begin with 2 to 5.
        "+55 11 2333 4444, , +551123334444",
        "+55 11 5333 4444, , +551153334444",
        "0800 123 4567, BR, +558001234567",
    })
    void normalize_brazilianLine_getsNinthDigitWhereMobilesGotIt(String raw, String region, String expected) {
        assertThat(normalized(raw, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "01 06 07 08, +2250101060708",
        "43 06 07 08, +2250143060708",
        "73 06 07 08, +2250173060708",
        "06 06 07 08, +2250506060708",
        "94 06 07 08, +2250594060708",
        "07 06 07 08, +2250707060708",
        "98 06 07 08, +2250798060708",
        "20 81 23 45, +2252120812345",
        "36 01 23 45, +2252536012345",
        "20 21 23 45, +2252720212345",
        "36 81 23 45, +2252736812345",
    })
    void normalize_ivorianLineOfEightDigits_getsItsOperatorsDigits(String old, String expected) {
        assertThat(normalized(old, "CI")).isEqualTo(expected);
        assertThat(normalized("+225 " + old, null)).isEqualTo(expected);
        assertThat(normalized("00225" + old, "CI")).isEqualTo(expected);
        assertThat(normalized(expected.substring(4), "CI")).isEqualTo(expected);
    }

    @Test
    void normalize_ivorianPrefixThatNobodyHad_isRefused() {
        assertThat(normalized("+225 12 34 56 78", null)).isEqualTo("too_short");
        assertThat(normalized("+225 99 34 56 78", null)).isEqualTo("too_short");
    }

    @ParameterizedTest
    @CsvSource({
        "95 12 34 56, BJ, +2290195123456",
        "01 95 12 34 56, BJ, +2290195123456",
        "+229 95 12 34 56, , +2290195123456",
        "21 12 34 56, BJ, +2290121123456",
        "00229 40 12 34 56, BJ, +2290140123456",
        "85 75 12 34, BJ, +2290185751234",
    })
    void normalize_benineseLine_getsZeroOne(String raw, String region, String expected) {
        assertThat(normalized(raw, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+220 312 3456, +220833123456",
        "+220 833 123 456, +220833123456",
        "+220 501 2345, +220835012345",
        "+220 612 3456, +220866123456",
        "+220 212 3456, +220872123456",
        "+220 401 2345, +220874012345",
        // Gamcel and landlines stay at seven.
        "+220 912 3456, +2209123456",
        "+220 422 3456, +2204223456",
    })
    void normalize_gambianLine_getsItsOperatorsDigits(String raw, String expected) {
        assertThat(normalized(raw, null)).isEqualTo(expected);
    }
}
