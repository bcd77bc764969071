package org.sealedjoin.base;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The two sides of the join. The word in tables is the name in lower case. */
public enum Platform {
    MESSAGING,
    SOCIAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word that stands in tables, for example {@code messaging}. */
    public String word() {
        return word;
    }

    /** All words, in declaration order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Platform::word).toList();
    }
}
