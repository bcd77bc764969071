package org.sealedjoin.canary;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Every byte pattern that would give a secret away: of planted numbers, of their hashes and tokens, of run keys.
 *
 * <p>A text with fewer than six digits is no form: it would be found by chance. Base64 comes in the three alignments that a secret can
 * have within something longer.
 */
public final class CanaryForms {
    private static final int LEAST_DIGITS = 6;
    private static final int TOKEN_BYTES = 16;
    private static final List<String> HASHES = List.of("SHA-256", "SHA-1", "MD5");

    /**
     * A pattern.
     *
     * @param name what it is, without the secret
     */
    public record Form(String name, byte[] bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final Map<ByteBuffer, Form> forms = new LinkedHashMap<>();

    private CanaryForms() {}

    /** Forms of numbers, and of their tokens under the keys of runs. */
    public static List<Form> of(Collection<PlantedNumber> numbers, Collection<byte[]> runKeys) {
        var all = new CanaryForms();
        for (PlantedNumber number : numbers) {
            all.addNumber(number);
            for (byte[] key : runKeys) {
                for (String hashed : List.of(number.e164(), number.digits())) {
                    byte[] mac = hmac(key, digest("SHA-256", hashed.getBytes(UTF_8)));
                    all.addBytes(number.role() + ": token", Arrays.copyOf(mac, TOKEN_BYTES));
                }
            }
        }
        for (byte[] key : runKeys) {
            all.addBytes("run key", key);
        }
        return List.copyOf(all.forms.values());
    }

    /** A key as it stands in memory: raw, and xor-ed with the two constants of HMAC (RFC 2104), which a {@code Mac} keeps. */
    static List<Form> inMemory(String name, byte[] key) {
        var all = new CanaryForms();
        all.add(name + ", raw", key);
        all.add(name + ", inner pad of HMAC", xor(key, 0x36));
        all.add(name + ", outer pad of HMAC", xor(key, 0x5c));
        return List.copyOf(all.forms.values());
    }

    private void addNumber(PlantedNumber number) {
        for (String text : number.texts()) {
            if (text.chars().filter(Character::isDigit).count() < LEAST_DIGITS) {
                continue;
            }
            String name = number.role() + ": " + nameOf(number, text);
            byte[] utf8 = text.getBytes(UTF_8);
            add(name, utf8);
            add(name + ", UTF-16LE", text.getBytes(UTF_16LE));
            add(name + ", UTF-16BE", text.getBytes(UTF_16BE));
            addBase64(name, utf8);
            addDumped(name, utf8);
            for (String algorithm : HASHES) {
                addBytes(name + ", " + algorithm, digest(algorithm, utf8));
            }
        }
        for (String text : List.of(number.digits(), number.national())) {
            long value = Long.parseLong(text);
            String name = number.role() + ": " + nameOf(number, text) + " as LONG";
            add(name + ", big-endian", ByteBuffer.allocate(8).putLong(value).array());
            add(
                    name + ", little-endian",
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(value)
                            .array());
        }
    }

    private static String nameOf(PlantedNumber number, String text) {
        if (text.equals(number.e164())) {
            return "E.164";
        }
        if (text.equals(number.digits())) {
            return "digits";
        }
        return text.equals(number.national())
                ? "national digits"
                : "as typed " + number.typed().indexOf(text);
    }

    private void addBytes(String name, byte[] secret) {
        String hex = HexFormat.of().formatHex(secret);
        String upper = HexFormat.of().withUpperCase().formatHex(secret);
        add(name + ", raw", secret);
        add(name + ", hex", hex.getBytes(US_ASCII));
        add(name + ", HEX", upper.getBytes(US_ASCII));
        add(name + ", hex in UTF-16LE", hex.getBytes(UTF_16LE));
        add(name + ", HEX in UTF-16LE", upper.getBytes(UTF_16LE));
        addBase64(name, secret);
        addDumped(name, secret);
    }

    /** Bytes as libraries print them: {@code 2B 31} (Parquet's statistics, Spark's rows), {@code 2b 31}, {@code 43, 49}. */
    private void addDumped(String name, byte[] secret) {
        HexFormat spaced = HexFormat.ofDelimiter(" ");
        String decimals = Arrays.toString(secret);
        add(name + ", hex with spaces", spaced.formatHex(secret).getBytes(US_ASCII));
        add(name + ", HEX with spaces", spaced.withUpperCase().formatHex(secret).getBytes(US_ASCII));
        add(
                name + ", decimal bytes",
                decimals.substring(1, decimals.length() - 1).getBytes(US_ASCII));
    }

    private void addBase64(String name, byte[] secret) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + secret.length];
            System.arraycopy(secret, 0, shifted, before, secret.length);
            // Characters that also depend on what stands before or behind are left out.
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
                add(name + ", Base64 at " + before, Arrays.copyOfRange(encoder.encode(shifted), from, to));
            }
        }
    }

    private void add(String name, byte[] bytes) {
        forms.putIfAbsent(ByteBuffer.wrap(bytes), new Form(name, bytes));
    }

    private static byte[] xor(byte[] key, int constant) {
        byte[] result = key.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= (byte) constant;
        }
        return result;
    }

    private static byte[] digest(String algorithm, byte[] message) {
        try {
            return MessageDigest.getInstance(algorithm).digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
