package org.sealedjoin.products.friends;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Gathers evidence for viewers from the graph that {@link ShareGraph} handed to every task.
 *
 * <p>In: {@code account_id, removed, shown}. Out: {@link ChooseBest#SCHEMA}, in the order of the viewers, for each the best first.
 */
final class GatherEvidence implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final FriendsPolicy policy;
    private final ChooseBest.Told told;
    private final ShareGraph.Shared graph;

    GatherEvidence(FriendsPolicy policy, ChooseBest.Told told, ShareGraph.Shared graph) {
        this.policy = policy;
        this.told = told;
        this.graph = graph;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> viewers) {
        var choose = new ChooseBest(
                policy, told, graph.people().value(), graph.ties().value());
        return new RowsOf<>(
                viewers,
                viewer -> choose.of(
                        viewer.getLong(0),
                        viewer.getLong(1),
                        ChooseBest.Shown.of(viewer.isNullAt(2) ? List.of() : viewer.getList(2))));
    }
}
