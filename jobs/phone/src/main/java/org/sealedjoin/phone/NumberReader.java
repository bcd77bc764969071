package org.sealedjoin.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers from bytes as {@link PhoneNormalizer} reads them from text, row after row: for callers that have many and want no object for
 * each. Mutable, for one thread.
 */
public final class NumberReader {
    private static final LibraryNormalizer LIBRARY = new LibraryNormalizer();

    private final Recognizer recognizer = new Recognizer();
    private @Nullable Refusal refusal;

    /**
     * Reads one number.
     *
     * @param text the number as typed, UTF-8, {@code length} bytes of it; broken UTF-8 is read as {@code String} reads it
     * @param region where its writer is at home, as its UTF-8; {@code regionLength} is 0 if there is none
     * @return how many bytes of {@link #form()} are its E.164 form; 0 if it has none, and {@link #refusal()} tells why
     */
    public int read(byte[] text, int length, byte[] region, int regionLength) {
        int key = regionLength == 2 ? Regions.key(region[0], region[1]) : Regions.NONE;
        int outcome = recognizer.recognize(text, length, key);
        if (outcome > 0) {
            return outcome;
        }
        if (outcome < 0) {
            refusal = Recognizer.refusal(outcome);
            return 0;
        }
        return readByLibrary(
                new String(text, 0, length, UTF_8),
                regionLength == 0 ? null : new String(region, 0, regionLength, UTF_8));
    }

    /** A plus and ASCII digits, of the last number read. Overwritten by the next. */
    public byte[] form() {
        return recognizer.form();
    }

    /** Why the last number had no form. */
    public Refusal refusal() {
        if (refusal == null) {
            throw new IllegalStateException("No number was refused");
        }
        return refusal;
    }

    private int readByLibrary(String text, @Nullable String region) {
        Normalization normalization = LIBRARY.normalize(text, region);
        if (normalization instanceof Normalization.Accepted accepted) {
            byte[] form = accepted.number().value().getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(form, 0, recognizer.form(), 0, form.length);
            return form.length;
        }
        refusal = ((Normalization.Refused) normalization).reason();
        return 0;
    }
}
