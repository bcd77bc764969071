package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.graph.BuildConnections;
import org.sealedjoin.guard.GuardExtension;

/**
 * Times the candidate step, from connections to the best few of each person, against the same by joins and a window, in one process on the
 * same rows, and counts what each shuffles. Its twin lives in the tests, so it does too.
 *
 * <p>Arguments: a folder of input tables (Parquet, numbers in E.164), a folder for its files, rounds, and a limit of the graph in bytes.
 * Connections are made once, by joining numbers as they stand between people who ever agreed and never denied; they are kept in the folder.
 */
final class CandidateStepBenchmark {
    private static final Instant AS_OF = Instant.parse("2016-10-15T00:00:00Z");

    private final SparkSession spark;
    private final String input;
    private final String folder;
    private final FriendsPolicy policy;
    private final AtomicLong shuffled = new AtomicLong();

    private CandidateStepBenchmark(SparkSession spark, String input, String folder, long graphMaxBytes) {
        this.spark = spark;
        this.input = input;
        this.folder = folder;
        this.policy = new FriendsPolicy(50, 1_000, 2, RankingModel.shipped()).within(graphMaxBytes);
    }

    private record Cost(double seconds, double cpuSeconds, double megabytes) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f s (CPU %.1f s), %.1f MB", seconds, cpuSeconds, megabytes);
        }
    }

    public static void main(String[] arguments) {
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.sql.shuffle.partitions", "32")
                // As app.OpenSession has it for one machine.
                .config("spark.sql.adaptive.maxShuffledHashJoinLocalMapThreshold", "67108864")
                .config("spark.sql.extensions", GuardExtension.class.getName())
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        new CandidateStepBenchmark(spark, arguments[0], arguments[1], Long.parseLong(arguments[3]))
                .run(Integer.parseInt(arguments[2]));
        spark.stop();
    }

    private void run(int rounds) {
        SuggestFriends.Tables tables = tables();
        print("connections", tables.connections().count());
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd ended) {
                shuffled.addAndGet(ended.taskMetrics().shuffleWriteMetrics().bytesWritten());
            }
        });
        List<Double> ratios = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            Cost ours;
            try (var suggest = new SuggestFriends(policy, AS_OF)) {
                ours = cost("ours", () -> suggest.apply(tables));
            }
            System.out.printf(Locale.ROOT, "round %d: ours %s%n", round, ours);
            Cost joined = cost("joined", () -> new JoinWindowSuggestions(policy, AS_OF).apply(tables));
            ratios.add(ours.seconds() / joined.seconds());
            System.out.printf(
                    Locale.ROOT,
                    "round %d: join and window %s; ours / theirs %.3f of the time, %.3f of the CPU, %.3f of the bytes%n",
                    round,
                    joined,
                    ours.seconds() / joined.seconds(),
                    ours.cpuSeconds() / joined.cpuSeconds(),
                    ours.megabytes() / joined.megabytes());
        }
        ratios.sort(Double::compare);
        System.out.printf(Locale.ROOT, "median ratio of time %.3f%n", ratios.get(ratios.size() / 2));
        compare();
    }

    private void compare() {
        Dataset<Row> ours = spark.read().parquet(folder + "/ours").drop("score");
        Dataset<Row> joined = spark.read().parquet(folder + "/joined").drop("score");
        print("suggestions", ours.count());
        print(
                "only in one of both (scores that differ in their last digit may swap ranks)",
                ours.exceptAll(joined).count() + joined.exceptAll(ours).count());
    }

    private SuggestFriends.Tables tables() {
        Dataset<Row> accounts = table("social_accounts");
        Dataset<Row> friendships = table("social_friendships");
        Dataset<Row> agreed = accounts.join(
                        agreed("social").withColumnRenamed("subject_id", "account_id"), "account_id")
                .select("account_id");
        if (!Files.exists(Path.of(folder, "connections"))) {
            agreed.write().parquet(folder + "/agreed");
            new BuildConnections(AS_OF)
                    .apply(edges(spark.read().parquet(folder + "/agreed")), friendships, agreed)
                    .write()
                    .parquet(folder + "/connections");
        }
        return new SuggestFriends.Tables(
                spark.read().parquet(folder + "/connections"),
                accounts,
                spark.read().parquet(folder + "/agreed"),
                friendships,
                table("social_blocks"),
                table("suggestion_feedback"));
    }

    private Dataset<Row> table(String name) {
        return spark.read().parquet(input + "/" + name);
    }

    /** {@code subject_id}. */
    private Dataset<Row> agreed(String platform) {
        return table("consent_events")
                .filter(col("platform").equalTo(platform).and(col("purpose").equalTo("friends")))
                .groupBy("subject_id")
                .agg(max(col("decision").equalTo("deny")).as("denied"))
                .filter(col("denied").equalTo(false))
                .select("subject_id");
    }

    /** {@code account_id, contact_account_id}. */
    private Dataset<Row> edges(Dataset<Row> agreed) {
        Dataset<Row> links = table("messaging_users")
                .select("user_id", "phone")
                .join(agreed("messaging").withColumnRenamed("subject_id", "user_id"), "user_id")
                .join(
                        table("account_phones")
                                .filter(col("phone_use").equalTo("profile"))
                                .select("account_id", "phone")
                                .dropDuplicates("phone"),
                        "phone")
                .join(agreed, "account_id");
        Dataset<Row> entries = table("messaging_contacts")
                .select(col("owner_user_id"), col("contact_phone"))
                .join(
                        links.select(
                                col("phone").as("contact_phone"),
                                col("account_id").as("contact_account_id")),
                        "contact_phone")
                .drop("contact_phone");
        Dataset<Row> hubs = entries.groupBy("contact_account_id")
                .agg(count(lit(1)).as("books"))
                .filter(col("books").gt(500));
        return entries.join(hubs, new String[] {"contact_account_id"}, "left_anti")
                .join(links.select(col("user_id").as("owner_user_id"), col("account_id")), "owner_user_id")
                .filter(col("account_id").notEqual(col("contact_account_id")))
                .select("account_id", "contact_account_id")
                .distinct();
    }

    private Cost cost(String name, Supplier<Dataset<Row>> step) {
        drain();
        shuffled.set(0);
        long cpu = cpuNanos();
        long start = System.nanoTime();
        step.get()
                .sortWithinPartitions("account_id", "rank")
                .write()
                .mode("overwrite")
                .parquet(folder + "/" + name);
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuSeconds = (cpuNanos() - cpu) / 1e9;
        drain();
        return new Cost(seconds, cpuSeconds, shuffled.get() / 1e6);
    }

    /** Of the whole process, so with what the driver does, compiling and freeing memory; on a shared machine steadier than the clock. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private void drain() {
        try {
            spark.sparkContext().listenerBus().waitUntilEmpty();
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("Cannot count what tasks wrote: Spark does not tell", e);
        }
    }

    private static void print(String what, long count) {
        System.out.printf(Locale.ROOT, "%s: %d%n", what, count);
    }
}
