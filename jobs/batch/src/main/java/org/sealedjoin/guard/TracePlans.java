package org.sealedjoin.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PipeOperator;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.AppendColumns;
import org.apache.spark.sql.catalyst.plans.logical.BaseEvalPython;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.RebalancePartitions;
import org.apache.spark.sql.catalyst.plans.logical.Repartition;
import org.apache.spark.sql.catalyst.plans.logical.RepartitionByExpression;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.ReturnAnswer;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.SerializeFromObject;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.plans.logical.Subquery;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.Tail;
import org.apache.spark.sql.catalyst.plans.logical.TypedFilter;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.catalyst.plans.logical.Window;
import org.apache.spark.sql.catalyst.plans.logical.WindowGroupLimit;
import org.apache.spark.sql.catalyst.plans.logical.WithCTE;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.datasources.WriteFiles;
import org.jspecify.annotations.Nullable;

/**
 * What flows where in a logical plan, explicit (values) and implicit (which rows are there).
 *
 * <p>An operator or expression that it does not know stops it: what is not understood is refused.
 */
final class TracePlans {
    /** Typed operators and foreign code: every output may hold every input. */
    private static final Set<String> OPAQUE = Set.of(
            "MapPartitions",
            "MapElements",
            "MapGroups",
            "CoGroup",
            "FlatMapGroupsWithState",
            "MapPartitionsInR",
            "MapPartitionsInRWithArrow",
            "FlatMapGroupsInR",
            "FlatMapGroupsInRWithArrow",
            "FlatMapGroupsInPandas",
            "FlatMapGroupsInArrow",
            "FlatMapCoGroupsInPandas",
            "FlatMapCoGroupsInArrow",
            "MapInPandas",
            "MapInArrow",
            "FlatMapGroupsInPandasWithState",
            "TransformWithState",
            "ScriptTransformation",
            "AppendColumnsWithObject",
            "AttachDistributedSequence");

    /** Operators, not commands, at whose end rows leave: batches of a stream. */
    private static final Set<String> WRITES_BATCHES = Set.of(
            "WriteToDataSourceV2",
            "WriteToMicroBatchDataSource",
            "WriteToMicroBatchDataSourceV1",
            "WriteToContinuousDataSource");

    private final FlowPolicy policy;
    private final boolean withMarks;
    private final TraceExpressions expressions;
    private final TraceRelations relations;
    private final TraceLeaves leaves;
    private final TraceCommands commands;
    private final Map<LogicalPlan, PlanFlows> done = new IdentityHashMap<>();
    private final Deque<PlanFlows> outer = new ArrayDeque<>();

    /** @param withMarks whether operations may take labels off; only plans as they were written carry trustworthy marks */
    TracePlans(FlowPolicy policy, Sources sources, boolean withMarks) {
        this.policy = policy;
        this.withMarks = withMarks;
        this.expressions = new TraceExpressions(policy, this);
        this.relations = new TraceRelations(policy, this, expressions);
        this.leaves = new TraceLeaves(sources, this);
        this.commands = new TraceCommands(this);
    }

    TraceLeaves leaves() {
        return leaves;
    }

    PlanFlows trace(LogicalPlan plan) {
        PlanFlows known = done.get(plan);
        if (known != null) {
            return known;
        }
        // What stands in for cached rows inherits the mark of what it replaced; the plan behind it carries its own.
        PlanFlows traced = withMarks && !(plan instanceof InMemoryRelation)
                ? Mark.endingAt(plan).map(mark -> operation(plan, mark)).orElseGet(() -> operator(plan))
                : operator(plan);
        if (outer.isEmpty()) {
            done.put(plan, traced);
        }
        return traced;
    }

    PlanFlows traceSubquery(LogicalPlan plan, PlanFlows around) {
        outer.push(around);
        try {
            return trace(plan);
        } finally {
            outer.pop();
        }
    }

    Flows column(Attribute attribute, PlanFlows in) {
        Flows flows = in.columns().get(attribute.exprId());
        if (flows == null) {
            return outerColumn(attribute);
        }
        return flows;
    }

    /** A column of the query around this one, however far out. */
    Flows outerColumn(Attribute attribute) {
        for (PlanFlows scope : outer) {
            Flows flows = scope.columns().get(attribute.exprId());
            if (flows != null) {
                return flows.map(flow -> flow.via("outer reference").adrift());
            }
        }
        throw new Unjudgeable("a column of the plan has no origin that the guard can see");
    }

    private PlanFlows operation(LogicalPlan plan, Mark mark) {
        Operation operation = mark.operation();
        if (!policy.operations().contains(operation)) {
            throw new Unjudgeable("operation " + operation.name() + " is not among FlowPolicy.operations");
        }
        LogicalPlan input = plan;
        while (!mark.startsAt(input)) {
            List<LogicalPlan> children = Plans.children(input);
            if (children.isEmpty()) {
                throw new Unjudgeable("operation " + operation.name() + " does not start from its own input");
            }
            input = children.get(0);
        }
        return new TraceOperation(policy, this, plan, input).apply(operation);
    }

