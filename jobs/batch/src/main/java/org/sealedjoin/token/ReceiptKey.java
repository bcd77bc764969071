package org.sealedjoin.token;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Under which people are named in receipts of erasures: ids are few enough to try them all, so a digest without a key would name them. Kept
 * by the operator for as long as the receipts. Handed to executors as the run key is. Prints nothing.
 */
public final class ReceiptKey implements AutoCloseable {
    public static final int BYTES = 32;

    private static final String USE = "sealedjoin-receipt-v1";
    private static final int KEY_ID_DIGITS = 16;

    private final OpenSecret secret;
    private final Tokenizer digests;

    /**
     * Opens the key.
     *
     * @param bytes taken over: they are overwritten when this is closed
     * @param random draws the handle by which executors ask for it
     */
    public ReceiptKey(byte[] bytes, SecureRandom random) {
        digests = new Tokenizer(bytes);
        secret = new OpenSecret(bytes, random);
    }

    /** 16 hexadecimal digits that tell this key from others, and nothing of it. */
    public String id() {
        return hex(digests, USE + "|key").substring(0, KEY_ID_DIGITS);
    }

    /**
     * The digest of a person: HMAC-SHA-256 of {@code sealedjoin-receipt-v1|<platform>|<id>}, 64 hexadecimal digits.
     *
     * @param platform the word of a {@link org.sealedjoin.base.Platform}
     */
    public String digest(String platform, long id) {
        return digest(digests, platform, id);
    }

    static String digest(Tokenizer digests, String platform, long id) {
        return hex(digests, USE + "|" + platform + "|" + id);
    }

    private static String hex(Tokenizer digests, String message) {
        byte[] mac = digests.mac(message.getBytes(StandardCharsets.UTF_8));
        try {
            return HexFormat.of().formatHex(mac);
        } finally {
            Arrays.fill(mac, (byte) 0);
        }
    }

    String handle() {
        return secret.handle();
    }

    @Override
    public void close() {
        digests.close();
        secret.close();
    }

    @Override
    public String toString() {
        return "ReceiptKey[not shown]";
    }
}
