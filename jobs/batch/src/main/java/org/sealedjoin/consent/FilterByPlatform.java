package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Operation;

/**
 * Keeps the rows whose person agreed to {@code safety}, in tables of both platforms, where a row says whose person its ids name.
 *
 * <p>In: rows with {@code platform}; {@code allowed} of {@link GatherAllowed}. Out: the rows with their columns as they were.
 */
public final class FilterByPlatform {
    /** Asks the person in {@code reporter_id}. */
    public static final FilterByPlatform REPORTER = new FilterByPlatform("reporter_id");

    /** Asks the person in {@code reported_id}. */
    public static final FilterByPlatform REPORTED = new FilterByPlatform("reported_id");

    private static final String AGREED_TO = "agreed_to";
    private static final String AGREED_COLUMN = Purpose.SAFETY.word();

    private final String person;
    private final Operation agreed;

    private FilterByPlatform(String person) {
        this.person = person;
        agreed = new Operation.ConsentByRow(
                Map.of(Purpose.SAFETY.word(), Label.unconsented(Purpose.SAFETY)), AGREED_TO, Set.of(person));
    }

    /** Every operation here that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(REPORTER.agreed, REPORTED.agreed);
    }

    public Dataset<Row> apply(Dataset<Row> rows, Dataset<Row> allowed) {
        // New names: rows may themselves descend from the same table.
        Dataset<Row> consented = allowed.where(col(AGREED_COLUMN))
                .select(
                        col(DecideConsent.PLATFORM).as("consented_on"),
                        col(DecideConsent.SUBJECT_ID).as("consented_id"));
        return agreed.mark(rows, all -> {
                    Column same = all.col("platform")
                            .equalTo(consented.col("consented_on"))
                            .and(all.col(person).equalTo(consented.col("consented_id")));
                    return all.join(consented, same, "left_semi").withColumn(AGREED_TO, lit(AGREED_COLUMN));
                })
                .filter(col(AGREED_TO).equalTo(AGREED_COLUMN))
                .drop(AGREED_TO);
    }
}
