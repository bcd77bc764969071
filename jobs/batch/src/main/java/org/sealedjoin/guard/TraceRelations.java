package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.Cross$;
import org.apache.spark.sql.catalyst.plans.ExistenceJoin;
import org.apache.spark.sql.catalyst.plans.FullOuter$;
import org.apache.spark.sql.catalyst.plans.Inner$;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.LeftSingle$;
import org.apache.spark.sql.catalyst.plans.RightOuter$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.Window;

/** What flows where in operators that bring rows together or take them apart: joins, groups, windows, unions, lists laid out. */
final class TraceRelations {
    private final FlowPolicy policy;
    private final TracePlans plans;
    private final TraceExpressions expressions;

    TraceRelations(FlowPolicy policy, TracePlans plans, TraceExpressions expressions) {
        this.policy = policy;
        this.plans = plans;
        this.expressions = expressions;
    }

    PlanFlows join(Join join) {
        PlanFlows left = plans.trace(join.left());
        PlanFlows right = plans.trace(join.right());
        PlanFlows both = left.beside(right);
        JoinType type = join.joinType();
        Optional<Expression> condition = Plans.optional(join.condition());
        Flows chosen = condition
                .map(each -> expressions.condition(each, both))
                .orElse(Flows.NONE)
                .map(flow -> flow.via("join"));
        PlanFlows joined = both.chosenBy(chosen);
        if (type == Inner$.MODULE$ || type == Cross$.MODULE$ || type == LeftSemi$.MODULE$) {
            for (List<Attribute> pair :
                    condition.map(TraceExpressions::equalities).orElse(List.of())) {
                joined = joined.equal(pair.get(0).exprId(), pair.get(1).exprId(), policy.consent());
            }
            return type == LeftSemi$.MODULE$ ? joined.keep(Plans.ids(join.output())) : joined;
        }
        if (type == LeftAnti$.MODULE$) {
            return joined.keep(Plans.ids(join.output()));
        }
        if (type instanceof ExistenceJoin existence) {
            var columns = new LinkedHashMap<>(left.columns());
            columns.put(existence.exists().exprId(), chosen.and(right.rows()).map(Flow::adrift));
            return new PlanFlows(columns, joined.rows()).keep(Plans.ids(join.output()));
        }
        if (type == LeftOuter$.MODULE$
                || type == RightOuter$.MODULE$
                || type == FullOuter$.MODULE$
                || type == LeftSingle$.MODULE$) {
            return joined;
        }
        throw new Unjudgeable("join of type " + type.sql() + " is not known to the guard");
    }

    PlanFlows aggregate(Aggregate aggregate) {
        PlanFlows in = plans.trace(aggregate.child());
        var keys = new HashSet<ExprId>();
        var chosen = new ArrayList<Flows>();
        for (Expression key : Plans.list(aggregate.groupingExpressions())) {
            boolean bare = TraceExpressions.bare(key) instanceof Attribute;
            chosen.add(expressions.of(key, in).map(flow -> flow.implicit(bare).via("group by")));
            if (TraceExpressions.bare(key) instanceof Attribute attribute) {
                keys.add(attribute.exprId());
            }
        }
        Flows rows = in.rows().and(Flows.union(chosen));
        return plans.select(Plans.list(aggregate.aggregateExpressions()), in, rows, keys);
    }

    PlanFlows window(Window window) {
        PlanFlows in = plans.trace(window.child());
        var keys = new HashSet<ExprId>();
        for (Expression key : Plans.list(window.partitionSpec())) {
            if (key instanceof Attribute attribute) {
                keys.add(attribute.exprId());
            }
        }
        var columns = new LinkedHashMap<>(in.columns());
        for (NamedExpression named : Plans.list(window.windowExpressions())) {
            // Made from other rows of the partition: only what the partition has in common is still tied to this row.
            Flows made = expressions.of((Expression) named, in).and(in.rows().map(flow -> flow.implicit(false)));
            columns.put(
                    named.exprId(),
                    made.map(flow -> flow.via("window").renamed(id -> keys.contains(id) ? Set.of(id) : Set.of())));
        }
        return new PlanFlows(columns, in.rows());
    }

    PlanFlows union(Union union) {
        List<ExprId> output = Plans.ids(union.output());
        PlanFlows all = PlanFlows.NONE;
        for (LogicalPlan child : Plans.children(union)) {
            PlanFlows moved = TracePlans.moved(plans.trace(child), Plans.ids(child.output()), output);
            var columns = new LinkedHashMap<ExprId, Flows>();
            for (ExprId column : output) {
                columns.put(column, all.of(column).and(moved.of(column)));
            }
            all = new PlanFlows(columns, all.rows().and(moved.rows()));
        }
        return all;
    }

    PlanFlows generate(Generate generate) {
        PlanFlows in = plans.trace(generate.child());
        Flows made = expressions.of((Expression) generate.generator(), in).map(flow -> flow.via("explode"));
        var columns = new LinkedHashMap<>(in.columns());
        Plans.ids(generate.generatorOutput()).forEach(column -> columns.put(column, made));
        return new PlanFlows(columns, in.rows().and(made.map(flow -> flow.implicit(false))))
                .keep(Plans.ids(generate.output()));
    }

    PlanFlows expand(Expand expand) {
        PlanFlows in = plans.trace(expand.child());
        List<ExprId> output = Plans.ids(expand.output());
        var columns = new LinkedHashMap<ExprId, Flows>();
        var names = new HashMap<ExprId, Set<ExprId>>();
        var projections = Plans.list(expand.projections());
        for (int i = 0; i < output.size(); i++) {
            var sets = new ArrayList<Flows>();
            var sources = new HashSet<ExprId>();
            for (var projection : projections) {
                Expression value = Plans.list(projection).get(i);
                sets.add(expressions.of(value, in));
                sources.add(value instanceof Attribute attribute ? attribute.exprId() : output.get(i));
            }
            columns.put(output.get(i), Flows.union(sets));
            if (sources.size() == 1) {
                names.computeIfAbsent(sources.iterator().next(), id -> new LinkedHashSet<>())
                        .add(output.get(i));
            }
        }
        return PlanFlows.renamed(columns, in.rows(), id -> names.getOrDefault(id, Set.of()), output);
    }
}
