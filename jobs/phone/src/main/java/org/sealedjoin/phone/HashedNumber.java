package org.sealedjoin.phone;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a phone number, the form in which advertisers send numbers.
 *
 * <p>All numbers of the world can be hashed in an hour, so this is as secret as the number itself: it prints nothing and
 * compares in constant time.
 */
public final class HashedNumber {
    private static final int BYTES = 32;
    private static final int HEX_LENGTH = 2 * BYTES;
    private static final int BASE64_LENGTH = 43;
    private static final int PADDED_BASE64_LENGTH = 44;
    private static final int FEWEST_RAW_DIGITS = 6;
    private static final int MOST_RAW_DIGITS = 20;

    private final byte[] bytes;

    private HashedNumber(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Hashes the ASCII text of {@code number} in the given form. */
    public static HashedNumber of(E164 number, HashForm form) {
        return new HashedNumber(sha256().digest(form.textOf(number).getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * Reads what an advertiser uploaded: 64 hexadecimal digits of either case, or 32 bytes in Base64, standard or URL-safe (RFC 4648,
     * sections 4 and 5), padded or not. Whether it is a hash follows from the text alone. Blanks around it are ignored. Never throws.
     */
    public static HashReading parse(@Nullable String uploaded) {
        String text = uploaded == null ? "" : trimmed(uploaded);
        if (text.isEmpty()) {
            return new HashReading.Malformed(HashFlaw.EMPTY);
        }
        return switch (text.length()) {
            case HEX_LENGTH -> fromHex(text);
            case BASE64_LENGTH -> fromBase64(text);
            case PADDED_BASE64_LENGTH ->
                text.endsWith("=")
                        ? fromBase64(text.substring(0, BASE64_LENGTH))
                        : new HashReading.Malformed(HashFlaw.WRONG_ALPHABET);
            default -> new HashReading.Malformed(looksRaw(text) ? HashFlaw.RAW_LOOKING : HashFlaw.WRONG_LENGTH);
        };
    }

    /** Hashes any text as UTF-8, to compare with what somebody hashed wrongly. */
    static HashedNumber ofText(String text) {
        return new HashedNumber(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A copy of the 32 bytes, for hashing further. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** 64 lower-case hexadecimal digits, for the file that an advertiser uploads. */
    String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HashedNumber that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "HashedNumber[redacted]";
    }

    private static HashReading fromHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return new HashReading.Malformed(HashFlaw.WRONG_ALPHABET);
            }
        }
        return new HashReading.Hashed(new HashedNumber(HexFormat.of().parseHex(text)));
    }

    private static HashReading fromBase64(String text) {
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
        Base64.Encoder encoder = urlSafe ? Base64.getUrlEncoder() : Base64.getEncoder();
        byte[] decoded;
        try {
            decoded = decoder.decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new HashReading.Malformed(HashFlaw.WRONG_ALPHABET);
        }
        // The decoder overlooks stray bits in the last character; one hash must have one text in each alphabet.
        if (decoded.length != BYTES
                || !encoder.withoutPadding().encodeToString(decoded).equals(text)) {
            return new HashReading.Malformed(HashFlaw.WRONG_ALPHABET);
        }
        return new HashReading.Hashed(new HashedNumber(decoded));
    }

    private static boolean looksRaw(String text) {
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits++;
            } else if ("+-.()/ ".indexOf(c) < 0) {
                return false;
            }
        }
        return digits >= FEWEST_RAW_DIGITS && digits <= MOST_RAW_DIGITS;
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(
                    "Cannot hash: this Java has no SHA-256, which every Java must have", missing);
        }
    }
}
