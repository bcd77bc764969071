package org.sealedjoin.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.phone.ExternalData.Row;

/**
 * Vectors collected from libraries and from the upload rules of advertising platforms. A row is excluded only by its line number
 * and with a reason; {@code docs/phone.md} sums the reasons up.
 */
@Tag("external")
class VectorsExternalTest {
    private static final String TEST_METADATA =
            "true only in libphonenumber's test metadata, no such number in its real metadata";
    private static final String OVERDIALLED =
            "more digits than the plan has; the network would ignore them, a comparison must not";
    private static final String ARGENTINA = "our form of an Argentine line has the 9 (docs/phone.md)";
    private static final String SYNTAX_ONLY =
            "the source checks characters only, its country has no numbers of that length";
    private static final String WRITTEN_PLUS =
            "the source puts a plus before any digits; ours would name a line nobody meant";
    private static final String TRAP = "the row shows what goes wrong when a number is hashed as typed";
    private static final String OTHER_IDENTITY = "a messenger's own id for the line, by design not its E.164 form";
    private static final String NATIONAL_ONLY =
            "the source wants numbers without a country, which match nothing of ours";

    private static final Map<Integer, String> EXCLUDED = excluded();

    private final PhoneNormalizer normalizer = new PhoneNormalizer();

    private static Map<Integer, String> excluded() {
        Map<Integer, String> reasons = new TreeMap<>();
        put(reasons, TEST_METADATA, 9, 12, 13, 27, 46, 47, 76, 77, 78);
        put(reasons, OVERDIALLED, 51, 52, 53);
        put(reasons, ARGENTINA, 25, 26, 209);
        put(reasons, SYNTAX_ONLY, 150, 151, 168, 169, 170, 179, 203);
        put(reasons, WRITTEN_PLUS, 152, 177, 178, 188, 225);
        put(reasons, TRAP, 181, 199);
        put(reasons, OTHER_IDENTITY, 208, 216, 217);
        put(reasons, NATIONAL_ONLY, 185);
        put(reasons, "a record printed by a program, with text between the plus and the rest", 91, 114);
        put(reasons, "marked as suspect in the source: its digits are 1243 and 1234", 138);
        put(reasons, "the source refuses blanks and quotes before a number, which we drop", 222);
        put(reasons, "made-up number under an old Ivorian prefix that no operator had", 223);
        put(
                reasons,
                "the source guesses a foreign calling code without a plus; read at home it has too many digits",
                232);
        put(reasons, "the source drops Brazil's collect-call prefix 90 from a number one digit short", 242);
        return Map.copyOf(reasons);
    }

    private static void put(Map<Integer, String> reasons, String reason, int... lines) {
        for (int line : lines) {
            if (reasons.put(line, reason) != null) {
                throw new IllegalStateException("line " + line + " is excluded twice");
            }
        }
    }

    static Stream<Row> rows() throws IOException {
        return ExternalData.phoneTable("vectors.tsv").stream().filter(row -> !EXCLUDED.containsKey(row.line()));
    }

    @ParameterizedTest(name = "line {index}")
    @MethodSource("rows")
    void normalize_vector_givesWhatItsSourceExpects(Row row) {
        Normalization normalization = normalizer.normalize(unescaped(row.cell("input")), regionOf(row));
        String given = row.cell("expected_as_given");
        if (!row.cell("expected_e164").isEmpty()) {
            assertThat(value(normalization)).as("line %d", row.line()).isEqualTo(row.cell("expected_e164"));
        } else if (row.cell("form").equals("wa_id_nomatch")) {
            assertThat(digits(normalization)).as("line %d", row.line()).isNotEqualTo(given);
        } else if (namesACountry(row) && isNumber(given)) {
            assertThat(digits(normalization)).as("line %d", row.line()).isEqualTo(given.replace("+", ""));
        } else {
            assertThat(normalization).as("line %d", row.line()).isInstanceOf(Normalization.Refused.class);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void hash_vectorWithHash_givesIt(Row row) {
        String expected = row.cell("expected_sha256_hex");
        boolean ofNumber = row.cell("sha256_preimage").equals(row.cell("expected_as_given"));
        if (!expected.isEmpty()
                && ofNumber
                && normalizer.normalize(unescaped(row.cell("input")), regionOf(row))
                        instanceof Normalization.Accepted accepted) {
            HashForm form = row.cell("sha256_preimage").startsWith("+") ? HashForm.E164 : HashForm.DIGITS;
            HashedNumber hash = HashedNumber.of(accepted.number(), form);
            assertThat(hash.hex()).as("line %d", row.line()).isEqualTo(expected);
            assertThat(HashedNumber.parse(expected)).isEqualTo(new HashReading.Hashed(hash));
        }
    }

    @Test
    void excluded_lines_areAllInTheFileAndAllDisagree() throws IOException {
        Set<Integer> disagreeing = new TreeSet<>();
        for (Row row : ExternalData.phoneTable("vectors.tsv")) {
            try {
                normalize_vector_givesWhatItsSourceExpects(row);
            } catch (AssertionError disagreement) {
                disagreeing.add(row.line());
            }
        }
        assertThat(disagreeing).isEqualTo(new TreeSet<>(EXCLUDED.keySet()));
    }

    /** The sources' test code was copied with its escapes. */
    private static String unescaped(String cell) {
        return cell.replace("\\t", "\t").replace("\\\\", "\\");
    }

    private static String regionOf(Row row) {
        return row.cell("region").isEmpty() ? null : row.cell("region");
    }

    private static boolean namesACountry(Row row) {
        return !row.cell("region").isEmpty() || row.cell("input").contains("+");
    }

    private static boolean isNumber(String given) {
        return given.matches("\\+?[0-9]{7,15}");
    }

    private static String value(Normalization normalization) {
        return PhoneNormalizerTest.outcome(normalization);
    }

    private static String digits(Normalization normalization) {
        return value(normalization).replace("+", "");
    }
}
