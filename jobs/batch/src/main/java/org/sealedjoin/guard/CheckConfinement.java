package org.sealedjoin.guard;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.optimizer.BuildLeft$;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.ColumnarRule;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.UnionExec;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.aggregate.BaseAggregateExec;
import org.apache.spark.sql.execution.columnar.InMemoryTableScanExec;
import org.apache.spark.sql.execution.joins.BroadcastHashJoinExec;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.Label;

/**
 * Refuses a physical plan that would take a confined column out of the task that reads it: into a shuffle, a broadcast, a cache, or an
 * operator that holds rows and may spill them. Sees whole plans, and under adaptive execution each stage before it starts.
 *
 * <p>Whatever is not known to pass rows on as they come is refused.
 */
final class CheckConfinement extends ColumnarRule {
    /** Operators that hold no row: each goes from the one below to the one above, in one task. */
    private static final Set<String> PASSES_ON = Set.of(
            "FilterExec",
            "ColumnarToRowExec",
            "WholeStageCodegenExec",
            "InputAdapter",
            "CoalesceExec",
            "LocalLimitExec",
            "SampleExec",
            "ExpandExec",
            "GenerateExec",
            "RowToColumnarExec");

    private final transient FlowGuard guard;

    CheckConfinement(FlowGuard guard) {
        this.guard = guard;
    }

    @Override
    public Rule<SparkPlan> preColumnarTransitions() {
        return new Rule<>() {
            @Override
            public SparkPlan apply(SparkPlan plan) {
                guard.active().ifPresent(policy -> guard.timed(() -> new Walk(policy).confinedIn(plan)));
                return plan;
            }
        };
    }

    /** One look at one plan. */
    private final class Walk {
        private final FlowPolicy policy;
        private final TraceExpressions expressions;
        private final ReaderSettings readers = new ReaderSettings();
        /** Caches are read from caches, each several times. */
        private final Map<SparkPlan, Set<ExprId>> cached = new IdentityHashMap<>();

        Walk(FlowPolicy policy) {
            this.policy = policy;
            this.expressions = new TraceExpressions(policy, new TracePlans(policy, guard.sources(), false));
        }

        /** Confined columns in the output of an operator. */
        Set<ExprId> confinedIn(SparkPlan plan) {
            for (SparkPlan subquery : subqueries(plan)) {
                requireNone(confinedIn(subquery), subquery.output(), "a subquery, whose result the driver holds");
            }
            if (plan instanceof FileSourceScanExec scan) {
                return guard.sources().columnsWith(policy.confined(), scan.relation(), Plans.output(scan), readers);
            }
            if (plan instanceof InMemoryTableScanExec cache) {
                SparkPlan cached = cache.relation().cachedPlan();
                Set<ExprId> confined = this.cached.get(cached);
                if (confined == null) {
                    confined = confinedIn(cached);
                    this.cached.put(cached, confined);
                }
                requireNone(confined, cached.output(), "an in-memory cache");
                return Set.of();
            }
            if (plan instanceof AdaptiveSparkPlanExec adaptive) {
                return confinedIn(adaptive.initialPlan());
            }
            if (plan instanceof QueryStageExec) {
                return Set.of();
            }
            List<SparkPlan> children = Plans.list(plan.children());
            if (children.isEmpty()) {
                return declaredIn(plan);
            }
            var below = new HashSet<ExprId>();
            children.forEach(child -> below.addAll(confinedIn(child)));
            if (below.isEmpty()) {
                return Set.of();
            }
            return above(plan, children, below);
        }

        /** Rows from no table: what their maker declared. */
        private Set<ExprId> declaredIn(SparkPlan leaf) {
            Map<String, Set<Label>> labels =
                    Plans.optional(leaf.logicalLink()).flatMap(Declared::of).orElse(Map.of());
            return Plans.output(leaf).stream()
                    .filter(column ->
                            !Collections.disjoint(labels.getOrDefault(column.name(), Set.of()), policy.confined()))
                    .map(Attribute::exprId)
                    .collect(Collectors.toSet());
        }

