package org.sealedjoin.phone;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many rows were good, and how many were not, by reason word. */
final class ReasonCounts {
    private final String goodWord;
    private final String badWord;
    private final Map<String, Long> reasons = new TreeMap<>();
    private long good;

    ReasonCounts(String goodWord, String badWord) {
        this.goodWord = goodWord;
        this.badWord = badWord;
    }

    void good() {
        good++;
    }

    void bad(String reason) {
        reasons.merge(reason, 1L, Long::sum);
    }

    /** Why a value of a list is no number; that it is a hash says more than that it is no number. */
    static String wordFor(String value, Normalization.Refused refused) {
        return HashedNumber.parse(value) instanceof HashReading.Hashed
                ? "hashed_already"
                : refused.reason().word();
    }

    /** Such as {@code hashed 3, refused 2 (empty 1, too_short 1)}. */
    String line() {
        long bad = reasons.values().stream().mapToLong(Long::longValue).sum();
        String each = reasons.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
        return goodWord + " " + good + ", " + badWord + " " + bad + (each.isEmpty() ? "" : " (" + each + ")");
    }
}
