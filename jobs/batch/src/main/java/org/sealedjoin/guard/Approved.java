package org.sealedjoin.guard;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;

/** Rows that may go to one sink. Only the guard makes one; whoever lets rows out asks for it. */
public final class Approved implements Review {
    private final FlowGuard guard;
    private final Dataset<Row> rows;
    private final Sink sink;
    private final PlanFlows flows;
    private final int changes;
    private final AtomicBoolean used = new AtomicBoolean();

    Approved(FlowGuard guard, Dataset<Row> rows, Sink sink, PlanFlows flows, int changes) {
        this.guard = guard;
        this.rows = rows;
        this.sink = sink;
        this.flows = flows;
        this.changes = changes;
    }

    /** Where the rows may go. */
    public Sink sink() {
        return sink;
    }

    /** What reaches the sink: a line for each input column, kind of flow and label, sorted. */
    public List<SinkFlow> flows() {
        return FlowGuard.sinkFlows(flows);
    }

    /**
     * Lets the rows out once, this way and no other, while {@code action} runs.
     *
     * @param action does one thing with the rows as they were reviewed: writes, collects or caches them
     * @throws org.sealedjoin.base.GuaranteeFailure if it does another thing, the way out is not one for this sink, files are there
     *     already, or rows were let out before
     */
    public <T> T out(Exit exit, Function<Dataset<Row>, T> action) {
        return guard.letOut(this, exit, () -> action.apply(rows));
    }

    boolean useUp() {
        return used.compareAndSet(false, true);
    }

    /** {@link Sources#changes} when it was given. */
    int changes() {
        return changes;
    }

    Dataset<Row> rows() {
        return rows;
    }

    PlanFlows planFlows() {
        return flows;
    }

    LogicalPlan plan() {
        return ((org.apache.spark.sql.classic.Dataset<?>) rows).queryExecution().optimizedPlan();
    }
}
