package org.sealedjoin.app;

import static org.sealedjoin.app.RequiredSettings.Kind.ADDED;
import static org.sealedjoin.app.RequiredSettings.Kind.ALLOWED;
import static org.sealedjoin.app.RequiredSettings.Kind.FIXED;
import static org.sealedjoin.app.RequiredSettings.Kind.KEPT_OUT;
import static org.sealedjoin.app.RequiredSettings.Kind.NEEDED;
import static org.sealedjoin.app.RequiredSettings.Kind.PROPOSED;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.spark.SparkConf;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.guard.GuardExtension;
import org.sealedjoin.table.LocalFiles;
import org.sealedjoin.token.RunKeyPlugin;

/**
 * The one list of Spark settings on which guarantees rest: what the program sets itself, what it must be given, and what it refuses.
 * {@link OpenSession} holds a session to it and {@code doctor} prints it. What is not in the list is free.
 */
final class RequiredSettings {
    /** What is done about a setting. */
    enum Kind {
        /** Set by the program to its value, with every master. On clusters a contrary value is refused. */
        FIXED,
        /** A comma-separated list of classes, to which the program adds its own. */
        ADDED,
        /** Set by the program unless it is given; what is given must meet the need. */
        PROPOSED,
        /** Must be given: Spark or its daemons need it before the program starts. */
        NEEDED,
        /** Must not be given so. */
        KEPT_OUT,
        /** Free; listed because people ask. */
        ALLOWED
    }

    /**
     * One setting.
     *
     * @param onClusters true if it is asked only of masters other than {@code local}
     * @param value what the program sets; empty where it sets nothing
     * @param need what is needed, in words
     * @param holds whether settings, before the program sets any, meet the need
     * @param reason why, in one line
     */
    record Setting(
            String key,
            Kind kind,
            boolean onClusters,
            String value,
            String need,
            Predicate<SparkConf> holds,
            String reason) {
        /** The value given; {@code not set} if there is none. */
        String given(SparkConf settings) {
            return settings.get(key, "not set");
        }
    }

    private static final Pattern HEAP_DUMP = Pattern.compile("-XX:\\+HeapDump");

    /** A digit or more groups of them, and hashes: numbers as people and advertisers write them. */
    private static final String NUMBERS = "\\+?[0-9](?:[ ().-]{0,2}[0-9]){6,}|[0-9A-Fa-f]{32,}";

    private static final List<Setting> ALL = List.of(
            fixed("spark.io.encryption.enabled", "true", "shuffles, spills and broadcasts hold tokens on local disks"),
            fixed("spark.io.encryption.keySizeBits", "256", "the size of the key of local disks"),
            added("spark.plugins", RunKeyPlugin.class.getName(), "hands the run key to executors, in memory"),
            added("spark.sql.extensions", GuardExtension.class.getName(), "judges what flows where in every plan"),
            network(
                    "spark.authenticate",
                    settings -> isTrue(settings, "spark.authenticate"),
                    "true",
                    "whoever can reach an executor could ask for tokens"),
            network(
                    "spark.network.crypto.enabled",
                    settings -> isTrue(settings, "spark.network.crypto.enabled")
                            || isTrue(settings, "spark.ssl.rpc.enabled"),
                    "true, or spark.ssl.rpc.enabled=true",
                    "tokens and the run key cross the network"),
            fixed("spark.sql.files.ignoreCorruptFiles", "false", "a file that cannot be read stops the run"),
            fixed("spark.sql.files.ignoreMissingFiles", "false", "a file that vanishes stops the run"),
            fixed(
                    "spark.sql.maxPlanStringLength",
                    "0",
                    "plans may hold literals; their text lands in logs and event logs"),
            proposed(
                    "spark.redaction.regex",
                    "(?i)secret|password|passphrase|token|access[.]?key|credential",
                    settings -> redacts(
                            settings, "spark.redaction.regex", "my.secret", "a.Password", "token", "access.key"),
                    "a pattern that covers secret, password, token and access.key",
                    "settings are shown in the user interface and the event log"),
            proposed(
                    "spark.sql.redaction.options.regex",
                    "(?i)url|secret|password|passphrase|token|access[.]?key|credential",
                    settings -> redacts(settings, "spark.sql.redaction.options.regex", "url", "password", "token"),
                    "a pattern that covers url, password and token",
                    "options of sources are shown in plans"),
            proposed(
                    "spark.sql.redaction.string.regex",
                    NUMBERS,
                    settings -> redacts(settings, "spark.sql.redaction.string.regex", "+12015550123", "ab".repeat(32)),
                    "a pattern that covers numbers of seven digits or more, and hashes",
                    "what plans and explanations quote"),
            acl(
                    "spark.acls.enable",
                    "true",
                    settings -> settings.getBoolean("spark.acls.enable", true),
                    "true, or spark.ui.enabled=false",
                    "failures of tasks in the user interface may quote rows"),
            acl(
                    "spark.ui.view.acls",
                    "",
                    settings -> !everybody(settings, "spark.ui.view.acls"),
                    "names, not *",
                    "who may look at the user interface"),
            acl(
                    "spark.ui.view.acls.groups",
                    "",
                    settings -> !everybody(settings, "spark.ui.view.acls.groups"),
                    "names, not *",
                    "who may look at the user interface"),
            noHeapDump("spark.driver.extraJavaOptions"),
            noHeapDump("spark.driver.defaultJavaOptions"),
            noHeapDump("spark.executor.extraJavaOptions"),
            noHeapDump("spark.executor.defaultJavaOptions"),
            new Setting(
                    "spark.eventLog.enabled",
                    ALLOWED,
                    false,
                    "",
                    "true or false",
                    settings -> true,
                    "holds plans by node, metrics and redacted settings; failures of tasks may quote rows, so protect it"),
            fixed("spark.sql.session.timeZone", "UTC", "instants and days of the tables are UTC"),
            fixed("spark.hadoop.fs.file.impl", LocalFiles.class.getName(), "no checksum files beside tables"),
            // A file system that something opened before these settings held would write checksum files.
            fixed("spark.hadoop.fs.file.impl.disable.cache", "true", "no checksum files beside tables"),
            fixed(
                    "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs",
                    "false",
                    "table folders hold data files only"));

