package org.sealedjoin.canary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sealedjoin.canary.CanaryForms.Form;

/**
 * Finds thousands of patterns in one pass over a stream, at any offset and across chunks: a bitmap of the patterns' first six bytes
 * lets through few positions, which are then compared.
 */
final class FindForms {
    private static final int PREFIX = 6;
    private static final long PREFIX_MASK = (1L << 8 * PREFIX) - 1;
    private static final int BITS = 20;
    private static final int CHUNK = 1 << 18;

    private final long[] seen = new long[1 << BITS - 6];
    private final Map<Long, List<Form>> byPrefix = new HashMap<>();
    private final int longest;

    FindForms(List<Form> forms) {
        int most = PREFIX;
        for (Form form : forms) {
            byte[] bytes = form.bytes();
            if (bytes.length < PREFIX) {
                throw new IllegalArgumentException("Cannot search for " + form + ": shorter than " + PREFIX + " bytes");
            }
            long prefix = 0;
            for (int i = 0; i < PREFIX; i++) {
                prefix = prefix << 8 | bytes[i] & 0xff;
            }
            byPrefix.computeIfAbsent(prefix, any -> new ArrayList<>()).add(form);
            int bit = bitOf(prefix);
            seen[bit >>> 6] |= 1L << bit;
            most = Math.max(most, bytes.length);
        }
        longest = most;
    }

    private static int bitOf(long prefix) {
        return (int) (prefix * 0x9E3779B97F4A7C15L >>> 64 - BITS);
    }

    /** Starts a stream; each occurrence of a form is told to {@code found}. */
    Stream open(Consumer<Form> found) {
        return new Stream(found);
    }

    /** One stream of bytes. */
    final class Stream {
        private final Consumer<Form> found;
        private final byte[] window = new byte[longest + CHUNK];
        private int size;

        private Stream(Consumer<Form> found) {
            this.found = found;
        }

        void feed(byte[] bytes, int from, int length) {
            int at = from;
            int left = length;
            while (left > 0) {
                int taken = Math.min(left, window.length - size);
                System.arraycopy(bytes, at, window, size, taken);
                size += taken;
                at += taken;
                left -= taken;
                if (size == window.length) {
                    // Starts whose longest form would run over the end wait for the next chunk.
                    int starts = size - longest + 1;
                    scan(starts);
                    System.arraycopy(window, starts, window, 0, size - starts);
                    size -= starts;
                }
            }
        }

        void end() {
            scan(size);
            size = 0;
        }

        private void scan(int starts) {
            long prefix = 0;
            int end = Math.min(starts + PREFIX - 1, size);
            for (int i = 0; i < end; i++) {
                prefix = (prefix << 8 | window[i] & 0xff) & PREFIX_MASK;
                int bit = bitOf(prefix);
                if ((seen[bit >>> 6] & 1L << bit) != 0 && i >= PREFIX - 1) {
                    compare(prefix, i - PREFIX + 1);
                }
            }
        }

        private void compare(long prefix, int start) {
            List<Form> candidates = byPrefix.get(prefix);
            if (candidates == null) {
                return;
            }
            for (Form form : candidates) {
                byte[] bytes = form.bytes();
                if (start + bytes.length <= size
                        && Arrays.equals(window, start, start + bytes.length, bytes, 0, bytes.length)) {
                    found.accept(form);
                }
            }
        }
    }
}
