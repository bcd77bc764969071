package org.sealedjoin.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Numbers are those that regulators keep for fiction where they do: NANP 555-0100 to 555-0199 (ATIS-0300115), Ofcom's 07700 900000
 * to 900999 and 020 7946 0000 to 0999, ACMA's 0491 570 xxx; the others are made up.
 */
class PhoneNormalizerTest {
    private final PhoneNormalizer normalizer = new PhoneNormalizer();

    static String outcome(Normalization normalization) {
        return normalization instanceof Normalization.Accepted accepted
                ? accepted.number().value()
                : ((Normalization.Refused) normalization).reason().word();
    }

    private String normalized(String raw, String region) {
        return outcome(normalizer.normalize(raw, region));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2025550146                 | US
            (202) 555-0146             | US
            1 202 555 0146             | US
            202.555.0146 x5            | US
            202-555-0146 ext. 22       | US
            2025550146;5               | US
            2025550146,,5              | US
            2025550146p5               | US
            2025550146 w 5#            | US
            12025550146                | US
            +1 202 555 0146            | DE
            00 1 202 555 0146          | DE
            011 1 202 555 0146         | AG
            (+1) 202 555 0146          | DE
            ++1 202 555 0146           |
            +1 (202) 555-0146          |
            tel:+1-202-555-0146        |
            TEL:+1-202-555-0146;ext=5  |
            tel:%2B1%20202%20555%200146|
            tel:202-555-0146;phone-context=+1|
            sms:+12025550146           |
            "'2025550146'"             | US
            001 202 555 0146           | US
            001 202 555 0146           | JP
            """)
    void normalize_oneLineWrittenInManyWays_givesOneForm(String raw, String region) {
        assertThat(normalized(raw, region)).isEqualTo("+12025550146");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFF0B\uFF11\uFF12\uFF10\uFF12\uFF15\uFF15\uFF15\uFF10\uFF11\uFF14\uFF16", // full-width
                "+\u0661\u0662\u0660\u0662\u0665\u0665\u0665\u0660\u0661\u0664\u0666", // Arabic-Indic
                "+\u06F1\u06F2\u06F0\u06F2\u06F5\u06F5\u06F5\u06F0\u06F1\u06F4\u06F6", // Persian
                "+\u0967\u0968\u0966\u0968\u096B\u096B\u096B\u0966\u0967\u096A\u096C", // Devanagari
                "+\uD835\uDFCF\uD835\uDFD0\uD835\uDFCE2 555 0146", // mathematical bold, outside the basic plane
                "\u202A+1 202\u00A0555\u202F0146\u202C", // the marks that phones store around a number
                "+1\u2011202\u2013555\u20120146", // dashes
                "\uFEFF+12025550146",
                "+1 202\u200B555\u20600146",
                "+1\t202\u3000555\u00010146",
            })
    void normalize_digitsAndMarksOfManyScripts_givesOneForm(String raw) {
        assertThat(normalized(raw, null)).isEqualTo("+12025550146");
    }

    @ParameterizedTest
    @CsvSource({
        "+12015550100, , +12015550100",
        "+15555555555, , +15555555555",
        "07700 900123, GB, +447700900123",
        "020 7946 0958, gb, +442079460958",
        "0491 570 006, AU, +61491570006",
        // A range that no metadata knows, yet of the length of a mobile number.
        "0199 1234567, DE, +491991234567",
        "+49 199 1234567, , +491991234567",
    })
    void normalize_numberOutsideKnownRanges_isAccepted(String raw, String region, String expected) {
        assertThat(normalized(raw, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+49 (0)171 1234567, , +491711234567",
        "+7 8 912 345 67 89, , +79123456789",
        "8 912 345 67 89, RU, +79123456789",
        "06 12345678, IT, +390612345678",
        "+39 06 12345678, , +390612345678",
        "17951 13800138000, CN, +8613800138000",
        "810 49 171 1234567, RU, +491711234567",
        "0049 171 1234567, RU, +491711234567",
        "0049 171 1234567, US, +491711234567",
        "011 49 171 1234567, US, +491711234567",
    })
    void normalize_prefixesOfHomeAndAbroad_areUnderstood(String raw, String region, String expected) {
        assertThat(normalized(raw, region)).isEqualTo(expected);
    }

    /** Files in the digits form have no plus; where numbers vary in length, the code looks like an area code. */
    @ParameterizedTest
    @CsvSource({
        "4915123456789, DE, +4915123456789",
        "491711234567, DE, +491711234567",
        "62812345678, ID, +62812345678",
        "38343201234, XK, +38343201234",
        "447700900123, GB, +447700900123",
        "919876543210, IN, +919876543210",
        // The 0 says that 0491 (Leer) and 0622 (Pematangsiantar) are area codes.
        "0491 12345678, DE, +4949112345678",
        "0622 123456, ID, +62622123456",
    })
    void normalize_callingCodeWithoutPlus_isTakenForItselfUnlessTheTrunkZeroSaysOtherwise(
            String raw, String region, String expected) {
        assertThat(normalized(raw, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                       | US | empty
            '   '                    | US | empty
            +                        | US | not_a_number
            hello                    | US | not_a_number
            john@example.org         | US | not_a_number
            2.02555E+09              | US | not_a_number
            2025550146               |    | no_region
            0012025550146            |    | no_region
            2025550146               | ZZ | no_region
            2025550146               | XX | no_region
            2025550146               | 001| no_region
            +999 1234567             | US | unknown_country
            +0000000000              |    | unknown_country
            +1202555014              |    | too_short
            202555014                | US | too_short
            +120255501460            |    | too_long
            2025550146 2025550147    | US | too_long
            +881 61234567            |    | too_short
            555-0146                 | US | local_only
            1234567                  | DE | local_only
            98888-7777               | BR | local_only
            15 2345 6789             | AR | local_only
            112                      | DE | short_code
            116117                   | DE | short_code
            911                      | US | short_code
            411                      | US | short_code
            +1411                    |    | short_code
            2025550146 home          | US | letters
            0171 1234567 Max         | DE | letters
            +49 171 1234567 Max      |    | letters
            """)
    void normalize_textThatNamesNoLine_isRefusedWithItsReason(String raw, String region, String reason) {
        assertThat(normalized(raw, region)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "1-800-FLOWERS, US, +18003569377",
        "0800 FLOWERS, GB, +448003569377",
        "800-CABBAGE, US, +18002222243",
    })
    void normalize_lettersOfServiceNumber_countAsDigits(String raw, String region, String expected) {
        assertThat(normalized(raw, region)).isEqualTo(expected);
    }

