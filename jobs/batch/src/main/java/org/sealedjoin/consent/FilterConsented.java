package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.col;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.table.Outputs;

/** Keeps the rows whose person may be used for one purpose on one platform. */
public final class FilterConsented {
    /** Name under which a run keeps what {@link GatherAllowed} gathered. */
    public static final String DECISIONS = "allowed";

    private static final String CONSENTED_ID = "consented_id";

    /** One operation for each platform and purpose: which consent it proves is part of what it is. */
    private static final Map<Platform, Map<Purpose, Operation.ConsentFilter>> FILTERS = filters();

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
        Operation filter = Objects.requireNonNull(
                Objects.requireNonNull(FILTERS.get(platform)).get(purpose));
        return filter.mark(
                rows, all -> all.join(consented, all.col(idColumn).equalTo(consented.col(CONSENTED_ID)), "left_semi"));
    }

    /** All consent filters, for the flow guard. */
    public static List<Operation> operations() {
        return FILTERS.values().stream()
                .flatMap(filters -> filters.values().stream())
                .map(Operation.class::cast)
                .toList();
    }

    private static Map<Platform, Map<Purpose, Operation.ConsentFilter>> filters() {
        var filters = new EnumMap<Platform, Map<Purpose, Operation.ConsentFilter>>(Platform.class);
        for (Platform platform : Platform.values()) {
            var ofPlatform = new EnumMap<Purpose, Operation.ConsentFilter>(Purpose.class);
            for (Purpose purpose : Purpose.values()) {
                ofPlatform.put(
                        purpose,
                        new Operation.ConsentFilter(
                                Label.unconsented(purpose),
                                DecideConsent.SUBJECT_ID,
                                purpose.word(),
                                Map.of(DecideConsent.PLATFORM, platform.word()),
                                platform.word(),
                                Set.of(Outputs.kept(DECISIONS).name())));
            }
            filters.put(platform, ofPlatform);
        }
        return filters;
    }
}
