package org.sealedjoin.phone;

/**
 * A phone number in its one normal form: a plus, a calling code, and the rest, at most 15 digits (ITU-T E.164).
 *
 * <p>It is a raw number in the words of the design, so it prints nothing: read it by name, with {@link #value()} or
 * {@link #digits()}, only where a number is allowed to be.
 *
 * @param value a plus and 6 to 15 ASCII digits, the first of them not 0
 */
public record E164(String value) {
    private static final int FEWEST_DIGITS = 6;
    private static final int MOST_DIGITS = 15;

    /** @throws IllegalArgumentException if {@code value} is not of that form; the message does not repeat it */
    public E164 {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("Cannot hold a number: not in E.164 form (need + and 6 to 15 digits)");
        }
    }

    /** The digits without the plus: what an advertiser hashes in the {@code digits} form. */
    public String digits() {
        return value.substring(1);
    }

    @Override
    public String toString() {
        return "E164[redacted]";
    }

    static boolean isWellFormed(String text) {
        int digits = text.length() - 1;
        if (digits < FEWEST_DIGITS || digits > MOST_DIGITS || text.charAt(0) != '+' || text.charAt(1) == '0') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
