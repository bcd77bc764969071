package org.sealedjoin.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.QuotingLoggers;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.EncryptionKeys;
import org.sealedjoin.table.EncryptionPolicy;
import org.sealedjoin.token.RunKeyPlugin;
import scala.Tuple2;

/**
 * Opens the Spark session that a run needs: encrypted wherever Spark writes or sends, in UTC, with the run key's plugin, writing plain
 * files without checksum files beside them.
 */
final class OpenSession {
    private static final String SECRET = "spark.authenticate.secret";

    /** Where a worker of a standalone cluster hands the cluster's secret to a driver that it starts. */
    private static final String HANDED_SECRET = "_SPARK_AUTH_SECRET";

    private static final String PAGE_SIZE = "spark.buffer.pageSize";

    private OpenSession() {}

    /** The session under {@code settings}; Spark's own settings of the command line hold where these do not. */
    static SparkSession open(String name, Settings settings) {
        QuotingLoggers.silence();
        RequiredSettings.refuseChanges(settings.spark());
        requireNoHeapDumps();
        var given = new SparkConf();
        SparkConf together = withSecret(together(given, settings), System.getenv());
        boolean cluster = RequiredSettings.isCluster(together.get("spark.master"));
        RequiredSettings.requireSafe(together, cluster);
        var all = new LinkedHashMap<String, String>();
        for (Tuple2<String, String> setting : together.getAll()) {
            if (!given.contains(setting._1()) || !given.get(setting._1()).equals(setting._2())) {
                all.put(setting._1(), setting._2());
            }
        }
        all.putAll(RequiredSettings.toSet(together, cluster));
        SparkSession.Builder builder = SparkSession.builder().appName("Sealed Join " + name);
        all.forEach(builder::config);
        SparkSession session = builder.getOrCreate();
        broadcastInSmallPages();
        requireProtected(session);
        FlowGuard.of(session).adopt(FlowRules.policy());
        decrypt(session, settings.encryption());
        return session;
    }

    /** Every Parquet file that the session reads may have encrypted columns. A provider without the keys is told before any work. */
    private static void decrypt(SparkSession session, EncryptionPolicy encryption) {
        // A session that is opened again may have been another's.
        EncryptionPolicy.readSettingNames().forEach(session.conf()::unset);
        // Parquet remembers clients of key services for ten minutes, whatever provider the next session names.
        KeyToolkit.removeCacheEntriesForAllTokens();
        if (encryption.isOn()) {
            EncryptionKeys.open(encryption, session.sessionState().newHadoopConf())
                    .requireAll()
                    .close();
            encryption.readSettings().forEach(session.conf()::set);
        }
    }

    /** Settings of spark-submit with ours over them, as they hold before the program sets what it needs. */
    static SparkConf together(SparkConf given, Settings settings) {
        SparkConf together = given.clone();
        settings.spark().forEach(together::set);
        together.setIfMissing("spark.master", "local[*]");
        // Else each task of a shuffle of up to 200 partitions opens a file, with a cipher, for each of them.
        together.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "1");
        if (together.get("spark.master").startsWith("local")) {
            localDefaults().forEach(together::setIfMissing);
        }
        return together;
    }

    /** A driver that a worker starts has the secret in its environment only, and Spark asks for it among the settings only (SPARK-25078). */
    static SparkConf withSecret(SparkConf settings, Map<String, String> environment) {
        String secret = environment.get(HANDED_SECRET);
        return secret != null && settings.get("spark.master").startsWith("spark://")
                ? settings.setIfMissing(SECRET, secret)
                : settings;
    }

    private static void requireNoHeapDumps() {
        if (HeapDumps.areOn()) {
            throw new EnvironmentFailure(
                    "Cannot start: this Java writes its heap to a file when memory runs out, and the heap holds"
                            + " numbers (need no -XX:+HeapDumpOnOutOfMemoryError)");
        }
    }

    private static Map<String, String> localDefaults() {
        return Map.of(
                "spark.ui.enabled", "false",
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                // Partitions that small are joined by hashing; sorting them first costs several times as much.
                "spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold", "67108864",
                // Normalizing a number costs more than reading it: small splits keep every core busy to the end.
                "spark.sql.files.maxPartitionBytes", "33554432",
                "spark.sql.files.openCostInBytes", "65536",
                // Of memory that an operator of a task takes at once, and Java clears; by default it follows from
                // the heap's size, and is 64 MiB for a few rows too.
                "spark.buffer.pageSize", "2m",
                // The same for each thing that is broadcast, the code of each task among it; 4 MiB by default.
                "spark.broadcast.blockSize", "512k");
    }

    /**
     * What the driver broadcasts to be looked up by a whole number is built under settings of its own, which know system properties alone. Unless told
     * otherwise each takes 64 MiB, for a few rows too, until Java next looks for garbage.
     */
    private static void broadcastInSmallPages() {
        if (System.getProperty(PAGE_SIZE) == null) {
            System.setProperty(PAGE_SIZE, "2m");
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
