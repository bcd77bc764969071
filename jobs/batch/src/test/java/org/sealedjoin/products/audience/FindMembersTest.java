package org.sealedjoin.products.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.products.audience.AudienceRows.AS_OF;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.audience.AudienceRows.Upload;

/** Who is in an audience: literal cases on audiences of their own in one job, and random uploads against a slow twin. */
class FindMembersTest {
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void apply_literalCases_exactlyThese() {
        var rows = new AudienceRows();
        rows.advertiser(1, "active");
        rows.advertiser(2, "suspended");
        for (long audience = 10; audience <= 23; audience++) {
            rows.audience(audience, 1, 30);
        }
        rows.audience(30, 2, 30);
        // 10: a batch is missing; 11: sent twice; 12: the last batch never came; 13: batches after the last.
        rows.upload(row(10, "s", 2, true, "add", 5, 1));
        rows.upload(row(11, "s", 1, true, "add", 6, 1));
        rows.upload(row(11, "s", 1, true, "add", 5, 1));
        rows.upload(row(12, "s", 1, false, "add", 5, 1));
        rows.upload(row(13, "s", 1, true, "add", 5, 1));
        rows.upload(row(13, "s", 2, false, "add", 5, 2));
        // 14: added and removed in one batch; 15: removed, then added in the next batch; 16: the other way round.
        rows.upload(row(14, "s", 1, true, "remove", 5, 1));
        rows.upload(row(14, "s", 1, true, "add", 5, 1));
        rows.upload(row(15, "s", 1, false, "remove", 5, 1));
        rows.upload(row(15, "s", 2, true, "add", 5, 1));
        rows.upload(row(16, "s", 1, false, "add", 5, 1));
        rows.upload(row(16, "s", 2, true, "remove", 5, 1));
        // 17: replaced; 18: replaced by an incomplete session; 19: an earlier replacement.
        rows.upload(row(17, "a", 1, true, "add", 6, 1));
        rows.upload(row(17, "b", 1, true, "replace", 5, 2));
        rows.upload(row(18, "a", 1, true, "add", 6, 1));
        rows.upload(row(18, "b", 1, false, "replace", 5, 2));
        rows.upload(row(19, "b", 1, true, "replace", 6, 2));
        rows.upload(row(19, "a", 1, true, "add", 5, 1));
        // 20: retention over at the as-of instant exactly; 21: a microsecond later.
        rows.upload(new Upload(20, "s", 1, true, "add", AS_OF.minus(DAY.multipliedBy(30)), 1L));
        rows.upload(new Upload(
                21, "s", 1, true, "add", AS_OF.minus(DAY.multipliedBy(30)).plus(1, ChronoUnit.MICROS), 1L));
        // 22: sessions closed at one instant, by name; 23: hidden and allowed, newest choice, ties hide.
        rows.upload(row(22, "a", 1, true, "add", 5, 1));
        rows.upload(row(22, "b", 1, true, "remove", 5, 1));
        for (long account = 41; account <= 44; account++) {
            rows.upload(row(23, "s", 1, true, "add", 5, account));
        }
        rows.prefers(41, 1, "hide", daysAgo(3));
        rows.prefers(42, 1, "hide", daysAgo(3));
        rows.prefers(42, 1, "allow", daysAgo(2));
        rows.prefers(43, 1, "allow", daysAgo(3));
        rows.prefers(43, 1, "hide", daysAgo(3));
        rows.prefers(44, 2, "hide", daysAgo(3));
        // 30: of a suspended advertiser; 99: of nobody.
        rows.upload(row(30, "s", 1, true, "add", 5, 1));
        rows.upload(row(99, "s", 1, true, "add", 5, 1));

        assertThat(rows.members())
                .containsExactly("11 1", "15 1", "17 2", "18 1", "19 1", "19 2", "21 1", "23 42", "23 44");
    }

    /** Three rows fit into a day: the batch that exceeds it and what comes later that day do not count, so their sessions are not whole. */
    @Test
    void apply_moreRowsThanADayHolds_laterBatchesDoNotCount() {
        var rows = new AudienceRows();
        rows.quota(3);
        rows.advertiser(1, "active");
        rows.advertiser(2, "active");
        for (long audience = 40; audience <= 43; audience++) {
            rows.audience(audience, audience == 43 ? 2 : 1, 30);
        }
        rows.upload(row(40, "s", 1, false, "add", 5, 1));
        rows.upload(row(40, "s", 2, true, "add", 5, 2));
        rows.upload(row(41, "s", 1, true, "add", 5, 3));
        rows.upload(row(41, "s", 1, true, "add", 5, 4));
        rows.upload(row(42, "s", 1, true, "add", 5, 5));
        // The next day, and another advertiser's day, have room.
        rows.upload(row(42, "t", 1, true, "add", 4, 6));
        rows.upload(row(43, "s", 1, true, "add", 5, 7));

        assertThat(rows.members()).containsExactly("40 1", "40 2", "42 6", "43 7");
    }

    @Test
    void apply_randomUploads_sameAsSlowTwin() {
        var rows = new AudienceRows();
        var expected = new ArrayList<String>();
        rows.advertiser(1, "active");
        for (int audience = 1; audience <= 300; audience++) {
            int retention = 2 + audience % 5;
            rows.audience(audience, 1, retention);
            List<Upload> uploads = random(audience, new SplittableRandom(9_000 + audience));
            uploads.forEach(rows::upload);
            for (long account : SlowMembers.of(uploads, retention, AS_OF)) {
                expected.add(audience + " " + account);
            }
        }
        expected.sort(null);

        assertThat(expected).hasSizeGreaterThan(300);
        assertThat(rows.members()).isEqualTo(expected);
    }

    private static List<Upload> random(long audience, SplittableRandom random) {
        var uploads = new ArrayList<Upload>();
        int sessions = 1 + random.nextInt(4);
        for (int session = 0; session < sessions; session++) {
            int batches = 1 + random.nextInt(3);
            boolean replaces = random.nextInt(4) == 0;
            for (int batch = 1; batch <= batches; batch++) {
                if (random.nextInt(12) == 0) {
                    continue;
                }
                for (int i = random.nextInt(5); i >= 0; i--) {
                    String op = random.nextInt(3) == 0 ? "remove" : replaces ? "replace" : "add";
                    Instant at = AS_OF.minus(Duration.ofHours(12L * (random.nextInt(10) - 1)));
                    long account = random.nextInt(6);
                    uploads.add(new Upload(
                            audience, "s" + session, batch, batch == batches, op, at, account == 0 ? null : account));
                }
            }
        }
        return uploads;
    }

    private static Upload row(
            long audience, String session, int batch, boolean last, String op, int daysAgo, long account) {
        return new Upload(audience, session, batch, last, op, daysAgo(daysAgo), account);
    }

    private static Instant daysAgo(int days) {
        return AS_OF.minus(DAY.multipliedBy(days));
    }
}
