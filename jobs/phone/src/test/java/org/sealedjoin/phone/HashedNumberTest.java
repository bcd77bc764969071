package org.sealedjoin.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HashedNumberTest {
    private static final E164 NUMBER = new E164("+12025550146");
    /** Computed with {@code printf %s +12025550146 | sha256sum}, and without the plus. */
    private static final String E164_HEX = "ec7e6b85f24fa6b796f1017236463f1b7160fbdc5e663e39ab363b6d6fe30b9f";

    private static final String DIGITS_HEX = "46f79a783d7ee6c9ebd5f8904280a5e1ec9c6edb20ced8a83fe5a80e58f1f918";

    private static HashedNumber hashed(String text) {
        return ((HashReading.Hashed) HashedNumber.parse(text)).number();
    }

    private static String flaw(String text) {
        return ((HashReading.Malformed) HashedNumber.parse(text)).flaw().word();
    }

    @Test
    void of_eitherForm_hashesThatText() {
        assertThat(HashedNumber.of(NUMBER, HashForm.E164).hex()).isEqualTo(E164_HEX);
        assertThat(HashedNumber.of(NUMBER, HashForm.DIGITS).hex()).isEqualTo(DIGITS_HEX);
    }

    @Test
    void parse_hexOfEitherCaseAndBase64_giveTheSameHash() {
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(E164_HEX));
        HashedNumber expected = HashedNumber.of(NUMBER, HashForm.E164);
        assertThat(hashed(E164_HEX)).isEqualTo(expected);
        assertThat(hashed(E164_HEX.toUpperCase(java.util.Locale.ROOT))).isEqualTo(expected);
        assertThat(hashed("  " + E164_HEX + "\t\r\n")).isEqualTo(expected);
        assertThat(hashed(base64)).isEqualTo(expected).hasSameHashCodeAs(expected);
        assertThat(hashed(base64.replace("=", ""))).isEqualTo(expected);
        String urlSafe = base64.replace('+', '-').replace('/', '_');
        assertThat(urlSafe).contains("-", "_");
        assertThat(hashed(urlSafe)).isEqualTo(expected);
        assertThat(hashed(urlSafe.replace("=", ""))).isEqualTo(expected);
        assertThat(hashed(DIGITS_HEX)).isNotEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "\r\n"})
    void parse_nothing_isEmpty(String text) {
        assertThat(flaw(text)).isEqualTo("empty");
    }

    @ParameterizedTest
    @CsvSource({
        "+12025550146, raw_looking",
        "(202) 555-0146, raw_looking",
        "2025550146, raw_looking",
        "12345, wrong_length",
        "7H5rhfJPpreW8QFyNkY/G3Fg+9xeZj45qzY7bW/jC5, wrong_length",
        "ec7e6b85f24fa6b796f1017236463f1b, wrong_length",
        "ec7e6b85f24fa6b796f1017236463f1b7160fbdc5e663e39ab363b6d6fe30b9g, wrong_alphabet",
        "7H5rhfJPpreW8QFyNkY_G3Fg+9xeZj45qzY7bW_jC58=, wrong_alphabet",
        "7H5rhfJPpreW8QFyNkY_G3Fg-9xeZj45qzY7bW_jC59, wrong_alphabet",
        "7H5rhfJPpreW8QFyNkY/G3Fg+9xeZj45qzY7bW/jC59=, wrong_alphabet",
        "7H5rhfJPpreW8QFyNkY/G3Fg+9xeZj45qzY7bW/jCw==, wrong_alphabet",
        "7H5rhfJPpreW8QFyNkY/G3Fg+9xeZj45qzY7bW/jC58A, wrong_alphabet",
    })
    void parse_textThatIsNoHash_isMalformedWithItsReason(String text, String reason) {
        assertThat(flaw(text)).isEqualTo(reason);
    }

    @Test
    void parse_hexWithDigitsOfOtherScripts_isMalformed() {
        assertThat(flaw("\uFF11" + E164_HEX.substring(1))).isEqualTo("wrong_alphabet");
    }

    @Test
    void bytes_changedByCaller_leaveTheHashAsItIs() {
        HashedNumber hash = HashedNumber.of(NUMBER, HashForm.E164);
        hash.bytes()[0] ^= 1;
        assertThat(hash.hex()).isEqualTo(E164_HEX);
        assertThat(hash.bytes()).hasSize(32);
    }

    @Test
    void toString_ofSecrets_printsNothingOfThem() {
        assertThat(HashedNumber.of(NUMBER, HashForm.E164).toString()).isEqualTo("HashedNumber[redacted]");
        assertThat(HashedNumber.parse(E164_HEX).toString()).doesNotContain("ec7e");
        assertThat(NUMBER.toString()).isEqualTo("E164[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "12025550146",
                "+02025550146",
                "+12345",
                "+1234567890123456",
                "+1202555014a",
                "+1 2025550146"
            })
    void newE164_textOfAnotherForm_isRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> new E164(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot hold a number: not in E.164 form (need + and 6 to 15 digits)");
    }

    @Test
    void ofWord_eitherForm_isFoundAndNothingElse() {
        assertThat(HashForm.ofWord("e164")).contains(HashForm.E164);
        assertThat(HashForm.ofWord("digits")).contains(HashForm.DIGITS);
        assertThat(HashForm.ofWord("E164")).isEmpty();
    }
}
