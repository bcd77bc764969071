package org.sealedjoin.verify;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The businesses that may send one person marketing before the next run.
 *
 * <p>Arguments: person; those that the person asked, as {@code business_id, owner_id}; what came in the week, a row a message, as {@code
 * business_id, owner_id}, the owner null if nobody knows the business.
 */
record ShareWeek(long limit, long day) implements UDF3<Long, Seq<Row>, @Nullable Seq<Row>, Long[]> {
    private static final long SEED = 42;

    ShareWeek(RunFacts facts) {
        this(
                facts.marketingPerWeek(),
                facts.asOf().atZone(ZoneOffset.UTC).toLocalDate().toEpochDay());
    }

    /** A business, or an owner with the business whose turn it is. */
    private record Turn(long business, long sent, long lot, long id) {}

    private static final Comparator<Turn> ORDER =
            Comparator.comparingLong(Turn::sent).thenComparingLong(Turn::lot).thenComparingLong(Turn::id);

    @Override
    public Long[] call(Long person, Seq<Row> asked, @Nullable Seq<Row> came) {
        List<Row> received = came == null ? List.of() : CollectionConverters.asJava(came);
        Map<Long, Turn> owners = new HashMap<>();
        for (Row row : CollectionConverters.asJava(asked)) {
            long business = row.getLong(0);
            var turn = new Turn(business, sent(received, 0, business), lot(person, business), business);
            owners.merge(row.getLong(1), turn, (one, other) -> ORDER.compare(one, other) <= 0 ? one : other);
        }
        var turns = new ArrayList<Turn>();
        owners.forEach((owner, turn) ->
                turns.add(new Turn(turn.business, sent(received, 1, owner), lot(person, owner), owner)));
        return turns.stream()
                .sorted(ORDER)
                .limit(Math.max(0, limit - received.size()))
                .map(Turn::business)
                .toArray(Long[]::new);
    }

    private static long sent(List<Row> received, int column, long id) {
        return received.stream()
                .filter(row -> !row.isNullAt(column) && row.getLong(column) == id)
                .count();
    }

    private long lot(long person, long id) {
        return xxh64(day, xxh64(id, xxh64(person, SEED)));
    }

    /** XXH64 of eight bytes, after its published description (Collet, xxHash). */
    private static long xxh64(long value, long seed) {
        long hash = seed + 0x27D4EB2F165667C5L + Long.BYTES;
        hash ^= Long.rotateLeft(value * 0xC2B2AE3D27D4EB4FL, 31) * 0x9E3779B185EBCA87L;
        hash = Long.rotateLeft(hash, 27) * 0x9E3779B185EBCA87L + 0x85EBCA77C2B2AE63L;
        hash = (hash ^ (hash >>> 33)) * 0xC2B2AE3D27D4EB4FL;
        hash = (hash ^ (hash >>> 29)) * 0x165667B19E3779F9L;
        return hash ^ (hash >>> 32);
    }
}
