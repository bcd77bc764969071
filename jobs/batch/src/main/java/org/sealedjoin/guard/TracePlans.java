package org.sealedjoin.guard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.PipeOperator;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
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
import org.apache.spark.sql.catalyst.plans.logical.AppendColumns;
import org.apache.spark.sql.catalyst.plans.logical.BaseEvalPython;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationDef;
import org.apache.spark.sql.catalyst.plans.logical.CTERelationRef;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.CommandResult;
import org.apache.spark.sql.catalyst.plans.logical.Deduplicate;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.Distinct;
import org.apache.spark.sql.catalyst.plans.logical.EmptyRelation;
import org.apache.spark.sql.catalyst.plans.logical.Except;
import org.apache.spark.sql.catalyst.plans.logical.Expand;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.Intersect;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LateralJoin;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Offset;
import org.apache.spark.sql.catalyst.plans.logical.OneRowRelation;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Range;
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
import org.apache.spark.sql.execution.adaptive.LogicalQueryStage;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.WriteFiles;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Label;

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

    /** Commands that hold a query and neither run it nor show its rows. */
    private static final Set<String> DESCRIBES =
            Set.of("CreateViewCommand", "DescribeQueryCommand", "AlterViewAsCommand", "ExplainCommand");

    /** Operators, not commands, at whose end rows leave: batches of a stream. */
    private static final Set<String> WRITES_BATCHES = Set.of(
            "WriteToDataSourceV2",
            "WriteToMicroBatchDataSource",
            "WriteToMicroBatchDataSourceV1",
            "WriteToContinuousDataSource");

    private final FlowPolicy policy;
    private final Sources sources;
    private final boolean withMarks;
    private final TraceExpressions expressions;
    private final Map<LogicalPlan, PlanFlows> done = new IdentityHashMap<>();
    private final Map<Long, CTERelationDef> shared = new HashMap<>();
    private final Deque<PlanFlows> outer = new ArrayDeque<>();

    /** @param withMarks whether operations may take labels off; only plans as they were written carry trustworthy marks */
    TracePlans(FlowPolicy policy, Sources sources, boolean withMarks) {
        this.policy = policy;
        this.sources = sources;
        this.withMarks = withMarks;
        this.expressions = new TraceExpressions(policy, this);
    }

    Sources sources() {
        return sources;
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
            return leaf(plan);
        }
        if (plan instanceof Project project) {
            PlanFlows in = trace(project.child());
            return select(Plans.list(project.projectList()), in, in.rows(), null);
        }
        if (plan instanceof Filter filter) {
            return filter(filter.condition(), trace(filter.child()));
        }
        if (plan instanceof Join join) {
            return join(join);
        }
        if (plan instanceof Aggregate aggregate) {
            return aggregate(aggregate);
        }
        if (plan instanceof Window window) {
            return window(window);
        }
        if (plan instanceof Union union) {
            return union(union);
        }
        if (plan instanceof Generate generate) {
            return generate(generate);
        }
        if (plan instanceof Expand expand) {
            return expand(expand);
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
            Plans.list(with.cteDefs()).forEach(definition -> shared.put(definition.id(), definition));
            return trace(with.plan());
        }
        if (plan instanceof Command || WRITES_BATCHES.contains(plan.getClass().getSimpleName())) {
            return command(plan);
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

    private PlanFlows leaf(LogicalPlan plan) {
        Optional<Map<String, Set<Label>>> declared = Declared.of(plan);
        if (declared.isPresent()) {
            return sources.declared(Plans.output(plan), declared.get());
        }
        if (plan instanceof LogicalRelation relation) {
            if (relation.relation() instanceof HadoopFsRelation files) {
                return sources.scan(files, Plans.output(relation));
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
            return trace(stage.logicalPlan());
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
        PlanFlows in = trace(origin);
        return moved(in, Plans.ids(origin.output()), Plans.ids(plan.output()));
    }

    private static PlanFlows moved(PlanFlows in, List<ExprId> from, List<ExprId> to) {
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
    private PlanFlows select(List<NamedExpression> list, PlanFlows in, Flows rows, @Nullable Collection<ExprId> keys) {
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

    private PlanFlows join(Join join) {
        PlanFlows left = trace(join.left());
        PlanFlows right = trace(join.right());
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

    private PlanFlows aggregate(Aggregate aggregate) {
        PlanFlows in = trace(aggregate.child());
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
        return select(Plans.list(aggregate.aggregateExpressions()), in, rows, keys);
    }

    private PlanFlows window(Window window) {
        PlanFlows in = trace(window.child());
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

    private PlanFlows union(Union union) {
        List<ExprId> output = Plans.ids(union.output());
        PlanFlows all = PlanFlows.NONE;
        for (LogicalPlan child : Plans.children(union)) {
            PlanFlows moved = moved(trace(child), Plans.ids(child.output()), output);
            var columns = new LinkedHashMap<ExprId, Flows>();
            for (ExprId column : output) {
                columns.put(column, all.of(column).and(moved.of(column)));
            }
            all = new PlanFlows(columns, all.rows().and(moved.rows()));
        }
        return all;
    }

    private PlanFlows generate(Generate generate) {
        PlanFlows in = trace(generate.child());
        Flows made = expressions.of((Expression) generate.generator(), in).map(flow -> flow.via("explode"));
        var columns = new LinkedHashMap<>(in.columns());
        Plans.ids(generate.generatorOutput()).forEach(column -> columns.put(column, made));
        return new PlanFlows(columns, in.rows().and(made.map(flow -> flow.implicit(false))))
                .keep(Plans.ids(generate.output()));
    }

    private PlanFlows expand(Expand expand) {
        PlanFlows in = trace(expand.child());
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

    /** A command may do with the rows of its queries what it likes: none may be labelled. */
    private PlanFlows command(LogicalPlan plan) {
        if (!DESCRIBES.contains(plan.getClass().getSimpleName())) {
            for (LogicalPlan query : queries(plan)) {
                // Local rows that nobody declared come from the driver, which holds nothing with a label.
                requireNothing(trace(query).all().without(flow -> flow.label().equals(Sources.UNDECLARED)), word(plan));
            }
        }
        return Sources.unlabelled(Plans.output(plan));
    }

    private static Collection<LogicalPlan> queries(LogicalPlan command) {
        var queries = new LinkedHashSet<>(Plans.children(command));
        for (Object inner : Plans.list(command.innerChildren())) {
            if (inner instanceof LogicalPlan query) {
                queries.add(query);
            }
        }
        for (Object part : scala.jdk.javaapi.CollectionConverters.asJavaCollection(
                command.productIterator().toSeq())) {
            if (part instanceof LogicalPlan query) {
                queries.add(query);
            } else if (part instanceof org.apache.spark.sql.execution.QueryExecution execution) {
                queries.add(execution.analyzed());
            }
        }
        // Names of tables and the like; a hint is no name.
        queries.removeIf(query -> Plans.children(query).isEmpty()
                && query.getClass().getSimpleName().startsWith("Resolved"));
        return queries;
    }

    private static void requireNothing(Flows flows, String where) {
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

    private static String word(LogicalPlan plan) {
        return plan.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
    }
}
