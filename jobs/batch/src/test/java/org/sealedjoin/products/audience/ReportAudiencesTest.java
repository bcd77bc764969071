package org.sealedjoin.products.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.products.audience.AudienceRows.AS_OF;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.audience.AudienceRows.Upload;

class ReportAudiencesTest {
    private static final Instant YESTERDAY = AS_OF.minus(Duration.ofDays(1));

    @Test
    void apply_audiencesOfEveryKind_statusRangeAndCountsAsDeclared() {
        var rows = new AudienceRows();
        rows.advertiser(1, "active");
        rows.advertiser(2, "suspended");
        var asked = new ArrayList<Row>();
        var decided = new ArrayList<Row>();
        var figures = new ArrayList<Row>();
        for (long value : new long[] {-3, 99, 100, 149, 150, 12_345}) {
            long audience = value + 10;
            rows.audience(audience, 1, 30);
            rows.upload(new Upload(audience, "s", 1, true, "add", YESTERDAY, 1L));
            asked.add(RowFactory.create(audience, 1L, "f" + value));
            decided.add(RowFactory.create(1L, "f" + value, value == 99 ? "paid_before" : "pays_now"));
            figures.add(RowFactory.create("f" + value, value));
        }
        // Nothing left to spend, though somebody else asked the same; a night that answers nothing new; a question
        // without rows.
        for (long audience : new long[] {4_000, 4_001, 4_002}) {
            rows.audience(audience, 1, 30);
            rows.upload(new Upload(audience, "s", 1, true, "add", YESTERDAY, 1L));
        }
        asked.add(RowFactory.create(4_000L, 1L, "g"));
        decided.add(RowFactory.create(1L, "g", "refused"));
        figures.add(RowFactory.create("g", 5_000L));
        asked.add(RowFactory.create(4_001L, 1L, "h"));
        decided.add(RowFactory.create(1L, "h", "waits"));
        rows.audience(5_000, 2, 30);
        // Retention is over at the as-of exactly, and was not renewed by a removal or an incomplete session.
        rows.audience(5_001, 1, 1);
        rows.upload(new Upload(5_001, "a", 1, true, "add", YESTERDAY, 1L));
        rows.upload(new Upload(5_001, "b", 1, true, "remove", AS_OF, 2L));
        rows.upload(new Upload(5_001, "c", 1, false, "add", AS_OF, 2L));
        rows.audience(5_002, 1, 30);
        List<Row> received = List.of(RowFactory.create(109L, 5L, 2L), RowFactory.create(110L, 1L, 0L));
        Map<Long, String> reports = new TreeMap<>();
        var sent = new ReportAudiences.Sent(
                AudienceRows.rows(received, "audience_id LONG, rows_received LONG, rows_malformed LONG"),
                rows.uploads(),
                rows.sessions(),
                rows.audiences(),
                rows.advertisers());
        new ReportAudiences(new AudiencePolicy(100, 1_000), AS_OF)
                .apply(
                        sent,
                        AudienceRows.rows(asked, "audience_id LONG, advertiser_id LONG, figure_key STRING"),
                        AudienceRows.rows(decided, "id LONG, figure_key STRING, outcome STRING"),
                        AudienceRows.rows(figures, "figure_key STRING, value LONG"))
                .collectAsList()
                .forEach(row -> reports.put(row.getLong(1), text(row)));

        String later = "2026-06-30T00:00:00Z";
        assertThat(reports)
                .containsExactly(
                        Map.entry(7L, "1 too_small null null 0 0 " + later),
                        Map.entry(109L, "1 too_small null null 5 2 " + later),
                        Map.entry(110L, "1 ready 100 150 1 0 " + later),
                        Map.entry(159L, "1 ready 100 150 0 0 " + later),
                        Map.entry(160L, "1 ready 150 200 0 0 " + later),
                        Map.entry(4_000L, "1 over_budget null null 0 0 " + later),
                        Map.entry(4_001L, "1 processing null null 0 0 " + later),
                        Map.entry(4_002L, "1 too_small null null 0 0 " + later),
                        Map.entry(5_000L, "2 suspended null null 0 0 null"),
                        Map.entry(5_001L, "1 expired null null 0 0 2026-06-01T00:00:00Z"),
                        Map.entry(5_002L, "1 processing null null 0 0 null"),
                        Map.entry(12_355L, "1 ready 12300 12350 0 0 " + later));
    }

    private static String text(Row row) {
        Object expires = row.isNullAt(7) ? null : row.getTimestamp(7).toInstant();
        return row.get(0) + " " + row.get(2) + " " + row.get(3) + " " + row.get(4) + " " + row.get(5) + " " + row.get(6)
                + " " + expires;
    }
}
