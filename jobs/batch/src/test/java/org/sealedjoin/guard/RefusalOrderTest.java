package org.sealedjoin.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.Label;
import org.sealedjoin.testing.LocalSpark;

/** Which of many labels a refusal names: the same in every run, so that what two runs said can be compared. */
class RefusalOrderTest {
    private static final SparkSession spark = LocalSpark.session();

    @TempDir
    static Path folder;

    @AfterEach
    void endProtection() {
        FlowGuard.of(spark).forget(folder.toString());
    }

    /** Sets of the JDK are in another order in every process: one run in twenty would name the first by luck. */
    @Test
    void review_columnOfManyLabels_namesTheFirstDeclaredThatTheSinkMayNotReceive() {
        String table = folder.resolve("visits").toString();
        spark.createDataFrame(List.of(), StructType.fromDDL("who STRING"))
                .write()
                .parquet(table);
        List<Label> labels = IntStream.range(0, 20)
                .mapToObj(i -> new Label("label_" + i * 7 % 20))
                .toList();
        FlowGuard guard = FlowGuard.of(spark);
        guard.adopt(new FlowPolicy(Set.of(), Set.of(), Set.of(), List.of(), List.of()));
        guard.protect(
                folder.toString(),
                List.of(new SourceTable(
                        "visits", table, List.of(new SourceTable.Column("who", new LinkedHashSet<>(labels), "")))));

        var visits = spark.read().parquet(table);

        assertThat(guard.review(visits, new Sink("for/nobody", "nobody", Set.of())))
                .isEqualTo(
                        new Refused("Cannot release for/nobody: visits.who explicit label_0 via read reaches column who"
                                + " (may receive nothing with a label)"));
        assertThat(guard.review(visits, new Sink("for/some", "some", Set.of(labels.get(0), labels.get(2)))))
                .isEqualTo(
                        new Refused("Cannot release for/some: visits.who explicit label_7 via read reaches column who"
                                + " (may receive label_0, label_14)"));
    }
}
