package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.ProtectedTables;
import org.sealedjoin.testing.LocalSpark;

/** A catalog that ends with the session, and the flow guard watching; a lasting one is in the module bench. */
class FollowCurrentTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path output;

    @BeforeAll
    static void makeSchema() {
        SPARK.sql("CREATE SCHEMA follow");
    }

    @AfterAll
    static void drop() {
        SPARK.sql("DROP SCHEMA follow CASCADE");
    }

    private static String run(String name, long account) {
        String folder = output + "/it's/runs/" + name;
        List<Row> rows = List.of(RowFactory.create(account, 102L, 1, 0.5, "shared_friends"));
        SPARK.createDataFrame(rows, Outputs.FRIEND_SUGGESTIONS.table().schema())
                .write()
                .parquet(folder + "/products/friend_suggestions");
        return folder;
    }

    private static List<String> suggestions() {
        return SPARK.table("follow.friend_suggestions").collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    @Test
    void moveTo_nightAfterNight_tableShowsTheLastOne() {
        var follow = new FollowCurrent(SPARK, "follow");
        follow.moveTo(run("1", 101), List.of(Outputs.FRIEND_SUGGESTIONS));
        assertThat(suggestions()).containsExactly("[101,102,1,0.5,shared_friends]");

        String second = run("2", 103);
        // As in a run: what lies there is under protection, and the commands that move tables show none of it.
        FlowGuard.of(SPARK).protect(second, ProtectedTables.ofRun(second));
        FlowGuard.Tally before = FlowGuard.of(SPARK).tally();
        try {
            follow.moveTo(second, List.of(Outputs.FRIEND_SUGGESTIONS));
            assertThat(FlowGuard.of(SPARK).tally().since(before).refused()).isZero();
            assertThatThrownBy(FollowCurrentTest::suggestions).hasMessageContaining("Cannot run a query");
        } finally {
            FlowGuard.of(SPARK).forget(second);
        }
        assertThat(suggestions()).containsExactly("[103,102,1,0.5,shared_friends]");
        assertThat(SPARK.table("follow.friend_suggestions")
                        .schema()
                        .apply("rank")
                        .getComment()
                        .get())
                .isNotEmpty();

        // A run that did not make the table leaves no table of another night behind.
        follow.moveTo(second, List.of());
        assertThat(SPARK.catalog().tableExists("follow.friend_suggestions")).isFalse();
        assertThat(SPARK.read().parquet(second + "/products/friend_suggestions").count())
                .isEqualTo(1);
    }

    @Test
    void moveTo_tableOfOthers_isLeftAlone() {
        SPARK.sql("CREATE TABLE follow.audience_members (audience_id BIGINT) USING parquet");

        assertThatThrownBy(() -> new FollowCurrent(SPARK, "follow").moveTo(output.toString(), List.of()))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessage(
                        "Cannot register audience_members in schema follow: a table of that name is there which is no run's"
                                + " (need a schema of its own)");
        assertThat(SPARK.catalog().tableExists("follow.audience_members")).isTrue();
        SPARK.sql("DROP TABLE follow.audience_members");
    }

    @Test
    void open_catalogThatEndsWithTheRun_isRefused() {
        assertThatThrownBy(() -> FollowCurrent.open(SPARK, "follow"))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageStartingWith("Cannot register tables: this Spark's catalog lives in memory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "x; DROP TABLE y", "`a`", "a.b", "1a", "A"})
    void open_noName_isRefused(String name) {
        assertThatThrownBy(() -> FollowCurrent.open(SPARK, name)).isInstanceOf(UsageFailure.class);
    }
}
