package org.sealedjoin.phone;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells an advertiser, on the machine where the raw list is, why an upload would match nobody. Says counts and words, never a value.
 *
 * <p>The hashed file is held in memory, a row as its 32 bytes and an entry of a map; the raw list is read once.
 */
final class CheckList {
    private final PhoneNormalizer normalizer;
    private final String region;
    private final ReasonCounts raw = new ReasonCounts("readable", "refused");
    private final ReasonCounts hashed = new ReasonCounts("well-formed", "malformed");
    /** Every hash of the file, and whether something of the raw list explains it. */
    private final Map<HashedNumber, Boolean> explained = new HashMap<>();

    private final Map<HashForm, Long> right = new EnumMap<>(HashForm.class);
    private final Map<Mistake, Long> wrong = new EnumMap<>(Mistake.class);
    private boolean hasFile;
    private long withoutCountry;

    CheckList(PhoneNormalizer normalizer, String region) {
        this.normalizer = normalizer;
        this.region = region;
    }

    /** Reads the file that is to be uploaded. Before {@link #raw}. */
    void hashed(InputStream in, CsvColumn column) throws IOException {
        hasFile = true;
        column.each(in, value -> {
            HashReading reading = HashedNumber.parse(value);
            if (reading instanceof HashReading.Hashed good) {
                hashed.good();
                explained.put(good.number(), false);
            } else {
                hashed.bad(((HashReading.Malformed) reading).flaw().word());
            }
        });
    }

    /** Reads the list of numbers. */
    void raw(InputStream in, CsvColumn column) throws IOException {
        column.each(in, this::note);
    }

    /** What was found, a line each; the last says what to do. */
    List<String> findings() {
        var lines = new ArrayList<String>();
        lines.add("numbers: " + raw.line());
        if (withoutCountry > 0) {
            lines.add("numbers: " + withoutCountry + " are written without a country and were read as dialled in "
                    + region.toUpperCase(Locale.ROOT));
        }
        if (hasFile) {
            lines.add("hashes: " + hashed.line());
            right.forEach((form, count) -> lines.add("hashes: " + count + " right, form " + form.word()));
            wrong.forEach(
                    (mistake, count) -> lines.add("hashes: " + count + " " + mistake.word() + ": " + mistake.advice()));
            long unexplained =
                    explained.values().stream().filter(known -> !known).count();
            if (unexplained > 0) {
                lines.add("hashes: " + unexplained
                        + " unexplained: of other numbers, of another region, with a salt or a key, or not SHA-256");
            }
            lines.add(
                    right.isEmpty()
                            ? "Nothing would match: make the file with phone hash --column"
                            : "Hashes that can match: "
                                    + right.values().stream()
                                            .mapToLong(Long::longValue)
                                            .sum());
        }
        return lines;
    }

    private void note(String typed) {
        Normalization reading = normalizer.normalize(typed, region);
        if (reading instanceof Normalization.Refused refused) {
            raw.bad(ReasonCounts.wordFor(typed, refused));
            return;
        }
        raw.good();
        if (normalizer.normalize(typed, null) instanceof Normalization.Refused) {
            withoutCountry++;
        }
        if (hasFile) {
            explain(typed, ((Normalization.Accepted) reading).number());
        }
    }

    private void explain(String typed, E164 number) {
        for (HashForm form : HashForm.values()) {
            if (found(HashedNumber.of(number, form))) {
                right.merge(form, 1L, Long::sum);
            }
        }
        Mistake.textsOf(typed, number).forEach((mistake, texts) -> {
            long hits = texts.stream()
                    .filter(text -> found(HashedNumber.ofText(text)))
                    .count();
            if (hits > 0) {
                wrong.merge(mistake, 1L, Long::sum);
            }
        });
    }

    /** True the first time that a hash of the file is explained: repeated numbers and overlapping mistakes count once. */
    private boolean found(HashedNumber hash) {
        return Boolean.FALSE.equals(explained.replace(hash, true));
    }
}
