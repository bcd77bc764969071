package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.Outputs;

/**
 * Builds the table of linkable tokens in which address books are looked up by the tasks that scan them. Broadcast, encrypted like everything
 * Spark sends.
 *
 * <p>Counts and collects, as {@link BuildPrefilter} does: tokens in, a table out, nothing else.
 */
final class BuildLookup {
    /** What Spark's own table takes for a person who is found by place: an id, two instants, the place, pointers. */
    private static final int BYTES_A_PERSON = TokenPlaces.BYTES_A_TOKEN + 80;

    /** What two more such tables take: the accounts by the user who is linked, and by the user and the purpose, for two purposes. */
    private static final int BYTES_OF_LINKS = 370;

    private final SealPolicy policy;

    BuildLookup(SealPolicy policy) {
        this.policy = policy;
    }

    /** Whether the links of so many people fit beside the table into the memory that the policy allows. */
    boolean hasRoomForLinks(long people) {
        return people * (BYTES_A_PERSON + BYTES_OF_LINKS) <= policy.lookupMaxBytes();
    }

    /**
     * The table, or nothing if it and the people found by it would take more memory than the policy allows.
     *
     * @param people how many tokens there are
     */
    Optional<Broadcast<TokenPlaces>> apply(Dataset<Row> tokens, long people) {
        if (people > TokenPlaces.MOST_TOKENS || people * BYTES_A_PERSON > policy.lookupMaxBytes()) {
            return Optional.empty();
        }
        SparkSession spark = tokens.sparkSession();
        List<long[]> parts = FlowGuard.of(spark)
                .approve(tokens.select(col(Columns.TOKEN)), Outputs.SEAL_FILTER)
                .out(Exit.tasks(), rows -> rows.as(Encoders.BINARY()).javaRDD())
                .mapPartitions(BuildLookup::halves)
                .collect();
        var places = new TokenPlaces(people);
        for (long[] part : parts) {
            for (int i = 0; i < part.length; i += 2) {
                places.add(part[i], part[i + 1]);
            }
        }
        return Optional.of(
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(places));
    }

    /** The tokens of one partition, each as two longs. */
    private static Iterator<long[]> halves(Iterator<byte[]> tokens) {
        var halves = new long[128];
        int used = 0;
        while (tokens.hasNext()) {
            byte[] token = tokens.next();
            if (used == halves.length) {
                halves = Arrays.copyOf(halves, 2 * used);
            }
            halves[used++] = TokenPlaces.high(token);
            halves[used++] = TokenPlaces.low(token);
        }
        return List.of(Arrays.copyOf(halves, used)).iterator();
    }
}
