package org.sealedjoin.phone;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** Writes one row for each line read, in their order: a value, or nothing, a tab and the reason word. */
final class Rows {
    private static final int BUFFER_BYTES = 1 << 16;

    private final PhoneNormalizer normalizer;
    private final String region;
    private final Function<E164, String> valueOf;
    private final ReasonCounts counts = new ReasonCounts("hashed", "refused");

    Rows(PhoneNormalizer normalizer, String region, Function<E164, String> valueOf) {
        this.normalizer = normalizer;
        this.region = region;
        this.valueOf = valueOf;
    }

    /**
     * Copies all rows.
     *
     * @throws ToolFailure if {@code in} cannot be read
     * @throws IOException if {@code out} cannot be written
     */
    void copy(InputStream in, OutputStream out) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
        LineReader lines = new LineReader(in, PhoneNormalizer.LONGEST_TEXT);
        for (String line = lines.next(); line != null; line = lines.next()) {
            String row = rowOf(normalizer.normalize(line, region));
            buffered.write(row.getBytes(StandardCharsets.US_ASCII));
            buffered.write('\n');
        }
        buffered.flush();
    }

    /** One line of counts, such as {@code hashed 3, refused 2 (empty 1, too_short 1)}. */
    String counts() {
        return counts.line();
    }

    private String rowOf(Normalization normalization) {
        if (normalization instanceof Normalization.Refused refused) {
            counts.bad(refused.reason().word());
            return "\t" + refused.reason().word();
        }
        counts.good();
        return valueOf.apply(((Normalization.Accepted) normalization).number());
    }
}
