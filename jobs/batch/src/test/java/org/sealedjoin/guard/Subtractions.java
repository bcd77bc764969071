package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;

/** Finds in plans what operations that subtract really do. */
public final class Subtractions {
    private Subtractions() {}

    /** One subtraction: its operation, and the join that it is. */
    public record Found(Operation.Subtract operation, Join join) {
        /** What makes two of them the same subtraction: the operation and what is compared. */
        public String key() {
            return operation.name() + " " + join.joinType().sql() + " "
                    + join.condition().get().sql();
        }
    }

    /** All of an analyzed plan, with the queries inside of commands. */
    public static List<Found> in(LogicalPlan plan) {
        var found = new ArrayList<Found>();
        collect(plan, found, Collections.newSetFromMap(new IdentityHashMap<>()));
        return found;
    }

    private static void collect(LogicalPlan plan, List<Found> into, Set<LogicalPlan> seen) {
        if (!seen.add(plan)) {
            return;
        }
        // What stands in for cached rows inherits the mark of what it replaced.
        Optional<Mark> mark = plan instanceof InMemoryRelation ? Optional.empty() : Mark.endingAt(plan);
        mark.map(Mark::operation)
                .filter(Operation.Subtract.class::isInstance)
                .ifPresent(operation -> into.add(new Found((Operation.Subtract) operation, joinBelow(plan))));
        Plans.children(plan).forEach(child -> collect(child, into, seen));
        if (plan instanceof InMemoryRelation cache) {
            collect(cache.cacheBuilder().logicalPlan(), into, seen);
        }
        for (Object inner : Plans.list(plan.innerChildren())) {
            if (inner instanceof LogicalPlan query) {
                collect(query, into, seen);
            }
        }
    }

    private static Join joinBelow(LogicalPlan plan) {
        LogicalPlan below = plan;
        while (!(below instanceof Join)) {
            below = Plans.children(below).get(0);
        }
        return (Join) below;
    }
}
