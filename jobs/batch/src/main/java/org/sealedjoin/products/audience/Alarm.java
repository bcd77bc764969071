package org.sealedjoin.products.audience;

import java.util.Locale;

/**
 * Something that an operator should look at.
 *
 * @param advertiserId whose uploads
 * @param found what was found: rows, or whole percent
 * @param limit what would have been ordinary, in the same unit
 */
public record Alarm(long advertiserId, Rule rule, long found, long limit) {
    /** What raised it. */
    public enum Rule {
        /** Hits as thin as numbers that were tried out, in whole percent of the hashes that were put in. */
        FEW_HITS,
        /** More rows on a day than count. */
        OVER_QUOTA,
        /** Numbers that were not hashed. */
        RAW_NUMBERS;

        /** As it stands in the manifest. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
