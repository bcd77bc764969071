package org.sealedjoin.base;

import java.util.OptionalLong;

/** Counts of people in a group, as manifest and page may show them. Counts of whole tables are shown as they are. */
public final class PublicCount {
    private static final long FEWEST = 20;
    private static final long STEP = 10;

    private PublicCount() {}

    /** The count rounded to ten; nothing below twenty. */
    public static OptionalLong ofGroup(long count) {
        return count < FEWEST ? OptionalLong.empty() : OptionalLong.of((count + STEP / 2) / STEP * STEP);
    }
}