    /** What the left side of a join brings into its condition. */
    Flows leftOfCondition(Join join) {
        PlanFlows left = trace(join.left());
        var columns = new LinkedHashMap<>(left.columns());
        Plans.ids(join.right().output()).forEach(column -> columns.put(column, Flows.NONE));
        return Plans.optional(join.condition())
                .map(condition -> expressions.condition(condition, new PlanFlows(columns, left.rows())))
                .orElse(Flows.NONE)
                .map(flow -> flow.via("join"));
    }

    /** The operator under a mark as if it were not marked. */
    PlanFlows unmarked(LogicalPlan plan) {
        return operator(plan);
    }

    private PlanFlows operator(LogicalPlan plan) {
        if (Plans.children(plan).isEmpty() && !(plan instanceof Command)) {
            return leaves.leaf(plan);
        }
        if (plan instanceof Project project) {
            PlanFlows in = trace(project.child());
            return select(Plans.list(project.projectList()), in, in.rows(), null);
        }
        if (plan instanceof Filter filter) {
            return filter(filter.condition(), trace(filter.child()));
        }
        if (plan instanceof Join join) {
            return relations.join(join);
        }
        if (plan instanceof Aggregate aggregate) {
            return relations.aggregate(aggregate);
        }
        if (plan instanceof Window window) {
            return relations.window(window);
        }
        if (plan instanceof Union union) {
            return relations.union(union);
        }
        if (plan instanceof Generate generate) {
            return relations.generate(generate);
        }
        if (plan instanceof Expand expand) {
            return relations.expand(expand);
        }
        if (plan instanceof Sort sort) {
            PlanFlows in = trace(sort.child());
            return in.chosenBy(chosen(Plans.list(sort.order()), in, "sort"));
        }
        if (plan instanceof RepartitionByExpression || plan instanceof RebalancePartitions) {
            // Where a row stands afterwards follows from what it holds.
            PlanFlows in = trace(Plans.children(plan).get(0));
            return in.chosenBy(chosen(Plans.list(plan.expressions()), in, "repartition")
                    .map(flow -> flow.explicit() ? flow : flow.implicit(false)));
        }
        if (plan instanceof Repartition dealt && dealt.shuffle() && dealt.numPartitions() > 1) {
            // Rows are dealt out in the order of their hashes.
            PlanFlows in = trace(dealt.child());
            return in.chosenBy(Flows.union(in.columns().values())
                    .map(flow -> flow.implicit(false).via("repartition")));
        }
        if (plan instanceof WindowGroupLimit limit) {
            PlanFlows in = trace(limit.child());
            return in.chosenBy(chosen(Plans.list(limit.partitionSpec()), in, "limit"))
                    .chosenBy(chosen(Plans.list(limit.orderSpec()), in, "limit"));
        }
        if (plan instanceof Distinct distinct) {
            PlanFlows in = trace(distinct.child());
            return in.chosenBy(Flows.union(in.columns().values())
                    .map(flow -> flow.implicit(true).via("distinct")));
        }
        if (plan instanceof Deduplicate deduplicate) {
            PlanFlows in = trace(deduplicate.child());
            return in.chosenBy(chosen(Plans.list(deduplicate.keys()), in, "deduplicate"));
        }
        if (plan instanceof Intersect || plan instanceof Except) {
            List<LogicalPlan> sides = Plans.children(plan);
            PlanFlows left = trace(sides.get(0));
            Flows compared =
                    trace(sides.get(1)).all().and(Flows.union(left.columns().values()));
            return left.chosenBy(
                    compared.map(flow -> flow.implicit(false).via(word(plan)).adrift()));
        }
        if (plan instanceof CollectMetrics metrics) {
            PlanFlows in = trace(metrics.child());
            for (NamedExpression metric : Plans.list(metrics.metrics())) {
                requireNothing(expressions.of((Expression) metric, in).and(in.rows()), "observed metrics");
            }
            return in;
        }
        if (plan instanceof LateralJoin lateral) {
            PlanFlows left = trace(lateral.left());
            PlanFlows right = traceSubquery((LogicalPlan) lateral.right().plan(), left);
            PlanFlows both = left.beside(right.map(flows -> flows.map(Flow::adrift)));
            return Plans.optional(lateral.condition())
                    .map(condition -> both.chosenBy(expressions.condition(condition, both)))
                    .orElse(both);
        }
        return wrapper(plan);
    }

