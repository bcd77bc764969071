package org.sealedjoin.phone;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Lines of UTF-8 text that end in LF or CRLF, the last one also in nothing. A byte order mark before the first is dropped, bytes
 * that are not UTF-8 are replaced, and of a line longer than {@code longest} only a little more than that is kept, so that a
 * file without line ends costs no memory.
 */
final class LineReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Reader reader;
    private final int longest;
    private final char[] buffer = new char[1 << 15];
    private final StringBuilder line = new StringBuilder();
    private int next;
    private int end;

    LineReader(InputStream in, int longest) {
        this.reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        this.longest = longest;
        if (fill() && buffer[0] == BYTE_ORDER_MARK) {
            next++;
        }
    }

    /**
     * The next line without its end, or null after the last.
     *
     * @throws ToolFailure if the input cannot be read
     */
    @Nullable
    String next() {
        if (next == end && !fill()) {
            return null;
        }
        line.setLength(0);
        do {
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            // One character more than the longest shows that it is too long, one more may be the CR of its end.
            line.append(buffer, from, Math.min(next - from, longest + 2 - line.length()));
        } while (next == end && fill());
        if (next < end) {
            next++;
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    private boolean fill() {
        next = 0;
        try {
            end = Math.max(0, reader.read(buffer));
        } catch (IOException unreadable) {
            end = 0;
            throw new ToolFailure(ExitStatus.INPUT, "Cannot read the input: the system broke off");
        }
        return end > 0;
    }
}
