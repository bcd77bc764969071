package org.sealedjoin.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.consent.ConsentPolicy;
import org.sealedjoin.privacy.BudgetPolicy;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.products.audience.AlarmPolicy;
import org.sealedjoin.products.audience.AudiencePolicy;
import org.sealedjoin.products.business.BusinessPolicy;
import org.sealedjoin.products.friends.FriendsPolicy;
import org.sealedjoin.products.friends.RankingModel;
import org.sealedjoin.products.friends.SafetyRule;
import org.sealedjoin.products.safety.SafetyModel;
import org.sealedjoin.products.safety.SafetyPolicy;
import org.sealedjoin.products.usage.UsagePolicy;
import org.sealedjoin.release.RetentionPolicy;
import org.sealedjoin.report.DriftPolicy;
import org.sealedjoin.seal.SealPolicy;
import org.sealedjoin.table.EncryptionPolicy;
import org.sealedjoin.table.InputPolicy;

/**
 * Every policy of a run, read from {@code reference.conf}, a file and the command line, the later over the earlier.
 *
 * @param metricsFile where metrics go after each run, or {@code none}
 * @param spark settings handed to Spark
 * @param effective every setting of ours with the value in force, sorted, for the manifest
 * @param changed names of the settings of ours whose value is not the default
 */
