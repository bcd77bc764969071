package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.sealedjoin.privacy.Epsilon;

/**
 * What a run says of itself that its checks rest on: instants, and the settings that decide who may be used and what is too few.
 *
 * @param asOf the instant whose state of the world the run shows
 * @param executedAt denials recorded by then count
 * @param linkMarginMicros {@code seal.link-margin-days}
 * @param erased how many people's charges were taken out of the ledger since its month began
 */
record RunFacts(
        Instant asOf,
        Instant executedAt,
        String silence,
        String lateObjection,
        boolean regrant,
        long linkMarginMicros,
        int maxClaims,
        int maxBookDegree,
        int maxEntryAgeDays,
        int maxConnections,
        int minSharedContacts,
        int perPerson,
        long minPeople,
        long maxRowsPerDay,
        int marketingPerWeek,
        long businessMinPeople,
        Epsilon figure,
        Epsilon askerBudget,
        Epsilon personBudget,
        SafetyFacts safety,
        long erased) {
    private static final String COUNT = "\\d{1,9}";
    private static final String SHARE = "[0-9.]{1,12}(E-?\\d)?";
    private static final long MICROS_PER_DAY = 86_400_000_000L;

    /** Settings that the checks need, and what each may hold. */
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("consent.silence", "deny|accept"),
            Map.entry("consent.late-objection", "honor|ignore"),
            Map.entry("consent.regrant", "true|false"),
            Map.entry("seal.link-margin-days", COUNT),
            Map.entry("seal.max-claims", COUNT),
            Map.entry("friends.max-book-degree", COUNT),
            Map.entry("friends.max-entry-age-days", COUNT),
            Map.entry("friends.max-connections", COUNT),
            Map.entry("friends.min-shared-contacts", COUNT),
            Map.entry("friends.per-person", COUNT),
            Map.entry("audience.min-people", COUNT),
            Map.entry("audience.max-rows-per-day", COUNT),
            Map.entry("business.marketing-per-week", COUNT),
            Map.entry("business.min-people", COUNT),
            Map.entry("privacy.figure-epsilon", SHARE),
            Map.entry("privacy.asker-budget", SHARE),
            Map.entry("privacy.person-budget", SHARE),
            Map.entry("safety.threshold", SHARE),
            Map.entry("safety.window-days", COUNT),
            Map.entry("safety.number-days", COUNT),
            Map.entry("input.max-rejected-share", SHARE));

    /** How many of the fields that the checks need are missing from a manifest or cannot be understood. */
    static long missing(JsonNode manifest) {
        long settings = SETTINGS.entrySet().stream()
                .filter(setting -> !text(manifest, setting.getKey()).matches(setting.getValue()))
                .count();
        long instants = List.of("as_of", "executed_at").stream()
                .filter(name -> instant(manifest, name).isEmpty())
                .count();
        return settings + instants;
    }

    /** The facts of a manifest of which none is {@link #missing}. */
    static RunFacts of(JsonNode manifest) {
        return new RunFacts(
                instant(manifest, "as_of").orElseThrow(),
                instant(manifest, "executed_at").orElseThrow(),
                text(manifest, "consent.silence"),
                text(manifest, "consent.late-objection"),
                Boolean.parseBoolean(text(manifest, "consent.regrant")),
                Math.max(1, number(manifest, "seal.link-margin-days") * MICROS_PER_DAY),
                number(manifest, "seal.max-claims"),
                number(manifest, "friends.max-book-degree"),
                number(manifest, "friends.max-entry-age-days"),
                number(manifest, "friends.max-connections"),
                number(manifest, "friends.min-shared-contacts"),
                number(manifest, "friends.per-person"),
                number(manifest, "audience.min-people"),
                number(manifest, "audience.max-rows-per-day"),
                number(manifest, "business.marketing-per-week"),
                number(manifest, "business.min-people"),
                epsilon(manifest, "privacy.figure-epsilon"),
                epsilon(manifest, "privacy.asker-budget"),
                epsilon(manifest, "privacy.person-budget"),
                new SafetyFacts(
                        Double.parseDouble(text(manifest, "safety.threshold")),
                        number(manifest, "safety.window-days"),
                        number(manifest, "safety.number-days")),
                Math.max(0, manifest.path("ledger").path("erased").asLong()));
    }

    /** How far noise of the loss {@code epsilon} goes, in people: beyond it one draw in ten million million. */
    static Column farthestNoise(Column epsilon) {
        return when(epsilon.gt(0), ceil(lit(30).divide(epsilon)).cast("long")).otherwise(0L);
    }

    /** The same for new figures of the run. */
    long farthestNoise() {
        return (long) Math.ceil(30 / figure.asDouble());
    }

    /** The as-of instant or another one of a manifest; nothing if it is none. */
    static Optional<Instant> instant(JsonNode manifest, String name) {
        try {
            return Optional.of(Instant.parse(manifest.path(name).asText()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static int number(JsonNode manifest, String setting) {
        return Integer.parseInt(text(manifest, setting));
    }

    private static Epsilon epsilon(JsonNode manifest, String setting) {
        return Epsilon.ofSetting(setting, Double.parseDouble(text(manifest, setting)));
    }

    private static String text(JsonNode manifest, String setting) {
        return manifest.path("config").path(setting).asText();
    }
}
