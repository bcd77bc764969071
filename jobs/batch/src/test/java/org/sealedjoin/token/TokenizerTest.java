package org.sealedjoin.token;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.phone.HashReading;
import org.sealedjoin.phone.HashedNumber;
import org.sealedjoin.phone.Normalization;
import org.sealedjoin.phone.PhoneNormalizer;

class TokenizerTest {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 4231, 4.2. */
    @Test
    void mac_rfc4231Case1_isThePublishedOne() {
        byte[] key = new byte[20];
        Arrays.fill(key, (byte) 0x0b);

        assertThat(HEX.formatHex(new Tokenizer(key).mac("Hi There".getBytes(US_ASCII))))
                .isEqualTo("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    }

    /** RFC 4231, 4.3. */
    @Test
    void mac_rfc4231Case2_isThePublishedOne() {
        var tokenizer = new Tokenizer("Jefe".getBytes(US_ASCII));

        assertThat(HEX.formatHex(tokenizer.mac("what do ya want for nothing?".getBytes(US_ASCII))))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void tokenOf_hashedNumber_isFirstHalfOfItsMac() {
        var tokenizer = new Tokenizer(new byte[] {1});
        HashedNumber number = hashed("+16502530000");

        assertThat(tokenizer.tokenOf(number).bytes())
                .hasSize(16)
                .isEqualTo(Arrays.copyOf(tokenizer.mac(number.bytes()), 16));
    }

    @Test
    void tokenOf_uploadedHash_isTokenOfTheNumberItself() {
        var tokenizer = new Tokenizer(new byte[] {1});
        HashedNumber number = hashed("+16502530000");
        HashReading uploaded = HashedNumber.parse(HEX.formatHex(number.bytes()));

        assertThat(tokenizer.tokenOf(((HashReading.Hashed) uploaded).number())).isEqualTo(tokenizer.tokenOf(number));
    }

    @Test
    void toString_token_showsNothing() {
        assertThat(new Tokenizer(new byte[] {1}).tokenOf(hashed("+16502530000")))
                .hasToString("Token[not shown]");
    }

    /** Wycheproof's valid vectors; tags shorter than 32 bytes are the start of ours. */
    @Test
    @Tag("external")
    void mac_wycheproof_isThePublishedOne() throws IOException {
        Path file = Path.of(System.getProperty("external.data"), "crypto", "wycheproof_hmac_sha256_test.json");
        int valid = 0;
        int invalid = 0;
        for (JsonNode group : new ObjectMapper().readTree(file.toFile()).get("testGroups")) {
            int tagBytes = group.get("tagSize").asInt() / 8;
            for (JsonNode vector : group.get("tests")) {
                byte[] key = HEX.parseHex(vector.get("key").asText());
                byte[] mac =
                        new Tokenizer(key).mac(HEX.parseHex(vector.get("msg").asText()));
                String tag = HEX.formatHex(Arrays.copyOf(mac, tagBytes));
                if (vector.get("result").asText().equals("valid")) {
                    assertThat(tag)
                            .as("%s", vector.get("tcId"))
                            .isEqualTo(vector.get("tag").asText());
                    valid++;
                } else {
                    assertThat(tag)
                            .as("%s", vector.get("tcId"))
                            .isNotEqualTo(vector.get("tag").asText());
                    invalid++;
                }
            }
        }
        assertThat(valid).isPositive();
        assertThat(valid + invalid).isEqualTo(174);
    }

    private static HashedNumber hashed(String number) {
        var read = (Normalization.Accepted) new PhoneNormalizer().normalize(number, "US");
        return HashedNumber.of(read.number(), HashForm.E164);
    }
}
