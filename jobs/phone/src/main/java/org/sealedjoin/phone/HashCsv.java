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
        // The header goes out with the first row, so that a file without the column leaves nothing behind.
        boolean[] begun = {false};
        column.each(in, value -> {
            if (!begun[0]) {
                buffered.write(HEADER.getBytes(StandardCharsets.US_ASCII));
                begun[0] = true;
            }
            if (normalizer.normalize(value, region) instanceof Normalization.Accepted accepted) {
                counts.good();
                write(accepted.number(), buffered);
            } else {
                counts.bad(
                        HashedNumber.parse(value) instanceof HashReading.Hashed
                                ? "hashed_already"
                                : ((Normalization.Refused) normalizer.normalize(value, region))
                                        .reason()
                                        .word());
            }
        });
        if (!begun[0]) {
            buffered.write(HEADER.getBytes(StandardCharsets.US_ASCII));
        }
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
