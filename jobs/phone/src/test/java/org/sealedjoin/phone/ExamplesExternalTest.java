package org.sealedjoin.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.phone.ExternalData.Row;

/** An example of each type of number for each region, written in every way: all of them must meet in one form. */
@Tag("external")
class ExamplesExternalTest {
    /** Not a number under the metadata that gives it as an example. */
    private static final String NO_NUMBER = "+2631312345";

    /** Examples that our rules rewrite; the others are their own form. */
    private static final Map<String, String> REWRITTEN = Map.of(
            "+541123456789", "+5491123456789",
            "+22985751234", "+2290185751234",
            "+22981123456", "+2290181123456",
            "+2203012345", "+220833012345");

    private final PhoneNormalizer normalizer = new PhoneNormalizer();

    static Stream<Row> rows() throws IOException {
        return ExternalData.phoneTable("examples_by_region.tsv").stream()
                .filter(row -> !row.cell("e164").equals(NO_NUMBER));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void normalize_exampleWrittenInEveryWay_givesOneForm(Row row) {
        String e164 = row.cell("e164");
        String form = REWRITTEN.getOrDefault(e164, e164);
        assertThat(normalized(form, null)).isEqualTo(form);
        for (String written : fromAbroad(row)) {
            assertThat(normalized(written, null)).as(written).isEqualTo(form);
        }
        if (!row.cell("region").equals("001")) {
            for (String written : atHome(row)) {
                assertThat(normalized(written, row.cell("region"))).as(written).isEqualTo(form);
            }
        }
    }

    private static List<String> fromAbroad(Row row) {
        String e164 = row.cell("e164");
        String code = row.cell("calling_code");
        String national = row.cell("example_nsn");
        return List.of(
                e164,
                "+" + code + " " + national,
                "(+" + code + ") " + spaced(national, " "),
                "+" + code + "-" + spaced(national, "-"),
                "+" + code + "." + spaced(national, "."),
                inDigitsFrom(e164.replace('+', '\uFF0B'), '\uFF10'),
                inDigitsFrom(e164, '\u0660'),
                "\u202A" + e164 + "\u202C",
                "tel:" + e164,
                "tel:" + e164 + ";ext=5",
                e164 + ";ext=5",
                e164 + " ext. 5");
    }

    private static List<String> atHome(Row row) {
        String national = row.cell("example_nsn");
        List<String> written = new ArrayList<>(List.of(
                national,
                spaced(national, " "),
                spaced(national, "-"),
                inDigitsFrom(national, '\uFF10'),
                national + ";ext=5"));
        if (hasTrunkPrefix(row)) {
            written.add(row.cell("national_prefix") + national);
            written.add("(" + row.cell("national_prefix") + ") " + spaced(national, " "));
        }
        if (row.cell("international_prefix").matches("[0-9]+")) {
            written.add(row.cell("international_prefix") + row.cell("e164").substring(1));
        }
        if (row.cell("type").equals("mobile")) {
            written.add(row.cell("e164").substring(1));
        }
        return written;
    }

    /** Colombian mobiles and Israeli service numbers are dialled without the prefix of the landlines of their country. */
    private static boolean hasTrunkPrefix(Row row) {
        String region = row.cell("region");
        String type = row.cell("type");
        return !(region.equals("CO") && type.equals("mobile"))
                && !(region.equals("IL") && row.cell("example_nsn").startsWith("1"));
    }

    /** Groups of three from the right, so that no group but the first is shorter. */
    private static String spaced(String digits, String separator) {
        StringBuilder spaced = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            spaced.insert(i, separator);
        }
        return spaced.toString();
    }

    private static String inDigitsFrom(String text, char zero) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits.append(c >= '0' && c <= '9' ? (char) (zero + c - '0') : c);
        }
        return digits.toString();
    }

    private String normalized(String raw, String region) {
        return PhoneNormalizerTest.outcome(normalizer.normalize(raw, region));
    }
}
