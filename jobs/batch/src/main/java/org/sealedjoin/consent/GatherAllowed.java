package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;

/**
 * Gathers decisions into one row a person, so that joins run over ids alone.
 *
 * <p>In: what {@link DecideConsent} decided. Out: {@code platform, subject_id} and a BOOLEAN named by each purpose's word; people who
 * may be used for nothing are left out.
 */
public final class GatherAllowed {
    public Dataset<Row> apply(Dataset<Row> decisions) {
        Column[] purposes = Arrays.stream(Purpose.values())
                .map(purpose ->
                        max(col(DecideConsent.PURPOSE).equalTo(purpose.word())).as(purpose.word()))
                .toArray(Column[]::new);
        return decisions
                .where(col(DecideConsent.ALLOWED))
                .groupBy(DecideConsent.PLATFORM, DecideConsent.SUBJECT_ID)
                .agg(purposes[0], Arrays.copyOfRange(purposes, 1, purposes.length));
    }
}
