package org.sealedjoin.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sealedjoin.testing.LocalSpark;

class HandedTest {
    private static String planned(long count) {
        Dataset<Row> rows = LocalSpark.session()
                .createDataFrame(List.of(RowFactory.create(1L)), StructType.fromDDL("account_id LONG"));
        return rows.join(new Handed(1000).ifFew(rows, count, 10), "account_id")
                .queryExecution()
                .analyzed()
                .toString();
    }

    @Test
    void ifFew_upToTheLimit_areHandedToEveryTask() {
        assertThat(planned(100)).contains("broadcast");
    }

    @Test
    void ifFew_aboveTheLimit_areLeftToSpark() {
        assertThat(planned(101)).contains("Join").doesNotContain("broadcast");
    }
}