    private RequiredSettings() {}

    /** The list. */
    static List<Setting> all() {
        return ALL;
    }

    /** True of a master whose executors are other processes. */
    static boolean isCluster(String master) {
        return !master.matches("local(\\[.*)?");
    }

    /**
     * Refuses settings of ours that would change a fixed one.
     *
     * @throws UsageFailure naming it
     */
    static void refuseChanges(Map<String, String> sets) {
        for (Setting setting : ALL) {
            if ((setting.kind() == FIXED || setting.kind() == ADDED) && sets.containsKey(setting.key())) {
                throw new UsageFailure(
                        "Cannot use setting " + setting.key() + ": it is fixed, because guarantees rest on it");
            }
        }
    }

    /**
     * Refuses settings that do not meet the needs.
     *
     * @param settings of spark-submit and of ours together, before the program sets any
     * @throws EnvironmentFailure naming the first
     */
    static void requireSafe(SparkConf settings, boolean cluster) {
        for (Setting setting : ALL) {
            if (isAsked(setting, cluster) && !setting.holds().test(settings)) {
                if (setting.kind() == NEEDED) {
                    throw new EnvironmentFailure(
                            "Cannot run on this cluster: tokens would cross the network in clear (need spark.authenticate=true and"
                                    + " spark.network.crypto.enabled=true)");
                }
                throw new EnvironmentFailure("Cannot run with setting " + setting.key() + ": "
                        + shown(setting, settings) + " is not safe (need " + setting.need() + "): " + setting.reason());
            }
        }
    }

    /** True if the need of a setting is asked for with this kind of master. Where it is fixed, local mode sets it without asking. */
    static boolean isAsked(Setting setting, boolean cluster) {
        return cluster || (!setting.onClusters() && setting.kind() != FIXED);
    }

    /** What the program sets. */
    static Map<String, String> toSet(SparkConf settings, boolean cluster) {
        var set = new LinkedHashMap<String, String>();
        for (Setting setting : ALL) {
            switch (setting.kind()) {
                case FIXED -> set.put(setting.key(), setting.value());
                case ADDED -> set.put(setting.key(), withOurs(setting.value(), settings.get(setting.key(), "")));
                case PROPOSED -> {
                    if (isAsked(setting, cluster) && !setting.value().isEmpty() && !settings.contains(setting.key())) {
                        set.put(setting.key(), setting.value());
                    }
                }
                case NEEDED, KEPT_OUT, ALLOWED -> {}
            }
        }
        return set;
    }

    /** Values of patterns and switches say nothing of people; anything longer may be anything. */
    private static String shown(Setting setting, SparkConf settings) {
        String value = setting.given(settings);
        return setting.kind() == KEPT_OUT || value.length() > 40 ? "its value" : value;
    }

    private static String withOurs(String ours, String named) {
        if (named.isBlank()) {
            return ours;
        }
        return Arrays.asList(named.split(",", -1)).contains(ours) ? named : named + "," + ours;
    }

    private static Setting fixed(String key, String value, String reason) {
        return new Setting(
                key, FIXED, false, value, value, settings -> agrees(settings.get(key, value), value, key), reason);
    }

    /** Only what protects tokens is worth a refusal; other fixed settings are put right without a word. */
    private static boolean agrees(String given, String value, String key) {
        return !key.equals("spark.io.encryption.enabled") || given.strip().equalsIgnoreCase(value);
    }

    private static Setting added(String key, String value, String reason) {
        return new Setting(key, ADDED, false, value, "with " + value, settings -> true, reason);
    }

    private static Setting network(String key, Predicate<SparkConf> holds, String need, String reason) {
        return new Setting(key, NEEDED, true, "", need, holds, reason);
    }

    private static Setting proposed(String key, String value, Predicate<SparkConf> holds, String need, String reason) {
        return new Setting(key, PROPOSED, false, value, need, holds, reason);
    }

    private static Setting acl(String key, String value, Predicate<SparkConf> holds, String need, String reason) {
        return new Setting(
                key,
                PROPOSED,
                true,
                value,
                need,
                settings -> !settings.getBoolean("spark.ui.enabled", true) || holds.test(settings),
                reason);
    }

    private static Setting noHeapDump(String key) {
        return new Setting(
                key,
                KEPT_OUT,
                false,
                "",
                "no -XX:+HeapDump options",
                settings -> !HEAP_DUMP.matcher(settings.get(key, "")).find(),
                "a heap that is written to a file holds numbers, tokens and the run key");
    }

    private static boolean isTrue(SparkConf settings, String key) {
        return settings.get(key, "false").strip().equalsIgnoreCase("true");
    }

    private static boolean everybody(SparkConf settings, String key) {
        return Arrays.stream(settings.get(key, "").split(",", -1))
                .anyMatch(name -> name.strip().equals("*"));
    }

    private static boolean redacts(SparkConf settings, String key, String... probes) {
        if (!settings.contains(key)) {
            return true;
        }
        try {
            var pattern = Pattern.compile(settings.get(key));
            return Arrays.stream(probes)
                    .allMatch(probe -> pattern.matcher(probe).find());
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
