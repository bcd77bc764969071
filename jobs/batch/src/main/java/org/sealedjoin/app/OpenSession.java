package org.sealedjoin.app;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.table.EncryptionKeys;
import org.sealedjoin.table.EncryptionPolicy;
import org.sealedjoin.token.RunKeyPlugin;

/**
 * Opens the Spark session that a run needs: encrypted wherever Spark writes or sends, in UTC, with the run key's plugin, writing plain
 * files without checksum files beside them.
 */
final class OpenSession {
    /** What protects tokens. A run refuses to start without it, and settings cannot change it. */
    private static final Map<String, String> PROTECTION = Map.of(
            "spark.io.encryption.enabled", "true",
            "spark.io.encryption.keySizeBits", "256",
            "spark.plugins", RunKeyPlugin.class.getName());

    private static final Map<String, String> DEFAULTS = Map.of(
            "spark.sql.session.timeZone", "UTC",
            "spark.hadoop.fs.file.impl", "org.apache.hadoop.fs.RawLocalFileSystem",
            // A file system that something opened before these settings held would write checksum files.
            "spark.hadoop.fs.file.impl.disable.cache", "true",
            "spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");

    private OpenSession() {}

    /** The session under {@code settings}; Spark's own settings of the command line hold where these do not. */
    static SparkSession open(String name, Settings settings) {
        var conf = new SparkConf();
        var all = new LinkedHashMap<String, String>(settings.spark());
        for (String key : all.keySet()) {
            if (PROTECTION.containsKey(key) || DEFAULTS.containsKey(key)) {
                throw new UsageFailure("Cannot use setting " + key + ": it is fixed, because guarantees rest on it");
            }
        }
        all.putAll(DEFAULTS);
        all.putAll(PROTECTION);
        all.put("spark.plugins", withOurs(conf.get("spark.plugins", "")));
        if (!conf.contains("spark.master")) {
            all.putIfAbsent("spark.master", "local[*]");
        }
        // Settings of ours hold over those of spark-submit, so what counts is both together.
        String master = all.getOrDefault("spark.master", conf.get("spark.master", ""));
        if (master.startsWith("local")) {
            localDefaults().forEach((key, value) -> {
                if (!conf.contains(key)) {
                    all.putIfAbsent(key, value);
                }
            });
        }
        if (!master.matches("local(\\[.*)?")) {
            SparkConf together = conf.clone();
            all.forEach(together::set);
            requireProtectedNetwork(together);
        }
        SparkSession.Builder builder = SparkSession.builder().appName("Sealed Join " + name);
        all.forEach(builder::config);
        SparkSession session = builder.getOrCreate();
        requireProtected(session);
        decrypt(session, settings.encryption());
        return session;
    }

    /** Every Parquet file that the session reads may have encrypted columns. A provider without the keys is told before any work. */
    private static void decrypt(SparkSession session, EncryptionPolicy encryption) {
        // A session that is opened again may have been another's.
        EncryptionPolicy.OFF.in("any://").readSettings().keySet().forEach(session.conf()::unset);
        if (encryption.isOn()) {
            EncryptionKeys.open(encryption, session.sessionState().newHadoopConf())
                    .requireAll()
                    .close();
            encryption.readSettings().forEach(session.conf()::set);
        }
    }

    private static Map<String, String> localDefaults() {
        return Map.of(
                "spark.ui.enabled", "false",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                // Small enough for tiny samples, and for a hundred million rows still under a gigabyte each.
                "spark.sql.shuffle.partitions", "32",
                // Partitions that small are joined by hashing; sorting them first costs several times as much.
                "spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold", "67108864",
                // Normalizing a number costs more than reading it: small splits keep every core busy to the end.
                "spark.sql.files.maxPartitionBytes", "33554432",
                "spark.sql.files.openCostInBytes", "65536");
    }

    private static String withOurs(String plugins) {
        String ours = RunKeyPlugin.class.getName();
        if (plugins.isBlank()) {
            return ours;
        }
        List<String> named = Arrays.asList(plugins.split(",", -1));
        return named.contains(ours) ? plugins : plugins + "," + ours;
    }

    private static void requireProtectedNetwork(SparkConf conf) {
        boolean authenticated = conf.getBoolean("spark.authenticate", false);
        boolean encrypted = conf.getBoolean("spark.network.crypto.enabled", false)
                || conf.getBoolean("spark.ssl.rpc.enabled", false);
        if (!authenticated || !encrypted) {
            throw new EnvironmentFailure(
                    "Cannot run on this cluster: tokens would cross the network in clear (need spark.authenticate=true and"
                            + " spark.network.crypto.enabled=true)");
        }
    }

    private static void requireProtected(SparkSession session) {
        SparkConf conf = session.sparkContext().getConf();
        if (!conf.getBoolean("spark.io.encryption.enabled", false)
                || !conf.get("spark.plugins", "").contains(RunKeyPlugin.class.getName())) {
            throw new EnvironmentFailure(
                    "Cannot use this Spark session: it was started without spark.io.encryption.enabled=true"
                            + " or without the plugin " + RunKeyPlugin.class.getName());
        }
    }
}
