package org.sealedjoin.privacy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import javax.crypto.Mac;
import org.sealedjoin.base.HmacKey;

/**
 * HMAC-SHA-256 as a pseudo-random function. Each part goes in with its length before it, so that two lists of parts are never one
 * message, and the first part names the use, so that values made for one use say nothing of another's. Not for several threads.
 */
final class Prf implements AutoCloseable {
    static final int BYTES = 32;

    private final Mac mac;

    Prf(byte[] key, String use) {
        try {
            mac = Mac.getInstance(HmacKey.ALGORITHM);
            take(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + HmacKey.ALGORITHM, e);
        }
        byte[] derived = add(use.getBytes(StandardCharsets.UTF_8)).end();
        try {
            take(derived);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("This Java's " + HmacKey.ALGORITHM + " takes no new key", e);
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    Prf add(byte[] part) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
        mac.update(part);
        return this;
    }

    Prf add(String part) {
        return add(part.getBytes(StandardCharsets.UTF_8));
    }

    Prf add(long part) {
        return add(ByteBuffer.allocate(Long.BYTES).putLong(part).array());
    }

    /** The value of the parts added since the last end. */
    byte[] end() {
        return mac.doFinal();
    }

    /** Overwrites what the {@code Mac} keeps of the key. */
    @Override
    public void close() {
        try {
            take(new byte[1]);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("This Java's " + HmacKey.ALGORITHM + " takes no new key", e);
        }
    }

    private void take(byte[] key) throws InvalidKeyException {
        var secret = new HmacKey(key);
        try {
            mac.init(secret);
        } finally {
            secret.destroy();
        }
    }
}
