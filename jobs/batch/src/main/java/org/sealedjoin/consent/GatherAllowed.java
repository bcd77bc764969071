package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;

/**
 * Turns reasons into answers, so that joins run over ids alone.
 *
 * <p>In: what {@link DecideConsent} decided. Out: {@code platform, subject_id, region} and a BOOLEAN named by each purpose's word;
 * people who may be used for nothing are left out.
 */
public final class GatherAllowed {
    public Dataset<Row> apply(Dataset<Row> decisions) {
        var columns = new ArrayList<>(
                List.of(col(DecideConsent.PLATFORM), col(DecideConsent.SUBJECT_ID), col(DecideConsent.REGION)));
        Column any = lit(false);
        for (Purpose purpose : Purpose.values()) {
            Column allowed = col(purpose.word()).isInCollection(ConsentReason.allowingWords());
            columns.add(allowed.as(purpose.word()));
            any = any.or(allowed);
        }
        return decisions.where(any).select(columns.toArray(Column[]::new));
    }
}