        private static List<SparkPlan> subqueries(SparkPlan plan) {
            return Plans.list(plan.subqueries()).stream()
                    .filter(SparkPlan.class::isInstance)
                    .map(SparkPlan.class::cast)
                    .toList();
        }

        private Set<ExprId> above(SparkPlan plan, List<SparkPlan> children, Set<ExprId> below) {
            String name = plan.getClass().getSimpleName();
            if (plan instanceof ProjectExec project) {
                var made = new HashSet<ExprId>();
                for (NamedExpression named : Plans.list(project.projectList())) {
                    Expression value = named instanceof Alias alias ? alias.child() : (Expression) named;
                    if (reads(value, below)) {
                        made.add(named.exprId());
                    }
                }
                return made;
            }
            if (plan instanceof BroadcastHashJoinExec join) {
                SparkPlan built = join.buildSide() == BuildLeft$.MODULE$ ? join.left() : join.right();
                requireNone(below, built.output(), name);
                return in(below, plan.output());
            }
            if (plan instanceof BaseAggregateExec) {
                for (Attribute read : Plans.list(plan.references())) {
                    if (below.contains(read.exprId())) {
                        throw refused(read, name);
                    }
                }
                return Set.of();
            }
            if (plan instanceof UnionExec) {
                var made = new HashSet<ExprId>();
                List<ExprId> output = Plans.ids(plan.output());
                for (SparkPlan child : children) {
                    List<ExprId> columns = Plans.ids(child.output());
                    for (int i = 0; i < output.size(); i++) {
                        if (below.contains(columns.get(i))) {
                            made.add(output.get(i));
                        }
                    }
                }
                return made;
            }
            if (PASSES_ON.contains(name)) {
                var made = new HashSet<ExprId>(in(below, plan.output()));
                Set<ExprId> passed = new HashSet<>();
                children.forEach(child -> passed.addAll(Plans.ids(child.output())));
                // What the operator makes itself may come from any column that it reads.
                Plans.ids(plan.output()).stream()
                        .filter(id -> !passed.contains(id))
                        .forEach(made::add);
                return made;
            }
            children.forEach(child -> requireNone(below, child.output(), name));
            return Set.of();
        }

        private boolean reads(Expression expression, Set<ExprId> confined) {
            if (expression instanceof Attribute attribute) {
                return confined.contains(attribute.exprId());
            }
            if (expressions
                    .known(expression)
                    .map(known -> known.takes().containsAll(policy.confined()))
                    .orElse(false)) {
                return false;
            }
            if (TraceExpressions.tellsOnlyWhetherThere(expression)) {
                return false;
            }
            return Plans.children(expression).stream().anyMatch(child -> reads(child, confined));
        }

        private void requireNone(
                Set<ExprId> confined, scala.collection.immutable.Seq<Attribute> columns, String operator) {
            for (Attribute column : Plans.list(columns)) {
                if (confined.contains(column.exprId())) {
                    throw refused(column, operator);
                }
            }
        }

        private GuaranteeFailure refused(Attribute column, String operator) {
            guard.countJudged(false);
            return new GuaranteeFailure("Cannot run a stage: "
                    + policy.confined().stream().map(Label::word).sorted().collect(Collectors.joining(" or "))
                    + " would leave the task that reads it, in column "
                    + (FlowGuard.isName(column.name()) ? column.name() : "of no name") + ", by " + operator
                    + " (confined labels may pass scans, filters, projections and the streamed side of a"
                    + " broadcast join only)");
        }

        private Set<ExprId> in(Set<ExprId> confined, scala.collection.immutable.Seq<Attribute> output) {
            var kept = new HashSet<>(confined);
            kept.retainAll(Plans.ids(output));
            return kept;
        }
    }
}
