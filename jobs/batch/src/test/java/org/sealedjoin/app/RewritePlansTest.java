package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Date;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterByPlatform;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.consent.FilterLinks;
import org.sealedjoin.graph.FilterEdges;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.products.friends.KeepSuggested;
import org.sealedjoin.release.KeptRun;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.release.RunId;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;

/** Tables of a published run, written again through the flow guard: only with what people agree to now, by rows that they chose. */
class RewritePlansTest {
    private static final RunId WAS = new RunId("20161015T000000Z-00000001");

    @TempDir
    Path folder;

    private final SparkSession spark = LocalSpark.session();
    private OutputFolder output;
    private StagedRun staged;
    private KeptRun was;
    private Dataset<Row> allowed;

    /** 101 to 103 were suggested to each other; 102 agrees to nothing any more. */
    @BeforeEach
    void publishedRunAndDecisionsOfNow() {
        write(
                Outputs.ACCOUNT_LINKS,
                "select * from values ('friends', 1L, 101L, timestamp'2014-02-01'), ('ads', 1L, 101L,"
                        + " timestamp'2014-02-01'), ('friends', 2L, 102L, timestamp'2014-02-01'), ('friends', 3L, 103L, timestamp'2014-02-01')"
                        + " as t(purpose, user_id, account_id, linked_since)");
        write(
                Outputs.CONTACT_EDGES,
                "select * from values ('friends', 101L, 103L), ('friends', 101L, 102L), ('friends', 102L, 103L)"
                        + " as t(purpose, account_id, contact_account_id)");
        write(
                Outputs.FRIEND_SUGGESTIONS,
                "select * from values (101L, 102L, 1, 0.9D, 'shared_friends'), (101L, 103L, 2, 0.5D,"
                        + " 'shared_friends') as t(account_id, suggested_account_id, rank, score, reason)");
        write(
                Outputs.ABUSE_SIGNALS,
                "select * from values ('social', 102L, 'burst', 0.9D, date'2016-10-01'), ('social', 103L, 'burst',"
                        + " 0.9D, date'2016-10-01') as t(platform, subject_id, signal, score, evidence_day)");
        was = new KeptRun(
                WAS,
                new org.apache.hadoop.fs.Path(folder.resolve("out/runs/" + WAS).toString()),
                new ObjectMapper().valueToTree(Map.of("as_of", "2016-10-15T00:00:00Z")));
        output = OutputFolder.open(folder.resolve("out").toString(), new Configuration());
        staged = output.stage(new RunId("20161015T000000Z-00000002"));
        allowed = staged.keep(
                FilterConsented.DECISIONS,
                declared(
                        "platform STRING, subject_id LONG, friends BOOLEAN, ads BOOLEAN, safety BOOLEAN, measurement BOOLEAN,"
                                + " business_messages BOOLEAN",
                        RowFactory.create("messaging", 1L, true, false, true, true, true),
                        RowFactory.create("messaging", 2L, true, true, true, true, true),
                        RowFactory.create("messaging", 3L, true, true, true, true, true),
                        RowFactory.create("social", 101L, true, true, true, true, true),
                        RowFactory.create("social", 103L, true, true, true, true, true)));
    }

    private void write(SinkTable sink, String rows) {
        spark.sql(rows)
                .write()
                .parquet(folder.resolve("out/runs/" + WAS + "/" + sink.folder()).toString());
    }

    @AfterEach
    void giveBack() {
        output.close();
        FlowGuard.of(spark).forget(folder.resolve("out").toString());
    }

    private static List<String> texts(Dataset<Row> rows) {
        return rows.selectExpr("concat_ws(' ', *) text").collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private List<String> written(SinkTable sink) {
        FlowGuard.of(spark).forget(staged.location());
        return texts(
                spark.read().parquet(staged.location() + "/" + sink.folder()).drop("linked_since"));
    }

    @Test
    void linksAndEdges_ofAPublishedRun_loseWhoDoesNotAgree() {
        Dataset<Row> links = staged.write(
                Outputs.ACCOUNT_LINKS, new FilterLinks().apply(was.rows(spark, Outputs.ACCOUNT_LINKS), allowed));
        staged.write(Outputs.CONTACT_EDGES, new FilterEdges().apply(was.rows(spark, Outputs.CONTACT_EDGES), links));

        assertThat(written(Outputs.CONTACT_EDGES)).containsExactly("friends 101 103");
        assertThat(written(Outputs.ACCOUNT_LINKS)).containsExactly("friends 1 101", "friends 3 103");
    }

    @Test
    void links_asTheyWerePublished_areRefused() {
        assertThatThrownBy(() -> staged.write(Outputs.ACCOUNT_LINKS, was.rows(spark, Outputs.ACCOUNT_LINKS)))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessageContaining("unconsented(");
    }

    @Test
    void suggestions_withinThoseOfBefore_areNumberedAnew() {
        staged.write(
                Outputs.FRIEND_SUGGESTIONS,
                new KeepSuggested().apply(madeAnew(), agreed(was.rows(spark, Outputs.FRIEND_SUGGESTIONS))));

        assertThat(written(Outputs.FRIEND_SUGGESTIONS)).containsExactly("101 103 1 0.4 shared_friends");
    }

    /** What was suggested to people who do not agree any more may not even choose rows. */
    @Test
    void suggestions_chosenByRowsOfDeniers_areRefused() {
        assertThatThrownBy(() -> staged.write(
                        Outputs.FRIEND_SUGGESTIONS,
                        new KeepSuggested().apply(madeAnew(), was.rows(spark, Outputs.FRIEND_SUGGESTIONS))))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessageContaining("implicit unconsented(friends)");
    }

    @Test
    void signals_withinThoseOfBefore_areAboutPeopleWhoAgree() {
        Dataset<Row> before = FilterByPlatform.REPORTED
                .apply(was.rows(spark, Outputs.ABUSE_SIGNALS).withColumnRenamed("subject_id", "reported_id"), allowed)
                .withColumnRenamed("reported_id", "subject_id");
        Dataset<Row> made = declared(
                "platform STRING, subject_id LONG, signal STRING, score DOUBLE, evidence_day DATE",
                RowFactory.create("social", 101L, "reports", 0.8, Date.valueOf("2016-10-02")),
                RowFactory.create("social", 103L, "reports", 0.8, Date.valueOf("2016-10-02")));
        staged.write(
                Outputs.ABUSE_SIGNALS,
                made.join(
                        before.select("platform", "subject_id"), new String[] {"platform", "subject_id"}, "left_semi"));

        assertThat(written(Outputs.ABUSE_SIGNALS)).containsExactly("social 103 reports 0.8 2016-10-02");
    }

    /** 101 has a new best suggestion that the published run did not know. */
    private Dataset<Row> madeAnew() {
        return declared(
                "account_id LONG, suggested_account_id LONG, rank INT, score DOUBLE, reason STRING",
                RowFactory.create(101L, 104L, 1, 0.8, "shared_friends"),
                RowFactory.create(101L, 103L, 2, 0.4, "shared_friends"));
    }

    /** Rows of the test's own, which tell of nobody. */
    private Dataset<Row> declared(String columns, Row... rows) {
        return FlowGuard.of(spark).declare(spark.createDataFrame(List.of(rows), StructType.fromDDL(columns)), Map.of());
    }

    private Dataset<Row> agreed(Dataset<Row> suggestions) {
        var filter = new FilterConsented(Platform.SOCIAL, Purpose.FRIENDS);
        return filter.apply(filter.apply(suggestions, "account_id", allowed), "suggested_account_id", allowed)
                .select(col("account_id"), col("suggested_account_id"));
    }
}
