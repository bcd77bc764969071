package org.sealedjoin.app;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.table.PlanForFew;

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

    /** Each more takes another task, with its file, in every shuffle; on small inputs that is most of the work. */
    private static final long FEWEST_PARTITIONS = 2;

    private static final long MOST_PARTITIONS = 20_000;

    /** Of a table as it lies in files: in memory it is some five times as large, in every process. */
    private static final long BYTES_TO_BROADCAST = 24L << 20;

    /** Of one partition, each with a list of its own. Above it Spark sorts rows to group them, at several times the cost. */
    private static final int GROUPS_IN_MEMORY = 200_000;

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
        settings.put("spark.sql.adaptive.enabled", "true");
        settings.put("spark.sql.codegen.wholeStage", "true");
        settings.put("spark.sql.codegen.factoryMode", "FALLBACK");
        if (small) {
            settings.putAll(PlanForFew.settings());
        }
        // Plans carry no text (RequiredSettings), but by default Spark walks each cached plan in each plan that reads
        // it to number their steps.
        settings.put("spark.sql.ui.explainMode", "simple");
        settings.put("spark.sql.autoBroadcastJoinThreshold", Long.toString(BYTES_TO_BROADCAST));
        settings.put("spark.sql.objectHashAggregate.sortBased.fallbackThreshold", Integer.toString(GROUPS_IN_MEMORY));
        // Java's own upper case. Spark's loads a table of every character first, which takes longer than the samples'
        // consent.
        settings.put("spark.sql.icu.caseMappings.enabled", "false");
        // Dictionaries of tokens and ids are as long as the columns; making them took a tenth of the time of tasks that
        // fill the seal's caches.
        settings.put("spark.sql.inMemoryColumnarStorage.compressed", "false");
        // Keys are mostly people, of whom a task meets each a few times: Spark's first, small table of groups is soon
        // full, and asked in vain for every row after that.
        settings.put("spark.sql.codegen.aggregate.map.twolevel.enabled", "false");
        return settings;
    }

    private static long partitions(long inputBytes) {
        return Math.min(MOST_PARTITIONS, Math.max(FEWEST_PARTITIONS, inputBytes / BYTES_A_PARTITION + 1));
    }
}
