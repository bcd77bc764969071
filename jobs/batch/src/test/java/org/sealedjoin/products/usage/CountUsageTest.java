package org.sealedjoin.products.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sealedjoin.testing.LocalSpark;

/** Three hundred random worlds, one to a region, against a slow twin; they share one Spark job. */
class CountUsageTest {
    private static final int WORLDS = 300;
    private static final int MOST_MESSAGES = 20;
    private static final Instant AS_OF = Instant.parse("2016-10-12T00:00:00Z");

    private final List<Row> users = new ArrayList<>();
    private final List<Row> usage = new ArrayList<>();
    private final List<Row> links = new ArrayList<>();
    private final List<Row> activity = new ArrayList<>();
    private final List<SlowUsage.Person> people = new ArrayList<>();
    private long lastId;

    @Test
    void apply_randomWorlds_countsWhatTheSlowTwinCounts() {
        var regions = new ArrayList<String>();
        for (int world = 0; world < WORLDS; world++) {
            String region = "" + (char) ('A' + world / 26) + (char) ('A' + world % 26);
            // One world in ten is not told apart.
            if (world % 10 > 0) {
                regions.add(region);
            }
            world(region, new Random(world));
        }
        // A stranger's rows, of nobody who agreed, count nowhere.
        usage.add(RowFactory.create(-1L, java.sql.Date.valueOf("2016-10-05"), 7L));
        var policy = new UsagePolicy(regions, MOST_MESSAGES, 1);
        List<Block> blocks = new PlanUsage(AS_OF).apply(Set.of(), EnumSet.allOf(Measure.class));

        Map<String, Long> counted = new TreeMap<>();
        new CountUsage(policy, blocks)
                .apply(
                        rows(users, "user_id LONG, region STRING, registered_at TIMESTAMP"),
                        rows(usage, "user_id LONG, day DATE, messages_sent LONG"),
                        rows(links, "user_id LONG, account_id LONG"),
                        rows(activity, "account_id LONG, day DATE"))
                .collectAsList()
                .forEach(row -> counted.put(
                        row.get(0) + " " + row.get(1) + " " + row.get(2) + " " + row.get(3), row.getLong(4)));

        Map<String, Long> due = new SlowUsage(MOST_MESSAGES, Set.copyOf(regions)).count(people, blocks);
        assertThat(counted).hasSizeGreaterThan(5_000).isEqualTo(new TreeMap<>(due));
    }

    private void world(String region, Random random) {
        int size = random.nextInt(8);
        for (int n = 0; n < size; n++) {
            long id = ++lastId;
            LocalDate joined = LocalDate.of(2016, 10, 10).minusDays(random.nextInt(75));
            users.add(RowFactory.create(
                    id,
                    region,
                    Timestamp.from(
                            joined.atStartOfDay().plusHours(random.nextInt(24)).toInstant(ZoneOffset.UTC))));
            Map<LocalDate, Long> sent = sent(id, random);
            people.add(new SlowUsage.Person(region, joined, sent, social(id, random)));
        }
    }

    /** Rows of some days, some days twice, some without a message sent, some out of every span. */
    private Map<LocalDate, Long> sent(long id, Random random) {
        var sent = new HashMap<LocalDate, Long>();
        for (int row = random.nextInt(12); row > 0; row--) {
            LocalDate day = LocalDate.of(2016, 10, 14).minusDays(random.nextInt(60));
            long messages = random.nextInt(4) == 0 ? 0 : random.nextInt(3) == 0 ? 1_000 : random.nextInt(15);
            usage.add(RowFactory.create(id, java.sql.Date.valueOf(day), messages));
            sent.merge(day, messages, Long::sum);
        }
        return sent;
    }

    private @Nullable Set<LocalDate> social(long id, Random random) {
        if (random.nextBoolean()) {
            activity.add(RowFactory.create(id + 1_000_000, java.sql.Date.valueOf("2016-10-05")));
            return null;
        }
        links.add(RowFactory.create(id, id + 500_000));
        var days = new HashSet<LocalDate>();
        for (int row = random.nextInt(8); row > 0; row--) {
            LocalDate day = LocalDate.of(2016, 10, 14).minusDays(random.nextInt(16));
            activity.add(RowFactory.create(id + 500_000, java.sql.Date.valueOf(day)));
            days.add(day);
        }
        return days;
    }

    private static Dataset<Row> rows(List<Row> rows, String schema) {
        return LocalSpark.session().createDataFrame(rows, StructType.fromDDL(schema));
    }
}