record Settings(
        InputPolicy input,
        ConsentPolicy consent,
        SealPolicy seal,
        FriendsPolicy friends,
        AudiencePolicy audience,
        UsagePolicy usage,
        AlarmPolicy alarms,
        BusinessPolicy business,
        SafetyPolicy safety,
        BudgetPolicy budgets,
        String noiseKeyProvider,
        RetentionPolicy retention,
        String receiptKeyProvider,
        EncryptionPolicy encryption,
        DriftPolicy drift,
        String metricsFile,
        Map<String, String> spark,
        Map<String, Object> effective,
        List<String> changed) {
    private static final String SPARK = "spark";
    /** Older than any entry: instants begin in 1970. */
    private static final int EVER_DAYS = 20_000;

    /**
     * Reads the settings.
     *
     * @param file HOCON, or null
     * @param sets {@code key=value} of the command line
     * @throws UsageFailure naming the first setting that does not exist or has no sensible value
     */
    static Settings read(@Nullable File file, List<String> sets) {
        Config reference = ConfigFactory.parseResources(Settings.class.getClassLoader(), "reference.conf");
        Config own = ConfigFactory.empty();
        for (String set : sets) {
            own = parsed(set).withFallback(own);
        }
        if (file != null) {
            own = own.withFallback(parsed(file));
        }
        requireKnown(own, reference);
        return of(own.withFallback(reference), reference);
    }

    /**
     * The settings that a run was made with.
     *
     * @param config of its manifest; settings that there are no longer are passed over
     */
    static Settings ofRun(Map<String, String> config) {
        Config reference = ConfigFactory.parseResources(Settings.class.getClassLoader(), "reference.conf");
        return read(
                null,
                config.entrySet().stream()
                        .filter(setting -> reference.hasPath(setting.getKey()))
                        .map(setting -> setting.getKey() + "=" + setting.getValue())
                        .toList());
    }

    /** The same settings with another policy of suggestions. */
    Settings suggesting(FriendsPolicy other) {
        return with(seal, other);
    }

    /** The same settings without one rule of suggestions, to measure what it costs. */
    Settings without(SafetyRule rule) {
        SealPolicy laxer = switch (rule) {
            case HUB_CUT -> seal.hubsAbove(Integer.MAX_VALUE);
            case ENTRY_AGE -> seal.entriesUpTo(EVER_DAYS);
            default -> seal;
        };
        return with(laxer, friends.without(rule));
    }

    private Settings with(SealPolicy otherSeal, FriendsPolicy otherFriends) {
        return new Settings(
                input,
                consent,
                otherSeal,
                otherFriends,
                audience,
                usage,
                alarms,
                business,
                safety,
                budgets,
                noiseKeyProvider,
                retention,
                receiptKeyProvider,
                encryption,
                drift,
                metricsFile,
                spark,
                effective,
                changed);
    }

    private static RankingModel model(String file) {
        if (file.equals("default")) {
            return RankingModel.shipped();
        }
        try {
            return RankingModel.parse(Files.readString(Path.of(file)));
        } catch (IOException | InvalidPathException e) {
            throw new UsageFailure(
                    "Cannot read the file of friends.model: " + e.getClass().getSimpleName());
        }
    }

    private static Config parsed(String set) {
        int equals = set.indexOf('=');
        if (equals < 1) {
            throw new UsageFailure("Cannot use --set: it is not of the form key=value");
        }
        String key = set.substring(0, equals).strip();
        try {
            return ConfigFactory.parseMap(Map.of(key, set.substring(equals + 1).strip()), "--set");
        } catch (ConfigException e) {
            throw new UsageFailure("Cannot use --set: its key is not a setting's name");
        }
    }

    private static Config parsed(File file) {
        if (!file.isFile()) {
            throw new UsageFailure("Cannot read the settings file: it does not exist or is no file");
        }
        try {
            return ConfigFactory.parseFile(file).resolve();
        } catch (ConfigException e) {
            throw new UsageFailure("Cannot read the settings file: it is not HOCON (line "
                    + (e.origin() == null ? "unknown" : e.origin().lineNumber()) + ")");
        }
    }

    private static void requireKnown(Config own, Config reference) {
        // Not hasPath: that is true of a whole group of settings too, which a single value would wipe out.
        Set<String> known = reference.entrySet().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        for (String key :
                own.entrySet().stream().map(Map.Entry::getKey).sorted().toList()) {
            if (!key.startsWith(SPARK + ".") && !known.contains(key)) {
                String shown = key.matches("[a-z][a-z.-]{0,63}") ? key : "(its name is not shown)";
                throw new UsageFailure(
                        "Cannot use setting " + shown + ": there is no such setting (see docs/settings.md)");
            }
        }
    }

    private static Settings of(Config config, Config reference) {
        var effective = new TreeMap<String, Object>();
        var spark = new LinkedHashMap<String, String>();
        for (Map.Entry<String, ConfigValue> entry : config.entrySet()) {
            if (entry.getKey().startsWith(SPARK + ".")) {
                spark.put(entry.getKey(), String.valueOf(entry.getValue().unwrapped()));
            } else {
                effective.put(entry.getKey(), entry.getValue().unwrapped());
            }
        }
        try {
            return new Settings(
                    new InputPolicy(config.getDouble("input.max-rejected-share")),
                    ConsentPolicy.ofSettings(
                            config.getString("consent.silence"),
                            config.getString("consent.late-objection"),
                            config.getString("consent.regrant")),
                    new SealPolicy(
                            config.getInt("seal.link-margin-days"),
                            config.getInt("seal.max-claims"),
                            config.getInt("friends.max-book-degree"),
                            config.getInt("friends.max-entry-age-days"),
                            config.getLong("seal.lookup-max-bytes"),
                            config.getDouble("seal.bloom.false-positive-rate"),
                            config.getLong("seal.bloom.max-bytes")),
                    new FriendsPolicy(
                            config.getInt("friends.per-person"),
                            config.getInt("friends.max-connections"),
                            config.getInt("friends.min-shared-contacts"),
                            model(config.getString("friends.model")),
                            config.getLong("friends.graph-max-bytes")),
                    new AudiencePolicy(
                            config.getLong("audience.min-people"), config.getLong("audience.max-rows-per-day")),
                    UsagePolicy.ofSettings(
                            config.getString("usage.regions"),
                            config.getInt("usage.max-messages"),
                            config.getLong("usage.min-people")),
                    new AlarmPolicy(
                            config.getDouble("audience.alarm-hit-share"), config.getLong("audience.alarm-rows")),
                    new BusinessPolicy(
                            config.getInt("business.marketing-per-week"), config.getLong("business.min-people")),
                    safety(config),
                    new BudgetPolicy(
                            epsilon(config, "privacy.figure-epsilon"),
                            epsilon(config, "privacy.asker-budget"),
                            epsilon(config, "privacy.person-budget"),
                            epsilon(config, "usage.month-budget")),
                    config.getString("privacy.noise-key-provider"),
                    new RetentionPolicy(config.getInt("release.keep-runs"), config.getInt("release.keep-days")),
                    config.getString("release.receipt-key-provider"),
                    new EncryptionPolicy(
                            config.getString("encryption.key-provider"),
                            config.getString("encryption.footer-key"),
                            config.getString("encryption.number-key")),
                    DriftPolicy.ofSettings(
                            config.getDouble("report.drift-warning"), config.getString("release.drift-limits")),
                    config.getString("report.metrics-file"),
                    spark,
                    effective,
                    changed(config, reference));
        } catch (ConfigException.WrongType | ConfigException.BadValue | ConfigException.Missing e) {
            // The message names the setting in its middle; the value may be anything, so only the kind of fault is
            // told.
            throw new UsageFailure("Cannot use the settings: one is not of the kind its default has ("
                    + settingOf(e, reference) + ")");
        }
    }

    private static List<String> changed(Config config, Config reference) {
        return reference.entrySet().stream()
                .filter(setting -> !setting.getValue()
                        .unwrapped()
                        .toString()
                        .equals(config.getValue(setting.getKey()).unwrapped().toString()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static SafetyPolicy safety(Config config) {
        return new SafetyPolicy(
                config.getDouble("safety.threshold"),
                config.getInt("safety.window-days"),
                config.getInt("safety.recent-days"),
                config.getInt("safety.number-days"),
                config.getInt("safety.established-days"),
                SafetyModel.shipped());
    }

    private static Epsilon epsilon(Config config, String setting) {
        return Epsilon.ofSetting(setting, config.getDouble(setting));
    }

    private static String settingOf(ConfigException fault, Config reference) {
        String message = String.valueOf(fault.getMessage());
        return reference.entrySet().stream()
                .map(Map.Entry::getKey)
                .filter(key -> message.contains("'" + key + "'") || message.contains(key + " "))
                .findFirst()
                .orElse("setting unknown");
    }
}