    @Test
    void normalize_null_isEmpty() {
        assertThat(normalized(null, "US")).isEqualTo("empty");
    }

    @Test
    void normalize_textLongerThanLimit_isTooLongWithoutBeingRead() {
        assertThat(normalized(" ".repeat(239) + "+1202555014", null)).isEqualTo("too_short");
        assertThat(normalized(" ".repeat(239) + "+12025550146", null)).isEqualTo("too_long");
        assertThat(normalized("1".repeat(100_000), "US")).isEqualTo("too_long");
    }

    @Test
    void normalize_byManyThreads_givesWhatOneThreadGives() {
        assertThat(IntStream.range(0, 20_000)
                        .parallel()
                        .mapToObj(i -> normalized("202 555 " + String.format("%04d", i % 10_000), "US"))
                        .distinct()
                        .count())
                .isEqualTo(10_000);
    }

    @Test
    void knows_region_ignoresCaseAndRefusesWhatHasNoPlan() {
        assertThat(normalizer.knows("us")).isTrue();
        assertThat(normalizer.knows("XK")).isTrue();
        assertThat(normalizer.knows("XX")).isFalse();
        assertThat(normalizer.knows("UK")).isFalse();
        assertThat(normalizer.knows("ZZ")).isFalse();
        assertThat(normalizer.knows("USA")).isFalse();
        assertThat(normalizer.knows("")).isFalse();
    }

    @Test
    void toString_ofAcceptedNumber_printsNothingOfIt() {
        assertThat(normalizer.normalize("+12025550146", null).toString()).doesNotContain("202");
    }
}
