package org.sealedjoin.seal;

import org.sealedjoin.base.Require;

/**
 * How numbers join people.
 *
 * @param linkMarginDays of several claims to one person, the newest counts only if it is newer by this many days
 * @param maxClaims a number that more users, or more rows of account_phones, than this give as theirs belongs to nobody
 * @param maxBookDegree a number in more address books than this is a hub, which connects nobody; see docs/decisions/0003
 * @param maxEntryAgeDays an entry older than this connects nobody for friends: numbers change hands and people part; an entry of unknown
 *     age counts
 * @param lookupMaxBytes most memory of a process that linkable people's numbers may take to be looked up where address books are
 *     scanned; above it address books are shuffled by token, after a prefilter
 * @param bloomFalsePositiveRate share of foreign numbers that the prefilter lets through
 * @param bloomMaxBytes largest prefilter; above it address books are joined without one
 */
public record SealPolicy(
        int linkMarginDays,
        int maxClaims,
        int maxBookDegree,
        int maxEntryAgeDays,
        long lookupMaxBytes,
        double bloomFalsePositiveRate,
        long bloomMaxBytes) {
    public SealPolicy {
        Require.setting(linkMarginDays >= 0, "seal.link-margin-days", linkMarginDays, ">= 0");
        Require.setting(maxClaims >= 1, "seal.max-claims", maxClaims, ">= 1");
        Require.setting(maxBookDegree >= 1, "friends.max-book-degree", maxBookDegree, ">= 1");
        Require.setting(maxEntryAgeDays >= 1, "friends.max-entry-age-days", maxEntryAgeDays, ">= 1");
        Require.setting(lookupMaxBytes >= 0, "seal.lookup-max-bytes", lookupMaxBytes, ">= 0");
        Require.setting(
                bloomFalsePositiveRate > 0 && bloomFalsePositiveRate < 1,
                "seal.bloom.false-positive-rate",
                bloomFalsePositiveRate,
                "above 0 and below 1");
        Require.setting(bloomMaxBytes >= 0, "seal.bloom.max-bytes", bloomMaxBytes, ">= 0");
    }

    /** The same policy with another limit for a number in address books. */
    public SealPolicy hubsAbove(int books) {
        return new SealPolicy(
                linkMarginDays,
                maxClaims,
                books,
                maxEntryAgeDays,
                lookupMaxBytes,
                bloomFalsePositiveRate,
                bloomMaxBytes);
    }

    /** The same policy with another limit for the age of entries. */
    public SealPolicy entriesUpTo(int days) {
        return new SealPolicy(
                linkMarginDays, maxClaims, maxBookDegree, days, lookupMaxBytes, bloomFalsePositiveRate, bloomMaxBytes);
    }
}
