package org.sealedjoin.guard;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.Label;
import org.sealedjoin.testing.LocalSpark;

/** The guard in somebody else's program, as {@code docs/guard.md} shows it: salaries that may be seen rounded by team. */
class GuardAloneTest {
    private static final SparkSession spark = LocalSpark.session();

    @TempDir
    static Path folder;

    @AfterEach
    void endProtection() {
        FlowGuard.of(spark).forget(folder.toString());
    }

    @Test
    void guard_inAnotherProgram_letsOutWhatItsPolicySays() {
        String in = folder.resolve("in").toString();
        String out = folder.resolve("out").toString();
        spark.createDataFrame(
                        List.of(
                                RowFactory.create("ann", "ops", 1200),
                                RowFactory.create("bo", "ops", 1900),
                                RowFactory.create("cy", "lab", 2600)),
                        StructType.fromDDL("name STRING, team STRING, salary INT"))
                .write()
                .parquet(in + "/staff");

        // docs/guard.md
        Label pay = new Label("pay");
        Label name = new Label("name");
        var rounded = new Operation.Release("rounded to thousands", Set.of(pay), List.of("salaries"));
        var report = new Sink("report/by_team", "everybody", Set.of());
        FlowGuard guard = FlowGuard.of(spark);
        guard.adopt(new FlowPolicy(Set.of(), Set.of(), Set.of(), List.of(), List.of(rounded)));
        guard.protect(
                in,
                List.of(new SourceTable(
                        "staff",
                        in + "/staff",
                        List.of(
                                new SourceTable.Column("name", Set.of(name), ""),
                                new SourceTable.Column("team", Set.of(), ""),
                                new SourceTable.Column("salary", Set.of(pay), "")))));

        Dataset<Row> staff = spark.read().parquet(in + "/staff");
        Dataset<Row> byTeam = rounded.mark(
                staff, all -> all.groupBy("team").agg(round(sum("salary"), -3).as("salaries")));
        guard.approve(byTeam, report).out(Exit.files(out), rows -> {
            rows.write().csv(out);
            return out;
        });
        // until here

        assertThatThrownBy(
                        () -> staff.orderBy(col("salary").desc()).select("team").show())
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessage(
                        "Cannot run a query for an undeclared place: staff.salary implicit pay via sort reaches the choice of rows"
                                + " (may receive nothing with a label)");
        assertThat(guard.review(byTeam.join(staff, "team").select("name", "salaries"), report))
                .isEqualTo(new Refused(
                        "Cannot release report/by_team: staff.name explicit name via read reaches column name"
                                + " (may receive nothing with a label)"));
        endProtection();
        assertThat(spark.read().schema("team STRING, salaries LONG").csv(out).collectAsList().stream()
                        .map(Row::toString))
                .containsExactlyInAnyOrder("[ops,3000]", "[lab,3000]");
    }
}
