package org.sealedjoin.guard;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.EmptyRelation;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Range;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.execution.adaptive.LogicalQueryStage;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.sealedjoin.base.Label;

/** Where rows come from: what the leaves of a plan hold. */
final class TraceLeaves {
    private final Sources sources;
    private final TracePlans plans;
    private final Map<Long, CTERelationDef> shared = new HashMap<>();
    private final ReaderSettings readers = new ReaderSettings();

    TraceLeaves(Sources sources, TracePlans plans) {
        this.sources = sources;
        this.plans = plans;
    }

    /** Keeps the queries of a WITH for those who refer to them. */
    void share(WithCTE with) {
        Plans.list(with.cteDefs()).forEach(definition -> shared.put(definition.id(), definition));
    }

    /** Name of the table whose files these are; empty if they are not all one table's. */
    String nameOf(HadoopFsRelation files) {
        return sources.nameOf(files, readers);
    }

    PlanFlows leaf(LogicalPlan plan) {
        Optional<Map<String, Set<Label>>> declared = Declared.of(plan);
        if (declared.isPresent()) {
            return sources.declared(Plans.output(plan), declared.get());
        }
        if (plan instanceof LogicalRelation relation) {
            if (relation.relation() instanceof HadoopFsRelation files) {
                return sources.scan(files, Plans.output(relation), readers);
            }
            throw new Unjudgeable("a scan of " + relation.relation().getClass().getName()
                    + " is not known to the guard (read files, or declare the rows with FlowGuard.declare)");
        }
        if (plan instanceof LocalRelation local) {
            return local.data().isEmpty()
                    ? Sources.unlabelled(Plans.output(plan))
                    : sources.undeclared(Plans.output(plan));
        }
        if (plan instanceof Range
                || plan instanceof OneRowRelation
                || plan instanceof EmptyRelation
                || plan instanceof CommandResult) {
            return Sources.unlabelled(Plans.output(plan));
        }
        if (plan instanceof InMemoryRelation cache) {
            return positional(plan, cache.cacheBuilder().logicalPlan());
        }
        if (plan instanceof LogicalQueryStage stage) {
            return plans.trace(stage.logicalPlan());
        }
        if (plan instanceof CTERelationRef reference) {
            CTERelationDef definition = shared.get(reference.cteId());
            if (definition == null) {
                throw new Unjudgeable("a WITH query refers to one that the guard has not seen");
            }
            return positional(plan, definition.child());
        }
        throw new Unjudgeable(
                "rows of " + plan.getClass().getSimpleName()
                        + " have no origin that the guard can see (read them from a table, or declare them with FlowGuard.declare)");
    }

    private PlanFlows positional(LogicalPlan plan, LogicalPlan origin) {
        PlanFlows in = plans.trace(origin);
        return TracePlans.moved(in, Plans.ids(origin.output()), Plans.ids(plan.output()));
    }
}
