package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.to_date;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.spark.ReleaseReach;

/**
 * What an operator is told of each audience's uploads: rows and their flaws, which follow from the texts alone; the most rows that the
 * advertiser sent on a day of this month; and the figure that was released for the question, beside the hashes that it was asked with. Nothing
 * here rests on people but the figure, which is noisy and paid for: whatever is made of it tells nothing more.
 */
public final class DescribeUploads {
    static final String RAW_LOOKING = "raw_looking";

    /** Why a text is no hash, in the words of the {@code phone} tool, which are a contract. */
    static final List<String> FLAWS = List.of("empty", RAW_LOOKING, "wrong_length", "wrong_alphabet");

    private static final List<String> FACTS = Stream.of(
                    List.of("rows_received"), FLAWS, List.of("most_rows_of_a_day", "figure_key", "rows_in", "value"))
            .flatMap(List::stream)
            .toList();

    static final Operation UPLOADS = new Operation.Release("facts of uploads", ReleaseReach.released(), FACTS);

    private final Instant asOf;

    public DescribeUploads(Instant asOf) {
        this.asOf = asOf;
    }

    /**
     * @param received {@code audience_id, rows_received} and a count for each flaw
     * @param uploads {@code audience_id, uploaded_at}; hashes are not read
     * @param audiences {@code audience_id, advertiser_id}
     * @param asked {@code audience_id, figure_key, rows_in}
     * @param figures {@code released_figures}
     * @return {@code audience_id, advertiser_id}, then what is said of them, a row for each audience; null where nothing is known
     */
    public Dataset<Row> apply(
            Dataset<Row> received,
            Dataset<Row> uploads,
            Dataset<Row> audiences,
            Dataset<Row> asked,
            Dataset<Row> figures) {
        Dataset<Row> owned = audiences.select("audience_id", "advertiser_id");
        Dataset<Row> days = uploads.filter(col("uploaded_at")
                        .leq(lit(asOf))
                        .and(col("uploaded_at").geq(lit(Period.of(asOf).start()))))
                .join(broadcast(owned), "audience_id")
                .groupBy(col("advertiser_id"), to_date(col("uploaded_at")).as("day"))
                .agg(count(lit(1)).as("rows"))
                .groupBy("advertiser_id")
                .agg(max("rows").as("most_rows_of_a_day"));
        Dataset<Row> answered = asked.select("audience_id", "figure_key", "rows_in")
                .join(figures.select("figure_key", "value"), "figure_key");
        var columns = new ArrayList<Column>(List.of(col("audience_id"), col("advertiser_id")));
        FACTS.forEach(fact -> columns.add(col(fact)));
        Dataset<Row> described = owned.join(received, new String[] {"audience_id"}, "left_outer")
                .join(days, new String[] {"advertiser_id"}, "left_outer")
                .join(answered, new String[] {"audience_id"}, "left_outer")
                .select(columns.toArray(Column[]::new));
        return UPLOADS.mark(described, UnaryOperator.identity());
    }
}
