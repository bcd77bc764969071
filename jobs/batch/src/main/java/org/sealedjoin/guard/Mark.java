package org.sealedjoin.guard;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;

/**
 * One use of an operation in a plan: stands on the operator where it starts and on the one where it ends. Only this class makes marks,
 * so a plan cannot be given one from outside the package; Spark carries them along when it copies operators.
 */
final class Mark {
    private static final TreeNodeTag<Mark> START = new TreeNodeTag<>("org.sealedjoin.guard.start");
    private static final TreeNodeTag<Mark> END = new TreeNodeTag<>("org.sealedjoin.guard.end");
    private static final String ALIAS = "marked";

    private final Operation operation;

    private Mark(Operation operation) {
        this.operation = operation;
    }

    Operation operation() {
        return operation;
    }

    static Dataset<Row> around(Operation operation, Dataset<Row> rows, UnaryOperator<Dataset<Row>> step) {
        var mark = new Mark(operation);
        // An operator of its own: the caller's may be shared with other plans.
        Dataset<Row> input = rows.as(ALIAS);
        plan(input).setTagValue(START, mark);
        Dataset<Row> result = step.apply(input).as(ALIAS);
        plan(result).setTagValue(END, mark);
        return result;
    }

    static LogicalPlan plan(Dataset<?> rows) {
        return ((org.apache.spark.sql.classic.Dataset<?>) rows).logicalPlan();
    }

    /** The mark that ends at this operator. */
    static Optional<Mark> endingAt(LogicalPlan plan) {
        return Plans.optional(plan.getTagValue(END));
    }

    boolean startsAt(LogicalPlan plan) {
        return Plans.optional(plan.getTagValue(START)).filter(this::equals).isPresent();
    }
}
