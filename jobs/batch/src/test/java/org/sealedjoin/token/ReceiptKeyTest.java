package org.sealedjoin.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class ReceiptKeyTest {
    private static byte[] bytes() {
        var bytes = new byte[ReceiptKey.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** Expected values by Python's hmac. */
    @Test
    void digest_person_isTheHmacThatTheReceiptNames() {
        try (var key = new ReceiptKey(bytes(), new SecureRandom())) {
            assertThat(key.digest("messaging", 42))
                    .isEqualTo("8d5bbcd56aa74f35c44863a4b6ab9d71e511bbd79a520f560ca870c1e5ba1a36");
            assertThat(key.digest("social", 42))
                    .isEqualTo("39797c781eefe5138ad3a8f0ffbebd511258f20aafcfcc68e09d41bc40af417f");
            assertThat(key.id()).isEqualTo("2d509aae69205941");
        }
    }

    @Test
    void close_overwritesTheKey_andNothingIsDigestedAnyMore() {
        byte[] bytes = bytes();
        var key = new ReceiptKey(bytes, new SecureRandom());
        key.close();

        assertThat(bytes).containsOnly(0);
        assertThatThrownBy(() -> key.digest("messaging", 42)).isInstanceOf(IllegalStateException.class);
        assertThat(key).hasToString("ReceiptKey[not shown]");
    }
}
