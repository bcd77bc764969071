package org.sealedjoin.base;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a person agrees to, one decision each. The word in tables is the name in lower case. */
public enum Purpose {
    FRIENDS,
    ADS,
    SAFETY,
    MEASUREMENT,
    BUSINESS_MESSAGES;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word that stands in tables, for example {@code business_messages}. */
    public String word() {
        return word;
    }

    /** All words, in declaration order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Purpose::word).toList();
    }
}
