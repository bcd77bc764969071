package org.sealedjoin.token;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.sealedjoin.phone.HashedNumber;

/**
 * Makes tokens until it is closed. What it holds of the key is overwritten then.
 *
 * <p>Of the key it keeps what HMAC makes of it before it sees a message: SHA-256 after one block, inner and outer (RFC 2104, section 4). A
 * message is hashed from copies of these, which halves the work; see docs/performance.md.
 */
final class Tokenizer implements AutoCloseable {
    private static final String HASH = "SHA-256";
    private static final int BLOCK_BYTES = 64;
    private static final int DIGEST_BYTES = 32;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest plain = sha256();
    private final MessageDigest inner = sha256();
    private final MessageDigest outer = sha256();
    private final byte[] digest = new byte[DIGEST_BYTES];
    private boolean closed;

    Tokenizer(byte[] key) {
        byte[] shortKey = key.length > BLOCK_BYTES ? plain.digest(key) : key.clone();
        absorb(inner, shortKey, INNER);
        absorb(outer, shortKey, OUTER);
        Arrays.fill(shortKey, (byte) 0);
    }

    /** This thread's tokenizer under the open run key of that handle. */
    static Tokenizer of(String handle) {
        return ExecutorKeys.tokenizer(handle);
    }

    Token tokenOf(HashedNumber number) {
        return new Token(mac(number.bytes()));
    }

    /** The bytes of the token of the number that is written in {@code text[from, from + length)}, which is hashed first. */
    synchronized byte[] tokenOf(byte[] text, int from, int length) {
        requireOpen();
        try {
            plain.update(text, from, length);
            plain.digest(digest, 0, DIGEST_BYTES);
            authenticate(digest, 0, DIGEST_BYTES);
            return Arrays.copyOf(digest, Token.BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("This Java's " + HASH + " has another length", e);
        } finally {
            plain.reset();
            Arrays.fill(digest, (byte) 0);
        }
    }

    /** The whole MAC, of which a token is the first half. */
    synchronized byte[] mac(byte[] message) {
        requireOpen();
        try {
            authenticate(message, 0, message.length);
            return digest.clone();
        } catch (DigestException e) {
            throw new IllegalStateException("This Java's " + HASH + " has another length", e);
        }
    }

    /** Overwrites what was made of the key: a digest that is reset puts its first state in the place of the one it had. */
    @Override
    public synchronized void close() {
        closed = true;
        inner.reset();
        outer.reset();
        Arrays.fill(digest, (byte) 0);
    }

    /** Leaves the MAC in {@link #digest}. Each copy is overwritten after its use. */
    private void authenticate(byte[] message, int from, int length) throws DigestException {
        MessageDigest copy = copyOf(inner);
        copy.update(message, from, length);
        copy.digest(digest, 0, DIGEST_BYTES);
        copy.reset();
        copy = copyOf(outer);
        copy.update(digest, 0, DIGEST_BYTES);
        copy.digest(digest, 0, DIGEST_BYTES);
        copy.reset();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The run key is gone: no token can be made");
        }
    }

    private static void absorb(MessageDigest hash, byte[] key, byte pad) {
        var block = new byte[BLOCK_BYTES];
        for (int i = 0; i < BLOCK_BYTES; i++) {
            block[i] = (byte) (i < key.length ? key[i] ^ pad : pad);
        }
        hash.update(block);
        Arrays.fill(block, (byte) 0);
    }

    private static MessageDigest copyOf(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("This Java's " + HASH + " cannot be copied (need Java's own provider)", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance(HASH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + HASH, e);
        }
    }
}
