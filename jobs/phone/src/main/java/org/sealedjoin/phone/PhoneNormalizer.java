package org.sealedjoin.phone;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns a phone number as a person typed it into its one E.164 form, or says why it has none.
 *
 * <p>Two texts that name the same line get the same form, whether written at home or from abroad, before or after the line's country
 * renumbered; {@code docs/phone.md} lists the rules beyond the metadata, with their sources. The form serves to compare
 * lines, not to dial them.
 *
 * <p>A number is accepted when its country has lines of that length, not only when the metadata knows its range: metadata is months
 * behind the ranges that carriers open, and every registered number was verified by a message to it. See
 * {@code docs/decisions/0001-possible-not-valid.md}.
 *
 * <p>Letters count as digits (1-800-FLOWERS) only where the whole is a known number and North American or a service number;
 * anywhere else letters after a number are more likely a name, and reading them would name a stranger.
 *
 * <p>Immutable and safe for use by many threads. No input makes it throw. {@link NumberReader} reads the same from bytes, for many rows.
 */
public final class PhoneNormalizer {
    /** Longest text read, in characters; libphonenumber's own limit. */
    static final int LONGEST_TEXT = 250;

    private final LibraryNormalizer library = new LibraryNormalizer();

    /** Whether numbers written at home in that region can be read. Case does not matter. */
    public boolean knows(String region) {
        return library.knows(region);
    }

    /**
     * The normal form of a number.
     *
     * @param raw the number as typed
     * @param region where its writer is at home, ISO 3166-1 alpha-2; if null or unknown, only numbers with a plus are read
     */
    public Normalization normalize(@Nullable String raw, @Nullable String region) {
        if (raw == null || raw.length() > LONGEST_TEXT) {
            return library.normalize(raw, region);
        }
        byte[] text = raw.getBytes(StandardCharsets.UTF_8);
        var recognizer = new Recognizer();
        int outcome = recognizer.recognize(text, text.length, Regions.key(region));
        return outcome == Recognizer.LEFT_OVER ? library.normalize(raw, region) : recognizer.normalization(outcome);
    }
}
