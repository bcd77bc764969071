package org.sealedjoin.products.audience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Which advertisers an operator should look at. Whoever tries out numbers one after the other finds people as thinly as they lie among all numbers:
 * of mobile numbers of the United States one in ten had WhatsApp, one in two hundred Signal (Hagen et al., "All the Numbers are US", NDSS
 * 2021). A function of the advertiser's own bytes and of figures that were released anyway.
 */
public final class RaiseAlarms {
    private static final long PERCENT = 100;

    private final AlarmPolicy policy;
    private final long maxRowsPerDay;

    public RaiseAlarms(AlarmPolicy policy, AudiencePolicy audience) {
        this.policy = policy;
        maxRowsPerDay = audience.maxRowsPerDay();
    }

    /** Of an advertiser: its figures, by name, as hashes put in and noisy people. */
    private static final class Seen {
        private final Map<String, long[]> figures = new HashMap<>();
        private long mostRowsOfADay;
        private long rawNumbers;
    }

    /**
     * Alarms by advertiser, then rule.
     *
     * @param described rows of {@link DescribeUploads}
     */
    public List<Alarm> apply(List<Row> described) {
        var advertisers = new TreeMap<Long, Seen>();
        for (Row row : described) {
            Seen seen = advertisers.computeIfAbsent(row.getAs("advertiser_id"), none -> new Seen());
            seen.mostRowsOfADay = Math.max(seen.mostRowsOfADay, number(row, "most_rows_of_a_day"));
            seen.rawNumbers += number(row, DescribeUploads.RAW_LOOKING);
            String figure = row.getAs("figure_key");
            if (figure != null) {
                // Two audiences with the same rows are one question.
                seen.figures.put(figure, new long[] {number(row, "rows_in"), number(row, "value")});
            }
        }
        var alarms = new ArrayList<Alarm>();
        advertisers.forEach((advertiser, seen) -> {
            if (hitsAreFew(seen)) {
                alarms.add(new Alarm(
                        advertiser,
                        Alarm.Rule.FEW_HITS,
                        PERCENT * Math.max(0, sum(seen, 1)) / sum(seen, 0),
                        Math.round(PERCENT * policy.leastHitShare())));
            }
            if (seen.mostRowsOfADay > maxRowsPerDay) {
                alarms.add(new Alarm(advertiser, Alarm.Rule.OVER_QUOTA, seen.mostRowsOfADay, maxRowsPerDay));
            }
            if (seen.rawNumbers > 0) {
                alarms.add(new Alarm(advertiser, Alarm.Rule.RAW_NUMBERS, seen.rawNumbers, 0));
            }
        });
        return alarms;
    }

    private boolean hitsAreFew(Seen seen) {
        long rows = sum(seen, 0);
        return rows >= policy.fewestRows() && sum(seen, 1) < policy.leastHitShare() * rows;
    }

    private static long sum(Seen seen, int place) {
        return seen.figures.values().stream().mapToLong(figure -> figure[place]).sum();
    }

    private static long number(Row row, String column) {
        Long value = row.getAs(column);
        return value == null ? 0 : value;
    }
}
