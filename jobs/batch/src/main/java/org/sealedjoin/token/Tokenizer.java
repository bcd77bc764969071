package org.sealedjoin.token;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealedjoin.phone.HashedNumber;

/** Makes tokens in one task. Not for use by several threads. */
final class Tokenizer {
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    Tokenizer(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + ALGORITHM, e);
        }
    }

    /** A tokenizer under the open run key of that handle. */
    static Tokenizer of(String handle) {
        return new Tokenizer(ExecutorKeys.of(handle));
    }

    Token tokenOf(HashedNumber number) {
        return new Token(mac(number.bytes()));
    }

    /** The whole MAC, of which a token is the first half. */
    byte[] mac(byte[] message) {
        return mac.doFinal(message);
    }
}
