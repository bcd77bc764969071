package org.sealedjoin.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * Fits how Spark works to how much there is to read: partitions follow from bytes, not from cores, and a few rows are not worth what large
 * inputs need. On the samples re-planning and compiling code were two thirds of a night's work (docs/performance.md).
 *
 * <p>What the command line or spark-submit sets holds. Rows are the same either way.
 */
final class FitSession {
    private static final long SMALL_BYTES = 16L << 20;
    /** Of input as it lies in files. The rows of one partition of the widest join then take some hundred megabytes. */
    private static final long BYTES_A_PARTITION = 24L << 20;

    private static final long MOST_PARTITIONS = 20_000;

    private FitSession() {}

    /**
     * Fits the session.
     *
     * @param given settings that somebody chose
     * @param inputBytes length of all files that the run reads
     */
    static void to(SparkSession spark, Map<String, String> given, long inputBytes) {
        var submitted = new SparkConf();
        settings(inputBytes).forEach((key, value) -> {
            if (!given.containsKey(key) && !submitted.contains(key)) {
                spark.conf().set(key, value);
            }
        });
    }

    static Map<String, String> settings(long inputBytes) {
        boolean small = inputBytes < SMALL_BYTES;
        var settings = new LinkedHashMap<String, String>();
        settings.put("spark.sql.shuffle.partitions", Long.toString(partitions(inputBytes)));
        settings.put("spark.sql.adaptive.enabled", Boolean.toString(!small));
        settings.put("spark.sql.codegen.wholeStage", Boolean.toString(!small));
        settings.put("spark.sql.codegen.factoryMode", small ? "NO_CODEGEN" : "FALLBACK");
        // Plans carry no text (RequiredSettings), but by default Spark walks each cached plan in each plan that reads
        // it to number their steps.
        settings.put("spark.sql.ui.explainMode", "simple");
        return settings;
    }

    private static long partitions(long inputBytes) {
        if (inputBytes < SMALL_BYTES) {
            return 1;
        }
        return Math.min(MOST_PARTITIONS, Math.max(8, inputBytes / BYTES_A_PARTITION + 1));
    }
}
