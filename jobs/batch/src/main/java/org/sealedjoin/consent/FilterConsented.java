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
     * @param allowed what {@link GatherAllowed} gathered
     */
    public Dataset<Row> apply(Dataset<Row> rows, String idColumn, Dataset<Row> allowed) {
        Dataset<Row> consented = allowed.where(col(DecideConsent.PLATFORM).equalTo(platform.word()))
                .where(col(purpose.word()))
                // A new name: rows may themselves descend from the same table.
                .select(col(DecideConsent.SUBJECT_ID).as(CONSENTED_ID));
        return rows.join(consented, rows.col(idColumn).equalTo(consented.col(CONSENTED_ID)), "left_semi");
    }
}
