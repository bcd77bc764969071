package org.sealedjoin.base;

import java.util.Locale;

/**
 * What a column tells about people, and so where it may not go. {@code unconsented(p)} is not listed: it stands on every column that
 * is a {@link #PERSON_ID} until a consent filter for {@code p} takes it off.
 */
public enum Label {
    RAW_NUMBER,
    HASHED_NUMBER,
    TOKEN,
    ADDRESS_BOOK,
    USAGE,
    REPORT_OF_ABUSE,
    FRIENDSHIP,
    ACTIVITY,
    PERSON_ID,
    ADVERTISER_INPUT;

    /** The word used in documents and messages, for example {@code raw_number}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
