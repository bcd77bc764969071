package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.CountRows;
import org.sealedjoin.table.Counts;

/** Tells the manifest how many people agreed, are linked and are in a product: groups only, thresholded and rounded there. */
final class CountPeople {
    /** Steps of the histogram of suggestions: its word and the most that it holds. */
    private static final Map<String, Integer> STEPS = steps();

    private static final String MORE = "51 or more";

    private final RunRecord run;

    CountPeople(RunRecord run) {
        this.run = run;
    }

    /** Words of the histogram of suggestions, from none to most. */
    static List<String> suggestionWords() {
        var words = new ArrayList<>(List.of("none"));
        words.addAll(STEPS.keySet());
        words.add(MORE);
        return words;
    }

    private static Map<String, Integer> steps() {
        var steps = new LinkedHashMap<String, Integer>();
        steps.put("one", 1);
        steps.put("2 to 5", 5);
        steps.put("6 to 10", 10);
        steps.put("11 to 20", 20);
        steps.put("21 to 50", 50);
        return steps;
    }

    /**
     * Counts by platform, purpose and region in one pass: a key for every combination of answers.
     *
     * @param allowed what {@link org.sealedjoin.consent.GatherAllowed} gathered
     */
    void agreed(Dataset<Row> allowed) {
        var words = new HashMap<String, List<String>>();
        words.put("platform", Platform.words());
        words.put("region", List.of(Locale.getISOCountries()));
        var columns = new ArrayList<>(List.of(col("platform"), col("region")));
        for (String purpose : Purpose.words()) {
            words.put(purpose, List.of("true", "false"));
            columns.add(col(purpose).cast("string").as(purpose));
        }
        Dataset<Row> answers = allowed.select(columns.toArray(Column[]::new));
        var agreed = new TreeMap<String, Long>();
        var inRegion = new TreeMap<String, Long>();
        for (Row row : Counts.by(answers, words)) {
            for (String purpose : Purpose.words()) {
                if ("true".equals(row.getAs(purpose))) {
                    String group = row.getAs("platform") + " " + purpose;
                    long people = row.getAs(CountRows.ROWS);
                    agreed.merge(group, people, Long::sum);
                    inRegion.merge(group + " " + row.getAs("region"), people, Long::sum);
                }
            }
        }
        run.groups(RunRecord.AGREED, agreed);
        run.regions(inRegion);
    }

    /** @param links {@code account_links}: one row for each person and purpose */
    void linked(Dataset<Row> links) {
        var linked = new TreeMap<String, Long>();
        for (Row row : Counts.by(links, Map.of("purpose", Purpose.words()))) {
            linked.put(row.getString(0), row.getLong(1));
        }
        run.groups(RunRecord.LINKED, linked);
    }

    /**
     * @param agreed {@code account_id} of everybody who agreed to friends on the social network
     * @param suggestions {@code friend_suggestions}
     */
    void suggested(Dataset<Row> agreed, Dataset<Row> suggestions) {
        Column step = lit(MORE);
        var from = new ArrayList<>(STEPS.entrySet());
        for (int i = from.size() - 1; i >= 0; i--) {
            step = when(
                            col("suggestions").leq(from.get(i).getValue()),
                            lit(from.get(i).getKey()))
                    .otherwise(step);
        }
        Dataset<Row> people = suggestions
                .groupBy("account_id")
                .agg(count(lit(1)).as("suggestions"))
                .select(step.as("step"));
        var histogram = new HashMap<String, Long>();
        for (Row row : Counts.by(people, Map.of("step", suggestionWords()))) {
            histogram.put(row.getString(0), row.getLong(1));
        }
        long reached = histogram.values().stream().mapToLong(Long::longValue).sum();
        histogram.put("none", Counts.of(agreed) - reached);
        run.groups(RunRecord.SUGGESTIONS, inOrder(histogram));
        run.groups(RunRecord.REACHED, Map.of("friends", reached));
    }

    private static Map<String, Long> inOrder(Map<String, Long> histogram) {
        var ordered = new LinkedHashMap<String, Long>();
        suggestionWords().forEach(word -> ordered.put(word, histogram.getOrDefault(word, 0L)));
        return ordered;
    }

    /** @param members {@code audience_members} */
    void delivered(Dataset<Row> members) {
        run.groups(
                RunRecord.REACHED,
                Map.of("audiences", Counts.of(members.select("account_id").distinct())));
    }

    /** @param eligible {@code business_eligibility} */
    void mayReceive(Dataset<Row> eligible) {
        run.groups(
                RunRecord.REACHED,
                Map.of("business", Counts.of(eligible.select("user_id").distinct())));
    }

    /** @param signals rows of {@code abuse_signals}, one for each platform and person */
    void signalled(long signals) {
        run.groups(RunRecord.REACHED, Map.of("safety", signals));
    }

    /** Counts figures, which are noisy and of a public list: they are told as they are. */
    void told(Dataset<Row> usage) {
        List<Long> counted = Counts.meeting(
                usage, List.of(col("value").isNotNull(), col("value").isNull()));
        run.usageFigures(counted.get(0), counted.get(1));
    }
}
