package org.sealedjoin.token;

import java.security.MessageDigest;
import java.util.Arrays;

/** HMAC-SHA-256 of a hashed number under the run key, cut to 128 bits. Means nothing once the run key is gone. Prints nothing. */
public final class Token {
    /** Length of a token. */
    public static final int BYTES = 16;

    private final byte[] bytes;

    Token(byte[] mac) {
        bytes = Arrays.copyOf(mac, BYTES);
    }

    /** A copy of the 16 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Token token && MessageDigest.isEqual(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Token[not shown]";
    }
}
