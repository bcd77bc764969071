package org.sealedjoin.testing;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.app.FlowRules;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.GuardExtension;
import org.sealedjoin.table.LocalFiles;
import org.sealedjoin.token.RunKeyPlugin;

/**
 * One local session for the whole test JVM: starting one costs more than most tests. Nobody stops it or changes its settings; Spark
 * ends it with the JVM.
 */
public final class LocalSpark {
    private static final SparkSession SESSION = start();

    private LocalSpark() {}

    /** The session, started at first use. */
    public static SparkSession session() {
        return SESSION;
    }

    private static SparkSession start() {
        SparkSession session = SparkSession.builder()
                .master("local[2]")
                .appName("sealed-join-tests")
                // Tables in tests hold a few thousand rows: each further partition is a task that costs more than its
                // rows.
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.sql.adaptive.enabled", "true")
                // As app.OpenSession has it, so that a run's own check of its session passes here too.
                .config("spark.io.encryption.enabled", "true")
                .config("spark.io.encryption.keySizeBits", "256")
                .config("spark.plugins", RunKeyPlugin.class.getName())
                .config("spark.sql.extensions", GuardExtension.class.getName())
                .config("spark.hadoop.fs.file.impl", LocalFiles.class.getName())
                .config("spark.hadoop.fs.file.impl.disable.cache", "true")
                .config("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config(
                        "spark.sql.warehouse.dir",
                        Path.of("target", "spark-warehouse").toUri().toString())
                .config("spark.ui.enabled", "false")
                // No page is ever shown: what Spark remembers of past jobs for it would only fill the heap.
                .config("spark.sql.ui.retainedExecutions", "1")
                .config("spark.ui.retainedJobs", "1")
                .config("spark.ui.retainedStages", "1")
                .config("spark.ui.retainedTasks", "100")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        FlowGuard.of(session).adopt(FlowRules.policy());
        return session;
    }
}
