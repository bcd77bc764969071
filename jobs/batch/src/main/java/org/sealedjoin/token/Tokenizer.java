package org.sealedjoin.token;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Mac;
import org.sealedjoin.base.HmacKey;
import org.sealedjoin.phone.HashedNumber;

/** Makes tokens until it is closed. What it holds of the key is overwritten then. */
final class Tokenizer implements AutoCloseable {
    private final Mac mac;
    private boolean closed;

    Tokenizer(byte[] key) {
        try {
            mac = Mac.getInstance(HmacKey.ALGORITHM);
            take(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + HmacKey.ALGORITHM, e);
        }
    }

    /** This thread's tokenizer under the open run key of that handle. */
    static Tokenizer of(String handle) {
        return ExecutorKeys.tokenizer(handle);
    }

    Token tokenOf(HashedNumber number) {
        return new Token(mac(number.bytes()));
    }

    /** The whole MAC, of which a token is the first half. */
    synchronized byte[] mac(byte[] message) {
        if (closed) {
            throw new IllegalStateException("The run key is gone: no token can be made");
        }
        return mac.doFinal(message);
    }

    /** Overwrites what the {@code Mac} keeps: two arrays, each the key xor-ed with a constant, which a new key replaces in place. */
    @Override
    public synchronized void close() {
        closed = true;
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
