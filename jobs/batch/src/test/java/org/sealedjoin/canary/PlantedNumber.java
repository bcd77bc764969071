package org.sealedjoin.canary;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A number that the input holds on purpose.
 *
 * @param role whose it is: what reports say in place of the number
 * @param national national digits, without country code
 * @param typed as the tables have it
 */
public record PlantedNumber(String role, String countryCode, String national, List<String> typed) {
    static PlantedNumber of(String role, String countryCode, String national, String... typed) {
        return new PlantedNumber(role, countryCode, national, List.of(typed));
    }

    String e164() {
        return "+" + countryCode + national;
    }

    String digits() {
        return countryCode + national;
    }

    /** Every way in which it may be written as text. */
    Set<String> texts() {
        var texts = new LinkedHashSet<>(typed);
        texts.add(e164());
        texts.add(digits());
        texts.add(national);
        return texts;
    }

    @Override
    public String toString() {
        return role;
    }
}
