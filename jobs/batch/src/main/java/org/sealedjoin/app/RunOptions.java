package org.sealedjoin.app;

import java.time.DateTimeException;
import java.time.Instant;
import org.sealedjoin.base.UsageFailure;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that all commands share which make a run. Picocli fills the fields. */
final class RunOptions {
    @Option(names = "--input", required = true, paramLabel = "DIR", description = "Folder with one folder a table.")
    String input = "";

    @Option(
            names = "--as-of",
            required = true,
            paramLabel = "INSTANT",
            description = "The run sees what was recorded by then, for example 2016-10-15T00:00:00Z.")
    String asOf = "";

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    Settings settings() {
        return settings.settings();
    }

    /** The as-of instant, which may not lie after {@code now}. */
    Instant asOf(Instant now) {
        return instant(asOf, now);
    }

    /** The instant of {@code --as-of}, which may not lie after {@code now}. */
    static Instant instant(String asOf, Instant now) {
        Instant instant;
        try {
            instant = Instant.parse(asOf);
        } catch (DateTimeException e) {
            throw new UsageFailure("Cannot use --as-of: it is not an instant (need one like 2016-10-15T00:00:00Z)");
        }
        if (instant.isBefore(Instant.EPOCH)) {
            throw new UsageFailure(
                    "Cannot run as of " + instant + ": it lies before 1970 (need " + Instant.EPOCH + " or later)");
        }
        if (instant.isAfter(now)) {
            throw new UsageFailure("Cannot run as of " + instant + ": it lies in the future (limit: now, " + now + ")");
        }
        return instant;
    }
}
