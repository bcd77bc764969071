package org.sealedjoin.products.usage;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.sealedjoin.base.Require;

/**
 * Which cells are told of, and how much one person may move them.
 *
 * @param regions told one by one, ISO 3166-1 alpha-2, sorted: a public list, never what the tables hold
 * @param maxMessages most messages of a person and day that count
 * @param minPeople smallest noisy count of people that is told
 */
public record UsagePolicy(List<String> regions, int maxMessages, long minPeople) {
    private static final String ALL_OF_ISO = "iso";

    public UsagePolicy {
        regions = List.copyOf(new TreeSet<>(regions));
        Require.setting(
                !regions.isEmpty() && regions.stream().allMatch(region -> region.matches("[A-Z]{2}")),
                "usage.regions",
                "(not shown)",
                "iso, or codes of two capital letters with commas between them");
        Require.setting(maxMessages >= 1 && maxMessages <= 10_000, "usage.max-messages", maxMessages, "1 to 10000");
        Require.setting(minPeople >= 1, "usage.min-people", minPeople, ">= 1");
    }

    /** @param regions {@code iso}, or codes with commas between them */
    public static UsagePolicy ofSettings(String regions, int maxMessages, long minPeople) {
        String[] codes = regions.strip().equals(ALL_OF_ISO)
                ? Locale.getISOCountries()
                : regions.strip().split("\\s*,\\s*", -1);
        return new UsagePolicy(Arrays.asList(codes), maxMessages, minPeople);
    }
}
