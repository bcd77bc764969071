package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.graph.BuildConnections;

/**
 * Times the candidate step, from connections to the best few of each person, against the same by joins and a window, in one process on the
 * same rows, and counts what each shuffles. Its twin lives in the tests, so it does too.
 *
 * <p>Arguments: a folder of input tables (Parquet), a folder of a published {@code friends} run over them, a folder for its files, rounds.
 */
final class CandidateStepBenchmark {
    private static final FriendsPolicy POLICY = new FriendsPolicy(50, 1_000, 2, RankingModel.shipped());

    private CandidateStepBenchmark() {}

    private record Cost(double seconds, long shuffledBytes) {}

    public static void main(String[] arguments) {
        String input = arguments[0];
        String run = arguments[1];
        String folder = arguments[2];
        int rounds = Integer.parseInt(arguments[3]);
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.sql.shuffle.partitions", "32")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        Instant asOf = Instant.parse("2016-10-15T00:00:00Z");
        Dataset<Row> accounts = spark.read().parquet(input + "/social_accounts");
        Dataset<Row> friendships = spark.read().parquet(input + "/social_friendships");
        Dataset<Row> agreed = accounts.select("account_id");
        new BuildConnections(asOf)
                .apply(
                        spark.read()
                                .parquet(run + "/internal/contact_edges")
                                .filter(col("purpose").equalTo("friends")),
                        friendships,
                        agreed)
                .write()
                .mode("overwrite")
                .parquet(folder + "/connections");
        Dataset<Row> connections = spark.read().parquet(folder + "/connections");
        var tables = new SuggestFriends.Tables(
                connections,
                accounts,
                agreed,
                friendships,
                spark.read().parquet(input + "/social_blocks"),
                spark.read().parquet(input + "/suggestion_feedback"));
        print("connections", connections.count());
        var shuffled = new AtomicLong();
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd ended) {
                shuffled.addAndGet(ended.taskMetrics().shuffleWriteMetrics().bytesWritten());
            }
        });
        for (int round = 1; round <= rounds; round++) {
            Cost packed;
            try (var suggest = new SuggestFriends(POLICY, asOf)) {
                packed = cost(shuffled, folder + "/packed", () -> suggest.apply(tables));
            }
            Cost joined =
                    cost(shuffled, folder + "/joined", () -> new JoinWindowSuggestions(POLICY, asOf).apply(tables));
            System.out.printf(
                    Locale.ROOT,
                    "round %d: packed %.1f s, %d bytes; join and window %.1f s, %d bytes; ratios %.2f and %.2f%n",
                    round,
                    packed.seconds(),
                    packed.shuffledBytes(),
                    joined.seconds(),
                    joined.shuffledBytes(),
                    joined.seconds() / packed.seconds(),
                    (double) joined.shuffledBytes() / packed.shuffledBytes());
        }
        Dataset<Row> packed = spark.read().parquet(folder + "/packed").drop("score");
        Dataset<Row> joined = spark.read().parquet(folder + "/joined").drop("score");
        print("suggestions", packed.count());
        print(
                "only in one of both (scores that differ in their last digit may swap ranks)",
                packed.exceptAll(joined).count() + joined.exceptAll(packed).count());
        spark.stop();
    }

    private static Cost cost(AtomicLong shuffled, String folder, Supplier<Dataset<Row>> step) {
        shuffled.set(0);
        long start = System.nanoTime();
        step.get().write().mode("overwrite").parquet(folder);
        return new Cost((System.nanoTime() - start) / 1e9, shuffled.get());
    }

    private static void print(String what, long count) {
        System.out.printf(Locale.ROOT, "%s: %d%n", what, count);
    }
}
