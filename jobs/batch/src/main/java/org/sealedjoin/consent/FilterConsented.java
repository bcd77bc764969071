package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;

/** Keeps the rows whose person may be used for one purpose on one platform. */
public final class FilterConsented {
    private static final String CONSENTED_ID = "consented_id";

    private final Platform platform;
    private final Purpose purpose;

    public FilterConsented(Platform platform, Purpose purpose) {
        this.platform = platform;
        this.purpose = purpose;
    }

    /**
     * The rows of {@code rows} whose person is allowed, with their columns as they were.
     *
     * @param idColumn the column of {@code rows} that names a person of the platform; null is nobody and is dropped
     * @param decisions what {@link DecideConsent} decided
     */
    public Dataset<Row> apply(Dataset<Row> rows, String idColumn, Dataset<Row> decisions) {
        Dataset<Row> consented = decisions
                .where(col(DecideConsent.PLATFORM).equalTo(platform.word()))
                .where(col(DecideConsent.PURPOSE).equalTo(purpose.word()))
                .where(col(DecideConsent.ALLOWED))
                // A new name: rows may themselves descend from the decisions.
                .select(col(DecideConsent.SUBJECT_ID).as(CONSENTED_ID));
        return rows.join(consented, rows.col(idColumn).equalTo(consented.col(CONSENTED_ID)), "left_semi");
    }
}
