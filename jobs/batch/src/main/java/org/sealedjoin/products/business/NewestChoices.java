package org.sealedjoin.products.business;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What a person chose about one business and about every business: for each kind of message, and for all kinds, the instants of the newest
 * allow and of the newest stop. The rules that compare them are those of docs/business.md.
 *
 * <p>In: {@code business_preferences}. Out: a row for each group, with columns that only this class names.
 */
final class NewestChoices {
    static final String MARKETING = "marketing";

    private static final String ALL = "all";
    private static final String ALLOW = "allow";
    private static final String STOP = "stop";
    private static final String ONE = "one";
    private static final String EVERY = "every";

    private final List<String> categories;
    private final Instant asOf;
    private final Instant executedAt;

    /**
     * @param categories kinds of message
     * @param asOf an allow made later is not seen
     * @param executedAt a stop made later is not seen
     */
    NewestChoices(List<String> categories, Instant asOf, Instant executedAt) {
        this.categories = categories;
        this.asOf = asOf;
        this.executedAt = executedAt;
    }

    /** One row for each {@code user_id, business_id}. */
    Dataset<Row> ofOneBusiness(Dataset<Row> preferences) {
        return newest(preferences.filter(col("business_id").isNotNull()), ONE, "user_id", "business_id");
    }

    /** One row for each {@code user_id}. */
    Dataset<Row> ofEveryBusiness(Dataset<Row> preferences) {
        return newest(preferences.filter(col("business_id").isNull()), EVERY, "user_id");
    }

    private Dataset<Row> newest(Dataset<Row> preferences, String whom, String... keys) {
        Column seen =
                col("at").leq(when(col("choice").equalTo(STOP), lit(executedAt)).otherwise(lit(asOf)));
        var words = new ArrayList<>(categories);
        words.add(ALL);
        var instants = new ArrayList<Column>();
        for (String word : words) {
            for (String choice : List.of(ALLOW, STOP)) {
                Column matches = col("category").equalTo(word).and(col("choice").equalTo(choice));
                instants.add(max(when(matches, col("at"))).as(name(choice, whom, word)));
            }
        }
        return preferences
                .filter(seen)
                .groupBy(Arrays.stream(keys).map(functions::col).toArray(Column[]::new))
                .agg(instants.get(0), instants.subList(1, instants.size()).toArray(Column[]::new));
    }

    /** Whether a kind of message may come, of a row that has both groups' columns; null where nothing was chosen. Never null itself. */
    static Column permits(String category) {
        Column permits = not(stopped(category));
        return category.equals(MARKETING) ? permits.and(asked(category)) : permits;
    }

    /** A stop stands until the same or something narrower is allowed later. */
    private static Column stopped(String category) {
        Column here = at(ALLOW, ONE, category);
        Column anyKind = at(ALLOW, ONE, ALL);
        Column anywhere = at(ALLOW, EVERY, category);
        return stands(at(STOP, ONE, category), here)
                .or(stands(at(STOP, ONE, ALL), greatest(here, anyKind)))
                .or(stands(at(STOP, EVERY, category), greatest(here, anywhere)))
                .or(stands(at(STOP, EVERY, ALL), greatest(here, anyKind, anywhere, at(ALLOW, EVERY, ALL))));
    }

    private static Column stands(Column stop, Column newestAllow) {
        return stop.isNotNull().and(coalesce(newestAllow.leq(stop), lit(true)));
    }

    /** An allow that names the kind, and that no stop took back: one that came later, or at the same instant. */
    private static Column asked(String category) {
        Column named = greatest(at(ALLOW, ONE, category), at(ALLOW, EVERY, category));
        Column stop =
                greatest(at(STOP, ONE, category), at(STOP, ONE, ALL), at(STOP, EVERY, category), at(STOP, EVERY, ALL));
        return named.isNotNull().and(coalesce(named.gt(stop), lit(true)));
    }

    private static Column at(String choice, String whom, String category) {
        return col(name(choice, whom, category));
    }

    private static String name(String choice, String whom, String category) {
        return choice + "_" + whom + "_" + category;
    }
}
