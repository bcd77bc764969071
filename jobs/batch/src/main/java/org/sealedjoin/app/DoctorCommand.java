package org.sealedjoin.app;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.release.CoreDumps;
import org.sealedjoin.release.FolderCheck;
import org.sealedjoin.release.MetricsFile;
import org.sealedjoin.release.NoiseKeyCheck;
import org.sealedjoin.release.NoiseKeyStore;
import org.sealedjoin.table.EncryptionKeys;
import org.sealedjoin.table.EncryptionPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says of this machine and these settings whether a run would be safe. Starts no Spark session and reads no table. */
@Command(
        name = "doctor",
        description = "Checks Java, Spark, settings, permissions, noise key, key provider and disk.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    private static final int ENVIRONMENT = 5;
    private static final String NOISE_KEY = "noise key";
    private static final int OLDEST_JAVA = 17;
    private static final String SPARK_LINE = "4.2";
    private static final long GIB = 1L << 30;
    private static final long LEAST_FREE_GIB = 1;
    private static final long FEW_FREE_GIB = 10;

    @Mixin
    SettingsOptions options = new SettingsOptions();

    @Option(names = "--output", paramLabel = "DIR", description = "Folder in which runs would be published.")
    @Nullable
    String output;

    @Option(
            names = "--key-provider",
            paramLabel = "URI",
            description = "Where the keys are; stands for --set encryption.key-provider=URI.")
    @Nullable
    String keyProvider;

    private final Context context;
    private boolean failed;

    DoctorCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Settings settings = options.settings(keyProvider);
        RequiredSettings.refuseChanges(settings.spark());
        SparkConf together = OpenSession.together(new SparkConf(), settings);
        failed = false;
        checkVersions();
        checkSettings(together);
        checkDumps();
        for (String folder : localFolders(together)) {
            checkDisk(folder);
        }
        checkEventLog(together);
        checkMetrics(settings.metricsFile());
        if (output != null) {
            checkOutput(output, SparkHadoopUtil.get().newConfiguration(together));
        }
        checkNoiseKey(settings.noiseKeyProvider(), together);
        checkKeys(settings.encryption(), together);
        return failed ? ENVIRONMENT : 0;
    }

    private void checkVersions() {
        int java = Runtime.version().feature();
        say(java >= OLDEST_JAVA ? "ok" : "FAIL", "Java", Runtime.version() + " (need " + OLDEST_JAVA + " or later)");
        String spark = org.apache.spark.package$.MODULE$.SPARK_VERSION();
        say(spark.startsWith(SPARK_LINE + ".") ? "ok" : "warn", "Spark", spark + " (tested with " + SPARK_LINE + ")");
    }

    private void checkSettings(SparkConf settings) {
        String master = settings.get("spark.master");
        boolean cluster = RequiredSettings.isCluster(master);
        say("ok", "master", cluster ? "a cluster" : master);
        var set = RequiredSettings.toSet(settings, cluster);
        for (RequiredSettings.Setting setting : RequiredSettings.all()) {
            boolean asked = RequiredSettings.isAsked(setting, cluster);
            boolean safe = !asked || setting.holds().test(settings);
            String ours = set.get(setting.key());
            String value = ours != null
                    ? ours + ", set by the program"
                    : setting.kind() == RequiredSettings.Kind.KEPT_OUT
                            ? (settings.contains(setting.key()) ? "set" : "not set")
                            : setting.given(settings);
            if (safe && setting.onClusters() && !cluster) {
                value += ", asked on clusters only";
            }
            say(safe ? "ok" : "FAIL", setting.key(), value + " (need " + setting.need() + "): " + setting.reason());
        }
        if (cluster && settings.getBoolean("spark.ui.enabled", true) && !settings.contains("spark.ui.filters")) {
            say(
                    "warn",
                    "spark.ui.filters",
                    "not set (need a filter that authenticates, or spark.ui.enabled=false): Spark lets whoever it cannot name"
                            + " look at the user interface");
        }
    }

    private void checkDumps() {
        say(
                HeapDumps.areOn() ? "FAIL" : "ok",
                "heap dumps",
                (HeapDumps.areOn() ? "on" : "off") + " (need off): a dump holds numbers");
        String limit = CoreDumps.limit().orElse("unknown");
        say(
                limit.equals("0") ? "ok" : "warn",
                "core dumps",
                "limit " + limit + " (need 0, as ulimit -c 0 sets it): a dump holds numbers and the run key");
    }

    private static List<String> localFolders(SparkConf settings) {
        String environment = System.getenv("SPARK_LOCAL_DIRS");
        String folders = environment != null
                ? environment
                : settings.get("spark.local.dir", System.getProperty("java.io.tmpdir"));
        return Arrays.stream(folders.split(",", -1)).map(String::strip).toList();
    }

    private void checkOutput(String place, Configuration hadoop) {
        if (!FolderCheck.isSure(place, hadoop)) {
            say(
                    "FAIL",
                    "output",
                    "in a " + FolderCheck.schemeOf(place, hadoop)
                            + " store (need hdfs or file: replacing CURRENT in one step is sure only there)");
            return;
        }
        FolderCheck folder = FolderCheck.ofOutput(place, hadoop).orElse(null);
        tell("output", place, folder, "ids of people lie there in clear");
        if (folder != null) {
            say(
                    folder.replaces() ? "ok" : "FAIL",
                    "output",
                    place + (folder.replaces() ? " replaces" : " does not replace")
                            + " a file in one step (need that)");
        }
    }

    private void checkEventLog(SparkConf settings) {
        if (!settings.getBoolean("spark.eventLog.enabled", false)) {
            say("ok", "event log", "off");
            return;
        }
        String place = settings.get("spark.eventLog.dir", "file:///tmp/spark-events");
        String scheme = FolderCheck.schemeOf(place, SparkHadoopUtil.get().newConfiguration(settings));
        if (scheme.equals("file")) {
            String folder = place.startsWith("file:") ? URI.create(place).getPath() : place;
            tell(
                    "event log",
                    folder,
                    FolderCheck.of(folder).orElse(null),
                    "messages of failed tasks there may quote rows");
        } else {
            say("warn", "event log", "in a " + scheme + " store, whose permissions are not looked at");
        }
    }

    private void checkMetrics(String file) {
        boolean fit = MetricsFile.of(file).map(MetricsFile::isWritable).orElse(true);
        say(fit ? "ok" : "FAIL", "metrics file", file + (fit ? "" : " cannot be written (need a folder to write to)"));
    }

    private void checkDisk(String place) {
        tell("local disk", place, FolderCheck.of(place).orElse(null), "tokens and ids lie there, encrypted");
    }

    /** @param holds why others must not look in */
    private void tell(String what, String place, @Nullable FolderCheck folder, String holds) {
        if (folder == null) {
            say("FAIL", what, place + " is no folder, or cannot be looked into (need a folder)");
            return;
        }
        say(folder.writable() ? "ok" : "FAIL", what, place + (folder.writable() ? " is" : " is not") + " writable");
        say(
                folder.openToOthers() ? "warn" : "ok",
                what,
                place + " has permissions " + (folder.permissions().isEmpty() ? "unknown" : folder.permissions())
                        + " (need none for others): "
                        + holds);
        long free = folder.freeBytes() / GIB;
        say(
                free < LEAST_FREE_GIB ? "FAIL" : free < FEW_FREE_GIB ? "warn" : "ok",
                what,
                String.format(
                        Locale.ROOT,
                        "%s has %d GiB free (need %d, better %d)",
                        place,
                        free,
                        LEAST_FREE_GIB,
                        FEW_FREE_GIB));
    }

    private void checkNoiseKey(String setting, SparkConf settings) {
        if (setting.equals(NoiseKeyStore.REHEARSAL)) {
            say("warn", NOISE_KEY, "rehearsal: figures of such a run must not be handed out");
            return;
        }
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(settings);
        try {
            for (NoiseKeyCheck.Finding finding : new NoiseKeyCheck(setting, hadoop).findings(output)) {
                say(finding.verdict(), NOISE_KEY, finding.text());
            }
        } catch (EnvironmentFailure e) {
            say("FAIL", NOISE_KEY, e.line());
        }
    }

    private void checkKeys(EncryptionPolicy encryption, SparkConf settings) {
        if (!encryption.isOn()) {
            say("ok", "key provider", "none: tables with encrypted columns cannot be read");
            return;
        }
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(settings);
        try (EncryptionKeys keys = EncryptionKeys.open(encryption, hadoop)) {
            List<String> missing = keys.missing();
            say(
                    missing.isEmpty() ? "ok" : "FAIL",
                    "key provider",
                    missing.isEmpty()
                            ? "has " + encryption.footerKey() + " and " + encryption.numberKey()
                            : "has no key " + String.join(", ", missing) + " (need both)");
            if (keys.lacksPassword()) {
                say(
                        "warn",
                        "key provider",
                        "has Hadoop's default password (need HADOOP_KEYSTORE_PASSWORD): only its permissions protect it");
            }
        } catch (EnvironmentFailure e) {
            say("FAIL", "key provider", e.line());
        }
    }

    private void say(String verdict, String what, String found) {
        failed |= verdict.equals("FAIL");
        context.out().printf(Locale.ROOT, "%-4s  %s: %s%n", verdict, what, found);
    }
}
