package org.sealedjoin.phone;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Rewrites what keyboards, address books and links put around digits into the plain characters that libphonenumber reads.
 *
 * <p>Digits of every script become ASCII digits, plus signs a plus, blanks a space; invisible marks such as the direction
 * marks that phones store around a number go. Everything else stays.
 */
final class PlainText {
    private static final String LINK_SCHEME = "tel:";
    private static final String PAUSES = "pPwW";

    private PlainText() {}

    static String of(String raw) {
        String text = raw;
        if (isLink(raw) && raw.indexOf('%') >= 0) {
            text = percentDecoded(raw);
        }
        return withoutPauses(isPlain(text) ? text : rewritten(text));
    }

    /** What some phones store after a number, to be dialled once it answers: p or w (pause, wait) and digits. */
    private static String withoutPauses(String text) {
        boolean behindDigit = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (behindDigit && PAUSES.indexOf(c) >= 0) {
                return isDialled(text, i) ? text.substring(0, i) : text;
            }
            behindDigit = isDigit(c) || (behindDigit && c == ' ');
        }
        return text;
    }

    private static boolean isDialled(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (!isDigit(text.charAt(i)) && PAUSES.indexOf(text.charAt(i)) < 0 && "*#,; ".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLink(String raw) {
        int from = 0;
        while (from < raw.length() && raw.charAt(from) <= ' ') {
            from++;
        }
        return raw.regionMatches(true, from, LINK_SCHEME, 0, LINK_SCHEME.length());
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String rewritten(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int digit = Character.digit(c, 10);
            if (digit >= 0) {
                plain.append((char) ('0' + digit));
            } else if (isPlus(c)) {
                plain.append('+');
            } else if (Character.isISOControl(c) || Character.isSpaceChar(c)) {
                plain.append(' ');
            } else if (Character.getType(c) != Character.FORMAT) {
                plain.appendCodePoint(c);
            }
        }
        return plain.toString();
    }

    static boolean isPlus(int c) {
        return c == '\uFF0B' || c == '\uFE62' || c == '\u207A' || c == '\u2795';
    }

    /** RFC 3986 escapes, which RFC 3966 allows in {@code tel:} links. An escape that is cut short stays as it is. */
    private static String percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int high = text.charAt(i) == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(16 * high + low);
                i += 2;
            } else {
                bytes.writeBytes(text.substring(i, i + 1).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The text without the parameters of a link, such as {@code ;ext=5}, which are full of letters. */
    static String withoutParameters(String text) {
        int end = text.indexOf(';');
        return end < 0 ? text : text.substring(0, end);
    }

    /** Whether the text has three letters or more from its first digit or plus on; fewer are never read as digits. */
    static boolean hasWord(String text) {
        int letters = 0;
        boolean started = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            started |= c == '+' || isDigit(c);
            if (started && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) {
                letters++;
            }
        }
        return letters >= 3;
    }

    /** Where the first ASCII digit of the text stands, or the length of the text if it has none. */
    static int indexOfDigit(String text) {
        int i = 0;
        while (i < text.length() && !isDigit(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
