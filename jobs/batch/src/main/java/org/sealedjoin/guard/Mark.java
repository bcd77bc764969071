package org.sealedjoin.guard;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;
import org.jspecify.annotations.Nullable;

/**
 * One use of an operation in a plan: stands on the operator where it starts and on the one where it ends. Only this class makes marks,
 * so a plan cannot be given one from outside the package; Spark carries them along when it copies operators.
 */
final class Mark {
    private static final TreeNodeTag<Mark> START = new OwnTag<>("start");
    private static final TreeNodeTag<Mark> END = new OwnTag<>("end");
    private static final String ALIAS = "marked";

    private final Operation operation;
    private @Nullable LogicalPlan start;
    private @Nullable LogicalPlan end;

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
        mark.start = plan(input);
        mark.start.setTagValue(START, mark);
        Dataset<Row> result = step.apply(input).as(ALIAS);
        mark.end = plan(result);
        mark.end.setTagValue(END, mark);
        return result;
    }

    static LogicalPlan plan(Dataset<?> rows) {
        return ((org.apache.spark.sql.classic.Dataset<?>) rows).logicalPlan();
    }

    /**
     * The mark that ends at this operator.
     *
     * @throws Unjudgeable if it was made for another plan: somebody copied it
     */
    static Optional<Mark> endingAt(LogicalPlan plan) {
        Optional<Mark> mark = Plans.optional(plan.getTagValue(END));
        if (mark.isPresent() && !isForm(plan, mark.get().end)) {
            throw new Unjudgeable("the mark of operation "
                    + mark.get().operation.name() + " stands on another plan than it was made for");
        }
        return mark;
    }

    boolean startsAt(LogicalPlan plan) {
        return Plans.optional(plan.getTagValue(START)).filter(this::equals).isPresent() && isForm(plan, start);
    }

    /** Spark copies operators and gives their columns new ids; what they do stays the same. */
    private static boolean isForm(LogicalPlan plan, @Nullable LogicalPlan marked) {
        return plan == marked || (marked != null && plan.canonicalized().equals(marked.canonicalized()));
    }
}
