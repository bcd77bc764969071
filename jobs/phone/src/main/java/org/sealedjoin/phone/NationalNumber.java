package org.sealedjoin.phone;

import java.util.Arrays;

/** Digits of a national significant number that is being worked out: ASCII, with room in front for what a rule adds. Mutable, for one thread. */
final class NationalNumber {
    private static final int ROOM = 8;

    final byte[] digits = new byte[ROOM + Recognizer.MOST_DIGITS + ROOM];
    int from;
    int to;

    int length() {
        return to - from;
    }

    void set(byte[] source, int start, int end) {
        from = ROOM;
        to = ROOM + end - start;
        System.arraycopy(source, start, digits, from, end - start);
    }

    /** Puts {@code added} behind the first {@code kept} digits. */
    void insert(byte[] added, int kept) {
        int moved = from - added.length;
        System.arraycopy(digits, from, digits, moved, kept);
        System.arraycopy(added, 0, digits, moved + kept, added.length);
        from = moved;
    }

    /** Drops the first {@code matched} digits but for those in {@code [keptFrom, keptTo)}, before which {@code head} comes. */
    void replaceHead(byte[] head, int keptFrom, int keptTo, int matched) {
        int kept = keptTo - keptFrom;
        int start = from + matched - kept;
        System.arraycopy(digits, from + keptFrom, digits, start, kept);
        from = start;
        insert(head, 0);
    }

    boolean startsWith(byte[] prefix) {
        return startWith(digits, from, to, prefix);
    }

    static boolean startWith(byte[] digits, int from, int to, byte[] prefix) {
        if (to - from < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (digits[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the number is the end of {@code source[0, end)}. */
    boolean endsAs(byte[] source, int end) {
        return length() <= end && Arrays.equals(digits, from, to, source, end - length(), end);
    }

    boolean sameAs(NationalNumber other) {
        return Arrays.equals(digits, from, to, other.digits, other.from, other.to);
    }
}
