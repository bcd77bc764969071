package org.sealedjoin.app;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that give settings. Picocli fills the fields. */
final class SettingsOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Settings in HOCON; see docs/settings.md.")
    @Nullable
    File config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting; may stand several times.")
    List<String> sets = List.of();

    Settings settings() {
        return Settings.read(config, sets);
    }

    /** True if somebody gave that setting; a file may give any. */
    boolean names(String setting) {
        return config != null || sets.stream().anyMatch(set -> set.startsWith(setting + "="));
    }

    /** The settings, with {@code keyProvider} over them unless it is null. */
    Settings settings(@Nullable String keyProvider) {
        var all = new ArrayList<>(sets);
        if (keyProvider != null) {
            all.add("encryption.key-provider=" + keyProvider);
        }
        return Settings.read(config, all);
    }
}
