package org.sealedjoin.phone;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A column of numbers to a file that can be uploaded as it is: a header, then each hash with its form. Refused values are left out and counted. */
final class HashCsv {
    private static final String HEADER = "hashed_phone,hash_form\n";

    private final PhoneNormalizer normalizer;
    private final String region;
    private final List<HashForm> forms;
    private final ReasonCounts counts = new ReasonCounts("hashed", "refused");

    HashCsv(PhoneNormalizer normalizer, String region, List<HashForm> forms) {
        this.normalizer = normalizer;
        this.region = region;
        this.forms = List.copyOf(forms);
    }

    void copy(InputStream in, OutputStream out, CsvColumn column) throws IOException {
        OutputStream buffered = new BufferedOutputStream(out);
        // Still in the buffer when the column turns out to be missing: then nothing is left behind.
        buffered.write(HEADER.getBytes(StandardCharsets.US_ASCII));
        column.each(in, value -> {
            Normalization reading = normalizer.normalize(value, region);
            if (reading instanceof Normalization.Refused refused) {
                counts.bad(ReasonCounts.wordFor(value, refused));
            } else {
                counts.good();
                write(((Normalization.Accepted) reading).number(), buffered);
            }
        });
        buffered.flush();
    }

    String counts() {
        return counts.line();
    }

    private void write(E164 number, OutputStream out) throws IOException {
        for (HashForm form : forms) {
            String row = HashedNumber.of(number, form).hex() + "," + form.word() + "\n";
            out.write(row.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
