package org.sealedjoin.products.audience.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.products.audience.Alarm;
import org.sealedjoin.products.audience.AlarmPolicy;
import org.sealedjoin.products.audience.AudiencePolicy;
import org.sealedjoin.products.audience.DescribeUploads;
import org.sealedjoin.products.audience.OrderSessions;
import org.sealedjoin.products.audience.RaiseAlarms;
import org.sealedjoin.products.audience.ReachLab;
import org.sealedjoin.testing.LocalSpark;

/**
 * Enumeration (Hagen et al., "All the Numbers are US", NDSS 2021): an advertiser uploads a million numbers in sequence, a thousand to an audience, to learn
 * block by block where members are. A night without quota and budget answers each block; ours answers what one day and one month allow, and
 * tells the operator.
 */
class EnumerationAttackTest {
    private static final Instant AS_OF = Instant.parse("2026-06-15T00:00:00Z");
    private static final int NUMBERS = 1_000_000;
    private static final int BLOCK = 1_000;
    private static final int QUOTA = 100_000;

    private static Dataset<Row> rows(List<Row> rows, String schema) {
        return LocalSpark.session().createDataFrame(rows, StructType.fromDDL(schema));
    }

    /** A block of a thousand numbers each minute. */
    private static Dataset<Row> uploads() {
        return LocalSpark.session()
                .range(NUMBERS)
                .select(
                        col("id").divide(BLOCK).cast("long").as("audience_id"),
                        lit("s").as("session_id"),
                        lit(1).as("batch_seq"),
                        lit(true).as("last_batch"),
                        lit("add").as("op"),
                        col("id")
                                .divide(BLOCK)
                                .cast("long")
                                .multiply(60)
                                .plus(AS_OF.getEpochSecond() - 86_400)
                                .cast("timestamp")
                                .as("uploaded_at"));
    }

    private static Dataset<Row> audiences() {
        return LocalSpark.session()
                .range(NUMBERS / BLOCK)
                .select(col("id").as("audience_id"), lit(1L).as("advertiser_id"), lit(30).as("retention_days"));
    }

    private static long blocksInForce(long maxRowsPerDay) {
        return new OrderSessions(new AudiencePolicy(1, maxRowsPerDay), AS_OF)
                .apply(uploads(), audiences())
                .count();
    }

    @Test
    void uploadAMillion_withoutQuota_everyBlockCounts_withQuota_oneDaysRows() {
        assertThat(blocksInForce(999_999_999)).as("naive: no quota").isEqualTo(NUMBERS / BLOCK);
        assertThat(blocksInForce(QUOTA)).isEqualTo(QUOTA / BLOCK);
        System.out.printf("enumeration: %d of %d blocks in force%n", QUOTA / BLOCK, NUMBERS / BLOCK);
    }

    /** Blocks with members are told from empty ones by exact counts; of noisy ones, eight are answered. */
    @Test
    void askEveryBlock_naiveExactCounts_mapEveryBlock_oursEight() {
        var random = new Random(10);
        var lab = new ReachLab(1, ReachLab.BUDGETS);
        int blocks = QUOTA / BLOCK;
        var exact = new int[blocks];
        for (int block = 0; block < blocks; block++) {
            exact[block] = random.nextInt(3);
            lab.ask(
                    block,
                    1,
                    "q" + block,
                    0,
                    java.util.stream.LongStream.range(0, exact[block])
                            .mapToObj(n -> n)
                            .toList());
        }
        ReachLab.Night night = lab.night();

        assertThat(java.util.Arrays.stream(exact).filter(people -> people > 0).count())
                .as("naive: every block with a member is known")
                .isGreaterThan(50);
        assertThat(night.reports().values().stream()
                        .filter(report -> !report.equals("over_budget"))
                        .count())
                .isEqualTo(8);
    }

    /** As thin as all numbers of the United States are with one of Signal's: 0.5 %. A list of customers of whom a third are found raises nothing. */
    @Test
    void alarms_thinHitsAndTooManyRows_nameTheAdvertiserAndNobodyElse() {
        Dataset<Row> received = rows(
                List.of(RowFactory.create(1L, 100_000L, 0L, 0L, 0L, 0L)),
                "audience_id LONG, rows_received LONG, empty LONG, raw_looking LONG, wrong_length LONG, wrong_alphabet LONG");
        Dataset<Row> audiences = audiences()
                .select("audience_id", "advertiser_id")
                .unionByName(rows(List.of(RowFactory.create(5_000L, 2L)), "audience_id LONG, advertiser_id LONG"));
        Dataset<Row> asked = rows(
                List.of(RowFactory.create(1L, "thin", 100_000L), RowFactory.create(5_000L, "thick", 30_000L)),
                "audience_id LONG, figure_key STRING, rows_in LONG");
        Dataset<Row> figures = rows(
                List.of(RowFactory.create("thin", 512L), RowFactory.create("thick", 10_023L)),
                "figure_key STRING, value LONG");
        List<Row> described = new DescribeUploads(AS_OF)
                .apply(received, uploads(), audiences, asked, figures)
                .collectAsList();

        assertThat(Period.of(AS_OF).start()).isBefore(AS_OF.minusSeconds(86_400));
        assertThat(new RaiseAlarms(new AlarmPolicy(0.05, 10_000), new AudiencePolicy(1, QUOTA)).apply(described))
                .containsExactly(
                        new Alarm(1, Alarm.Rule.FEW_HITS, 0, 5), new Alarm(1, Alarm.Rule.OVER_QUOTA, 1_000_000, QUOTA));
    }
}
