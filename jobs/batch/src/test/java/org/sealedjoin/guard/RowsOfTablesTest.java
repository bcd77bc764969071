package org.sealedjoin.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.Label;
import org.sealedjoin.testing.LocalSpark;

/** Who reads nothing but columns that tell nothing by themselves still gets a row for each person. */
class RowsOfTablesTest {
    private static final Label PERSON = new Label("person");
    private static final Label NUMBER = new Label("number");

    @TempDir
    Path folder;

    private final SparkSession spark = LocalSpark.session();

    @AfterEach
    void forget() {
        FlowGuard.of(spark).forget(folder.toString());
    }

    @Test
    void review_unlabelledColumn_onlyColumnsTell_isListed() {
        assertThat(reviewOfTown(Set.of())).isInstanceOf(Review.class).isNotInstanceOf(Refused.class);
    }

    @Test
    void review_unlabelledColumn_rowsTell_isRefused() {
        assertThat(reviewOfTown(Set.of(PERSON)))
                .isEqualTo(new Refused(
                        "Cannot release for/nobody: visits.who implicit person via read reaches the choice of rows (may"
                                + " receive nothing with a label)"));
    }

    private Review reviewOfTown(Set<Label> ofRows) {
        String table = folder.resolve("visits").toString();
        spark.createDataFrame(List.of(), StructType.fromDDL("who STRING, phone STRING, town STRING"))
                .write()
                .parquet(table);
        FlowGuard guard = FlowGuard.of(spark);
        guard.adopt(new FlowPolicy(Set.of(), Set.of(), Set.of(), List.of(), List.of()));
        guard.protect(
                folder.toString(),
                List.of(new SourceTable(
                        "visits",
                        table,
                        List.of(
                                new SourceTable.Column("who", Set.of(PERSON), ""),
                                new SourceTable.Column("phone", Set.of(NUMBER), ""),
                                new SourceTable.Column("town", Set.of(), "")),
                        ofRows)));
        return guard.review(spark.read().parquet(table).select("town"), new Sink("for/nobody", "nobody", Set.of()));
    }
}
