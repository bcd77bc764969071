package org.sealedjoin.phone;

/**
 * The digits of a written number, picked from its UTF-8. Reads what is written with nothing but digits and the usual marks between them;
 * does so as {@link PlainText} and libphonenumber together do. Mutable, for one thread.
 */
final class NumberText {
    /** What a text is. */
    enum Kind {
        /** Digits and marks, behind a plus. */
        WITH_PLUS,
        /** Digits and marks. */
        DIGITS,
        /** Blanks or nothing. */
        BLANK,
        /** No digit and no plus. */
        WORDS,
        /** Anything else. */
        OTHER
    }

    private static final int BROKEN = -1;
    private static final int MOST_EXTENSION_DIGITS = 6;

    /** ASCII digits, {@link #count} of them. */
    final byte[] digits = new byte[Recognizer.MOST_DIGITS];

    int count;

    /** Whether nothing stands between the first two digits. */
    boolean firstTwoAdjoin;

    /** Whether an extension was dropped from the end. */
    boolean extended;

    private boolean plus;
    private boolean marked;
    private boolean blank;

    Kind read(byte[] text, int length) {
        count = 0;
        plus = false;
        marked = false;
        blank = true;
        firstTwoAdjoin = true;
        extended = false;
        int at = 0;
        while (at < length) {
            int c = text[at];
            int size = 1;
            if (c < 0) {
                size = c < (byte) 0xE0 ? 2 : 3;
                c = decoded(text, at, length);
            }
            if ((c | 0x20) == 'e' && count >= Recognizer.FEWEST_NATIONAL) {
                extended = isExtension(text, at, length);
                if (extended) {
                    break;
                }
            }
            at += size;
            if (!(c >= '0' && c <= '9' ? digit(c) : c != BROKEN && other(c))) {
                return Kind.OTHER;
            }
        }
        if (count > 0) {
            return plus ? Kind.WITH_PLUS : Kind.DIGITS;
        }
        if (plus) {
            return Kind.OTHER;
        }
        return blank ? Kind.BLANK : Kind.WORDS;
    }

    private boolean digit(int c) {
        if (count == digits.length) {
            return false;
        }
        firstTwoAdjoin &= count != 1 || !marked;
        digits[count++] = (byte) c;
        marked = false;
        blank = false;
        return true;
    }

    /** Takes one character in that is no ASCII digit. False if only libphonenumber can tell what it does. */
    private boolean other(int c) {
        if (c > '~') {
            return beyondAscii(c);
        }
        marked = true;
        if (c <= ' ') {
            return true;
        }
        blank = false;
        if (c == '+') {
            return plus();
        }
        if (count > 0 || plus) {
            return c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
        }
        // Words before a number are passed over, but for what parameters and escapes of links are made of.
        return c != ';' && c != '%';
    }

    private boolean beyondAscii(int c) {
        int digit = Character.digit(c, 10);
        if (digit >= 0) {
            return digit('0' + digit);
        }
        if (PlainText.isPlus(c)) {
            marked = true;
            blank = false;
            return plus();
        }
        if (Character.isISOControl(c) || Character.isSpaceChar(c)) {
            marked = true;
            return true;
        }
        if (Character.getType(c) == Character.FORMAT) {
            return true;
        }
        marked = true;
        blank = false;
        boolean started = count > 0 || plus;
        return !started || (c >= '\u2010' && c <= '\u2015');
    }

    private boolean plus() {
        boolean first = count == 0 && !plus;
        plus = true;
        return first;
    }

    /** Whether all that is left reads like {@code ext. 12}. */
    private static boolean isExtension(byte[] text, int start, int length) {
        if (start + 3 >= length || (text[start + 1] | 0x20) != 'x' || (text[start + 2] | 0x20) != 't') {
            return false;
        }
        int at = start + 3;
        if (text[at] == '.' || text[at] == ':') {
            at++;
        }
        while (at < length && (text[at] == ' ' || text[at] == '-')) {
            at++;
        }
        int digits = length - at;
        while (at < length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at == length && digits >= 1 && digits <= MOST_EXTENSION_DIGITS;
    }

    /** The character of two or three bytes that starts there, or {@link #BROKEN} if there is none of these. */
    private static int decoded(byte[] text, int at, int length) {
        int first = text[at] & 0xFF;
        if (first >= 0xC2 && first < 0xE0 && at + 1 < length && isTrail(text[at + 1])) {
            return (first & 0x1F) << 6 | text[at + 1] & 0x3F;
        }
        if (first >= 0xE0 && first < 0xF0 && at + 2 < length && isTrail(text[at + 1]) && isTrail(text[at + 2])) {
            int c = (first & 0x0F) << 12 | (text[at + 1] & 0x3F) << 6 | text[at + 2] & 0x3F;
            return c < 0x800 || Character.isSurrogate((char) c) ? BROKEN : c;
        }
        return BROKEN;
    }

    private static boolean isTrail(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