    private PlanFlows wrapper(LogicalPlan plan) {
        if (plan instanceof SubqueryAlias
                || plan instanceof View
                || plan instanceof ResolvedHint
                || plan instanceof ReturnAnswer
                || plan instanceof Subquery
                || plan instanceof GlobalLimit
                || plan instanceof LocalLimit
                || plan instanceof Offset
                || plan instanceof Tail
                || plan instanceof Sample
                || plan instanceof Repartition
                || plan instanceof CTERelationDef
                || plan instanceof PipeOperator
                || plan instanceof WriteFiles) {
            return trace(Plans.children(plan).get(0));
        }
        if (plan instanceof WithCTE with) {
            leaves.share(with);
            return trace(with.plan());
        }
        if (plan instanceof Command || WRITES_BATCHES.contains(plan.getClass().getSimpleName())) {
            return commands.command(plan);
        }
        if (plan instanceof DeserializeToObject || plan instanceof SerializeFromObject) {
            PlanFlows in = trace(Plans.children(plan).get(0));
            return allInAll(plan, in, Flows.union(in.columns().values()));
        }
        if (plan instanceof TypedFilter
                || plan instanceof AppendColumns
                || plan instanceof BaseEvalPython
                || OPAQUE.contains(plan.getClass().getSimpleName())) {
            PlanFlows in = PlanFlows.NONE;
            for (LogicalPlan child : Plans.children(plan)) {
                in = in.beside(trace(child));
            }
            Flows all = in.all().map(flow -> flow.via(word(plan)));
            expressions.requireOpen(all, word(plan));
            return allInAll(plan, in, all)
                    .chosenBy(all.map(flow -> flow.implicit(false).adrift()));
        }
        throw unknown(plan);
    }

    static Unjudgeable unknown(LogicalPlan plan) {
        return new Unjudgeable(
                "operator " + plan.getClass().getName()
                        + " is not known to the guard (write the plan with operators that it knows, or teach it in guard.TracePlans)");
    }

    static PlanFlows moved(PlanFlows in, List<ExprId> from, List<ExprId> to) {
        var names = new HashMap<ExprId, Set<ExprId>>();
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (int i = 0; i < to.size(); i++) {
            names.computeIfAbsent(from.get(i), id -> new LinkedHashSet<>()).add(to.get(i));
            columns.put(to.get(i), in.of(from.get(i)));
        }
        return PlanFlows.renamed(columns, in.rows(), id -> names.getOrDefault(id, Set.of()), to);
    }

    /**
     * A list of named expressions over {@code in}.
     *
     * @param keys if present, the only columns that keep their tie to the row
     */
    PlanFlows select(List<NamedExpression> list, PlanFlows in, Flows rows, @Nullable Collection<ExprId> keys) {
        var names = new HashMap<ExprId, Set<ExprId>>();
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (NamedExpression named : list) {
            Expression value = named instanceof Alias alias ? alias.child() : (Expression) named;
            if (TraceExpressions.bare(value) instanceof Attribute same
                    && (keys == null || keys.contains(same.exprId()))) {
                names.computeIfAbsent(same.exprId(), id -> new LinkedHashSet<>())
                        .add(named.exprId());
            }
            columns.put(named.exprId(), expressions.of(value, in));
        }
        return PlanFlows.renamed(columns, rows, id -> names.getOrDefault(id, Set.of()), columns.keySet());
    }

    private PlanFlows filter(Expression condition, PlanFlows in) {
        PlanFlows kept = in.chosenBy(expressions.condition(condition, in).map(flow -> flow.via("filter")));
        for (List<Attribute> pair : TraceExpressions.equalities(condition)) {
            kept = kept.equal(pair.get(0).exprId(), pair.get(1).exprId(), policy.consent());
        }
        return RowValues.of(condition).apply(kept);
    }

    static void requireNothing(Flows flows, String where) {
        for (Flow flow : flows.list()) {
            throw new Unjudgeable(
                    SinkFlow.describe(flow) + " reaches " + where + " (may receive nothing with a label)");
        }
    }

    private PlanFlows allInAll(LogicalPlan plan, PlanFlows in, Flows all) {
        var columns = new LinkedHashMap<ExprId, Flows>();
        Flows loose = all.map(flow -> flow.via(word(plan)).adrift());
        for (ExprId column : Plans.ids(plan.output())) {
            columns.put(column, in.columns().getOrDefault(column, loose));
        }
        return new PlanFlows(columns, in.rows()).keep(columns.keySet());
    }

    private Flows chosen(List<? extends Expression> keys, PlanFlows in, String step) {
        var sets = new ArrayList<Flows>();
        for (Expression key : keys) {
            Expression value = key instanceof SortOrder order ? order.child() : key;
            boolean groups = value instanceof Attribute && !(key instanceof SortOrder);
            sets.add(expressions.of(value, in).map(flow -> flow.implicit(groups).via(step)));
        }
        return Flows.union(sets);
    }

    static String word(LogicalPlan plan) {
        return plan.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
    }
}
