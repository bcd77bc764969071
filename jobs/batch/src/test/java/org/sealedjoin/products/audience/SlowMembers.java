package org.sealedjoin.products.audience;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sealedjoin.products.audience.AudienceRows.Upload;

/** Who is in an audience, by plain replay: the oracle of {@link FindMembers}. */
final class SlowMembers {
    private SlowMembers() {}

    /** Plays whole sessions back one after the other. */
    static List<Long> of(List<Upload> all, int retentionDays, Instant asOf) {
        Map<String, List<Upload>> sessions =
                all.stream().filter(row -> !row.at().isAfter(asOf)).collect(Collectors.groupingBy(Upload::session));
        sessions.values().removeIf(rows -> !whole(rows));
        List<List<Upload>> inOrder = sessions.values().stream()
                .sorted(Comparator.<List<Upload>, Instant>comparing(SlowMembers::closedAt)
                        .thenComparing(rows -> rows.get(0).session()))
                .toList();
        var addedAt = new HashMap<Long, Instant>();
        for (List<Upload> session : inOrder) {
            if (session.stream().anyMatch(row -> row.op().equals("replace"))) {
                addedAt.clear();
            }
            var batches =
                    new TreeMap<Integer, List<Upload>>(session.stream().collect(Collectors.groupingBy(Upload::batch)));
            for (List<Upload> batch : batches.values()) {
                batch.stream().filter(row -> row.account() != null).forEach(row -> addedAt.remove(row.account()));
                batch.stream()
                        .filter(row -> row.account() != null && !row.op().equals("remove"))
                        .forEach(row -> addedAt.merge(
                                row.account(), row.at(), (one, other) -> one.isAfter(other) ? one : other));
                batch.stream().filter(row -> row.op().equals("remove")).forEach(row -> addedAt.remove(row.account()));
            }
        }
        return addedAt.entrySet().stream()
                .filter(entry ->
                        entry.getValue().plus(Duration.ofDays(retentionDays)).isAfter(asOf))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean whole(List<Upload> rows) {
        int greatest = rows.stream().mapToInt(Upload::batch).max().orElseThrow();
        return rows.stream().map(Upload::batch).distinct().count() == greatest
                && rows.stream().anyMatch(row -> row.batch() == greatest && row.last());
    }

    private static Instant closedAt(List<Upload> rows) {
        return rows.stream()
                .filter(Upload::last)
                .map(Upload::at)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }
}
