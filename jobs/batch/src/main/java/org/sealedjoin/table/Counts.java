package org.sealedjoin.table;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.CountRows;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.Operation;

/** The only way by which anything about rows reaches the driver: how many there are, by words known beforehand. */
public final class Counts {
    /** Takes every label off but those of numbers: how many rows a comparison with a number kept would tell of the number. */
    public static final Operation.Count COUNT = new Operation.Count(all());

    private static final CountRows COUNTED = new CountRows(COUNT);

    private Counts() {}

    /** Number of rows. Starts a Spark job. */
    public static long of(Dataset<Row> rows) {
        return collect(COUNTED.all(rows)).get(0).getLong(0);
    }

    /**
     * Number of rows of each combination of words: the key columns sorted by name, then the number. Starts a Spark job.
     *
     * @param words the words that each key column may show; any other value shows as {@code other}
     */
    public static List<Row> by(Dataset<Row> rows, Map<String, List<String>> words) {
        return collect(COUNTED.by(rows, words));
    }

    /**
     * Number of rows that meet each condition, in the order of the conditions. Starts one Spark job.
     *
     * @param conditions BOOLEAN; null counts as false
     */
    public static List<Long> meeting(Dataset<Row> rows, List<Column> conditions) {
        Row counted = collect(COUNTED.meeting(rows, conditions)).get(0);
        return IntStream.range(0, conditions.size()).mapToObj(counted::getLong).toList();
    }

    private static List<Row> collect(Dataset<Row> counted) {
        return FlowGuard.of(counted.sparkSession())
                .approve(counted, Outputs.COUNTS)
                .out(Exit.driver(), Dataset::collectAsList);
    }

    private static Set<Label> all() {
        var labels = new HashSet<>(Label.unconsentedForAll());
        labels.addAll(List.of(
                Label.TOKEN,
                Label.ADDRESS_BOOK,
                Label.USAGE,
                Label.REPORT_OF_ABUSE,
                Label.FRIENDSHIP,
                Label.ACTIVITY,
                Label.PERSON_ID,
                Label.ADVERTISER_INPUT));
        return labels;
    }
}
