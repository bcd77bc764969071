package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Approved;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.Refused;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;

/** What leaves Spark's plans with the graph: people who agreed only, and not in order to lose its labels. */
class ShareGraphTest {
    private static final FriendsPolicy POLICY = new FriendsPolicy(50, 1_000, 2, RankingModel.shipped());

    @TempDir
    Path folder;

    private final FlowGuard guard = FlowGuard.of(LocalSpark.session());
    private final ShareGraph share = new ShareGraph(POLICY);

    @BeforeEach
    void protect() {
        guard.protect(folder.toString(), List.of());
    }

    @AfterEach
    void end() {
        share.close();
        guard.forget(folder.toString());
    }

    /** Friends of 1, who share that friend. */
    private Dataset<Row> connections(Set<Label> labels) {
        var rows = List.of(
                RowFactory.create(1L, 2L, true, false, false),
                RowFactory.create(2L, 1L, true, false, false),
                RowFactory.create(1L, 3L, true, false, false),
                RowFactory.create(3L, 1L, true, false, false));
        return declared(
                rows,
                "account_id LONG, neighbour_id LONG, friend BOOLEAN, made BOOLEAN, received BOOLEAN",
                Map.of(
                        "account_id", labels,
                        "neighbour_id", labels,
                        "friend", Set.of(),
                        "made", Set.of(),
                        "received", Set.of()));
    }

    private Dataset<Row> everybody() {
        var rows = List.of(
                RowFactory.create(1L, true, true, "GB"),
                RowFactory.create(2L, true, true, "GB"),
                RowFactory.create(3L, true, true, "GB"));
        return declared(
                rows,
                "account_id LONG, adult BOOLEAN, discoverable BOOLEAN, region STRING",
                Map.of(
                        "account_id", Set.of(Label.PERSON_ID),
                        "adult", Set.of(),
                        "discoverable", Set.of(),
                        "region", Set.of()));
    }

    private Dataset<Row> declared(List<Row> rows, String schema, Map<String, Set<Label>> labels) {
        return guard.declare(LocalSpark.session().createDataFrame(rows, StructType.fromDDL(schema)), labels);
    }

    private Dataset<Row> gathered(Dataset<Row> viewers, ShareGraph.Shared graph) {
        return viewers.withColumn("shown", lit(null).cast("array<struct<suggested_account_id: bigint, times: bigint>>"))
                .mapPartitions(
                        new GatherEvidence(POLICY, ChooseBest.Told.BEST, graph), Encoders.row(ChooseBest.SCHEMA));
    }

    @Test
    void apply_peopleNobodyAskedForFriends_refusesBeforeATaskStarts() {
        Dataset<Row> unasked = connections(Set.of(Label.PERSON_ID, Label.unconsented(Purpose.FRIENDS)));

        assertThatThrownBy(() -> share.apply(unasked, everybody()))
                .isInstanceOf(GuaranteeFailure.class)
                .hasMessageStartingWith("Cannot release friends/graph: ")
                .hasMessageContaining("unconsented(friends)");
    }

    /** The attack: address books go out with the graph and come back as suggestions that advertisements are delivered to. */
    @Test
    void suggestions_ofAnAddressBookGraph_areNothingForAdvertisements() {
        Dataset<Row> connections = connections(Set.of(Label.PERSON_ID, Label.ADDRESS_BOOK));
        ShareGraph.Shared graph = share.apply(connections, everybody());
        Dataset<Row> viewers = everybody().select(col("account_id"), lit(0L).as("removed"));

        Dataset<Row> laundered = gathered(viewers, graph);
        Dataset<Row> labelled = gathered(viewers.unionByName(ShareGraph.labels(connections)), graph);

        // Without the defence it succeeds.
        assertThat(guard.review(laundered, Outputs.AUDIENCE_MEMBERS.sink())).isInstanceOf(Approved.class);
        assertThat(guard.review(labelled, Outputs.AUDIENCE_MEMBERS.sink()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains("address_book"));
        assertThat(guard.review(labelled, Outputs.FRIEND_SUGGESTIONS.sink())).isInstanceOf(Approved.class);
    }

    @Test
    void apply_connectionWithAnEndThatDidNotAgree_isLeftOut() {
        Dataset<Row> connections = connections(Set.of(Label.PERSON_ID));
        Dataset<Row> people = everybody().filter(col("account_id").notEqual(3));

        ShareGraph.Shared graph = share.apply(connections, people);

        assertThat(graph.people().value().size()).isEqualTo(2);
        assertThat(graph.ties().value().degree(0)).isEqualTo(1);
        assertThat(graph.ties().value().degree(1)).isEqualTo(1);
    }

    @Test
    void close_graphInUse_takesItBack() {
        ShareGraph.Shared graph = share.apply(connections(Set.of(Label.PERSON_ID)), everybody());
        assertThat(graph.people().value().size()).isEqualTo(3);

        share.close();

        assertThatThrownBy(() -> graph.ties().value()).isInstanceOf(SparkException.class);
    }

    @Test
    void graphSize_limitHalved_twiceTheBlocks() {
        var size = new GraphSize(1_000, 20_000);

        assertThat(size.fits(272_000)).isTrue();
        assertThat(size.fits(271_999)).isFalse();
        assertThat(size.blocks(1_280_000)).isEqualTo(10);
        assertThat(size.blocks(640_000)).isEqualTo(20);
        assertThat(size.blocks(0)).isEqualTo(1_000);
    }
}
