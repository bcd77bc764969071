package org.sealedjoin.products.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.products.audience.AudienceRows.AS_OF;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.audience.AudienceRows.Upload;

class ReportAudiencesTest {
    private static final Instant YESTERDAY = AS_OF.minus(Duration.ofDays(1));

    @Test
    void apply_audiencesOfEverySize_statusRangeAndCountsAsDeclared() {
        var rows = new AudienceRows();
        var members = new ArrayList<Row>();
        var received = new ArrayList<Row>();
        rows.advertiser(1, "active");
        rows.advertiser(2, "suspended");
        for (long size : new long[] {0, 99, 100, 199, 200, 999, 1_000, 1_999}) {
            rows.audience(size, 1, 30);
            rows.upload(new Upload(size, "s", 1, true, "add", YESTERDAY, 1L));
            for (long account = 0; account < size; account++) {
                members.add(RowFactory.create(size, account));
            }
        }
        rows.audience(5_000, 2, 30);
        // Retention is over at the as-of exactly, and was not renewed by a removal or an incomplete session.
        rows.audience(5_001, 1, 1);
        rows.upload(new Upload(5_001, "a", 1, true, "add", YESTERDAY, 1L));
        rows.upload(new Upload(5_001, "b", 1, true, "remove", AS_OF, 2L));
        rows.upload(new Upload(5_001, "c", 1, false, "add", AS_OF, 2L));
        rows.audience(5_002, 1, 30);
        received.add(RowFactory.create(99L, 5L, 2L));
        received.add(RowFactory.create(100L, 1L, 0L));
        Map<Long, String> reports = new TreeMap<>();
        new ReportAudiences(new AudiencePolicy(100), AS_OF)
                .apply(
                        AudienceRows.rows(members, "audience_id LONG, account_id LONG"),
                        AudienceRows.rows(received, "audience_id LONG, rows_received LONG, rows_malformed LONG"),
                        rows.uploads(),
                        rows.audiences(),
                        rows.advertisers())
                .collectAsList()
                .forEach(row -> reports.put(row.getLong(1), text(row)));

        String later = "2026-06-30T00:00:00Z";
        assertThat(reports)
                .containsExactly(
                        Map.entry(0L, "1 too_small null null 0 0 " + later),
                        Map.entry(99L, "1 too_small null null 5 2 " + later),
                        Map.entry(100L, "1 ready 100 200 1 0 " + later),
                        Map.entry(199L, "1 ready 100 200 0 0 " + later),
                        Map.entry(200L, "1 ready 200 300 0 0 " + later),
                        Map.entry(999L, "1 ready 900 1000 0 0 " + later),
                        Map.entry(1_000L, "1 ready 1000 2000 0 0 " + later),
                        Map.entry(1_999L, "1 ready 1000 2000 0 0 " + later),
                        Map.entry(5_000L, "2 suspended null null 0 0 null"),
                        Map.entry(5_001L, "1 expired null null 0 0 2026-06-01T00:00:00Z"),
                        Map.entry(5_002L, "1 too_small null null 0 0 null"));
    }

    private static String text(Row row) {
        Object expires = row.isNullAt(7) ? null : row.getTimestamp(7).toInstant();
        return row.get(0) + " " + row.get(2) + " " + row.get(3) + " " + row.get(4) + " " + row.get(5) + " " + row.get(6)
                + " " + expires;
    }
}
