package org.sealedjoin.products.audience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.sealedjoin.phone.HashFlaw;

/** What operators are told of uploads, and whom they are told to look at. */
class RaiseAlarmsTest {
    private static final Instant AS_OF = AudienceRows.AS_OF.plus(Duration.ofDays(14));

    private final List<Row> received = new ArrayList<>();
    private final List<Row> uploads = new ArrayList<>();
    private final List<Row> audiences = new ArrayList<>();
    private final List<Row> asked = new ArrayList<>();
    private final List<Row> figures = new ArrayList<>();

    private RaiseAlarmsTest audience(long audience, long advertiser) {
        audiences.add(RowFactory.create(audience, advertiser));
        return this;
    }

    private RaiseAlarmsTest figure(long audience, String question, long rowsIn, long value) {
        asked.add(RowFactory.create(audience, question, rowsIn));
        figures.removeIf(row -> row.getString(0).equals(question));
        figures.add(RowFactory.create(question, value));
        return this;
    }

    private List<Row> described() {
        Dataset<Row> found = new DescribeUploads(AS_OF)
                .apply(
                        AudienceRows.rows(
                                received,
                                "audience_id LONG, rows_received LONG, empty LONG, raw_looking LONG, wrong_length LONG,"
                                        + " wrong_alphabet LONG"),
                        AudienceRows.rows(uploads, "audience_id LONG, uploaded_at TIMESTAMP"),
                        AudienceRows.rows(audiences, "audience_id LONG, advertiser_id LONG"),
                        AudienceRows.rows(asked, "audience_id LONG, figure_key STRING, rows_in LONG"),
                        AudienceRows.rows(figures, "figure_key STRING, value LONG"));
        return found.collectAsList();
    }

    @Test
    void apply_everyRule_namesAdvertiserAndLimit() {
        // 1: two lists, one question; 2: as thin, on fewer rows than noise allows; 3: over two questions; 4: thick
        // enough.
        audience(10, 1).figure(10, "a", 10_000, 499).audience(11, 1).figure(11, "a", 10_000, 499);
        audience(20, 2).figure(20, "b", 9_999, 0);
        audience(30, 3).figure(30, "c", 6_000, 100).audience(31, 3).figure(31, "d", 6_000, -20);
        audience(40, 4).figure(40, "e", 10_000, 500);
        // 5: three rows on a day of which two count, and on a day of last month; 6: numbers in the clear.
        audience(50, 5).audience(51, 5).audience(60, 6).audience(70, 7);
        uploads.addAll(List.of(
                RowFactory.create(50L, AS_OF.minus(Duration.ofHours(30))),
                RowFactory.create(50L, AS_OF.minus(Duration.ofHours(28))),
                RowFactory.create(51L, AS_OF.minus(Duration.ofHours(26))),
                RowFactory.create(51L, AS_OF.plus(Duration.ofHours(1)))));
        for (int i = 0; i < 3; i++) {
            uploads.add(RowFactory.create(70L, AudienceRows.AS_OF.minus(Duration.ofDays(1))));
        }
        received.add(RowFactory.create(60L, 9L, 1L, 2L, 3L, 0L));

        List<Row> described = described();

        assertThat(described).hasSize(10);
        assertThat(new RaiseAlarms(new AlarmPolicy(0.05, 10_000), new AudiencePolicy(300, 2)).apply(described))
                .containsExactly(
                        new Alarm(1, Alarm.Rule.FEW_HITS, 4, 5),
                        new Alarm(3, Alarm.Rule.FEW_HITS, 0, 5),
                        new Alarm(5, Alarm.Rule.OVER_QUOTA, 3, 2),
                        new Alarm(6, Alarm.Rule.RAW_NUMBERS, 2, 0));
    }

    @Test
    void flaws_areThoseOfTheTool() {
        assertThat(DescribeUploads.FLAWS)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(HashFlaw.values()).map(HashFlaw::word).toList());
    }
}
