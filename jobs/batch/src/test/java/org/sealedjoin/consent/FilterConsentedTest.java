package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.testing.LocalSpark;

class FilterConsentedTest {
    private final Dataset<Row> allowed = new GatherAllowed()
            .apply(rows(
                    "platform STRING, subject_id BIGINT, region STRING, friends STRING, ads STRING, safety STRING, measurement STRING,"
                            + " business_messages STRING",
                    decided("messaging", 1, "silent", "granted"),
                    decided("messaging", 2, "granted", "denied"),
                    decided("messaging", 6, "denied", "silent"),
                    decided("social", 3, "denied", "silence_accepted"),
                    decided("messaging", 4, "terms_unknown", "granted")));

    private static Row decided(String platform, long id, String friends, String ads) {
        return RowFactory.create(platform, id, "IN", friends, ads, "denied", "silent", "not_active");
    }

    @Test
    void gather_decisions_givesOneRowAPersonWithAYes() {
        assertThat(allowed.select("platform", "subject_id", "friends", "ads", "safety")
                        .collectAsList())
                .containsExactlyInAnyOrder(
                        RowFactory.create("messaging", 1L, false, true, false),
                        RowFactory.create("messaging", 2L, true, false, false),
                        RowFactory.create("social", 3L, false, true, false),
                        RowFactory.create("messaging", 4L, false, true, false));
    }

    @Test
    void apply_rowsOfManyPeople_keepsThoseAllowedForPurposeAndPlatform() {
        Dataset<Row> rows = rows(
                "owner_id BIGINT, note STRING",
                RowFactory.create(1L, "allowed"),
                RowFactory.create(1L, "allowed, once more"),
                RowFactory.create(2L, "allowed for another purpose"),
                RowFactory.create(3L, "allowed on the other platform"),
                RowFactory.create(5L, "nobody decided"),
                RowFactory.create(null, "nobody"));

        Dataset<Row> kept = new FilterConsented(Platform.MESSAGING, Purpose.ADS).apply(rows, "owner_id", allowed);

        assertThat(kept.columns()).containsExactly("owner_id", "note");
        assertThat(kept.collectAsList())
                .containsExactlyInAnyOrder(
                        RowFactory.create(1L, "allowed"), RowFactory.create(1L, "allowed, once more"));
    }

    @Test
    void apply_rowsAreTheGatheredOnes_keepsTheAllowed() {
        Dataset<Row> kept = new FilterConsented(Platform.MESSAGING, Purpose.ADS).apply(allowed, "subject_id", allowed);

        assertThat(kept.select("subject_id").collectAsList())
                .containsExactlyInAnyOrder(RowFactory.create(1L), RowFactory.create(4L));
    }

    private static Dataset<Row> rows(String columns, Row... rows) {
        return LocalSpark.session().createDataFrame(List.of(rows), StructType.fromDDL(columns));
    }
}
