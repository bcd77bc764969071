package org.sealedjoin.base;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a column tells about people, and so where it may not go. A label is its word; two labels of one word are the same.
 *
 * @param word as documents and messages print it, for example {@code raw_number}
 */
public record Label(String word) {
    public static final Label RAW_NUMBER = new Label("raw_number");
    public static final Label HASHED_NUMBER = new Label("hashed_number");
    public static final Label TOKEN = new Label("token");
    public static final Label ADDRESS_BOOK = new Label("address_book");
    public static final Label USAGE = new Label("usage");
    public static final Label REPORT_OF_ABUSE = new Label("report_of_abuse");
    public static final Label FRIENDSHIP = new Label("friendship");
    public static final Label ACTIVITY = new Label("activity");
    public static final Label PERSON_ID = new Label("person_id");
    public static final Label ADVERTISER_INPUT = new Label("advertiser_input");

    /** Stands on every column that names a person until a consent filter for the purpose takes it off. */
    public static Label unconsented(Purpose purpose) {
        return new Label("unconsented(" + purpose.word() + ")");
    }

    /** {@link #unconsented} of every purpose, in the order of the purposes. */
    public static Set<Label> unconsentedForAll() {
        return Arrays.stream(Purpose.values())
                .map(Label::unconsented)
                .collect(Collectors.collectingAndThen(
                        Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));
    }

    @Override
    public String toString() {
        return word;
    }
}
