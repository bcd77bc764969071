package org.sealedjoin.products.business;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Works out which kinds of message each business may send to each of its customers: those that nobody stopped, and marketing only where the
 * person asked for it.
 *
 * <p>In: see {@link #apply}. Out: {@code business_id, owner_id, category, user_id}.
 */
public final class PermitMessages {
    private final List<String> categories;
    private final Instant asOf;
    private final Instant executedAt;

    /**
     * @param categories kinds of message
     * @param asOf customers and allows of later are not seen
     * @param executedAt when the run executes; stops made by then are seen all the same
     */
    public PermitMessages(List<String> categories, Instant asOf, Instant executedAt) {
        this.categories = List.copyOf(categories);
        this.asOf = asOf;
        this.executedAt = executedAt;
    }

    /**
     * @param businesses {@code business_id, owner_id}
     * @param customers {@code business_id, user_id, since} of people who agreed
     * @param preferences {@code business_preferences} of people who agreed
     */
    public Dataset<Row> apply(Dataset<Row> businesses, Dataset<Row> customers, Dataset<Row> preferences) {
        var choices = new NewestChoices(categories, asOf, executedAt);
        Column[] permitted = categories.stream()
                .map(category -> when(NewestChoices.permits(category), lit(category)))
                .toArray(Column[]::new);
        return customers
                .filter(col("since").leq(lit(asOf)))
                .select("business_id", "user_id")
                .distinct()
                .join(businesses.select("business_id", "owner_id"), "business_id")
                .join(choices.ofOneBusiness(preferences), new String[] {"user_id", "business_id"}, "left_outer")
                .join(choices.ofEveryBusiness(preferences), new String[] {"user_id"}, "left_outer")
                .select(
                        col("business_id"),
                        col("owner_id"),
                        explode(array(permitted)).as("category"),
                        col("user_id"))
                .filter(col("category").isNotNull());
    }
}
