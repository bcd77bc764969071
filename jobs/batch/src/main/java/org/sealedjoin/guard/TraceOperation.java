package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.Count;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.View;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.sealedjoin.base.Label;

/** The effect of one use of an operation on flows, after a look at whether the plan does what the operation says. */
final class TraceOperation {
    private final FlowPolicy policy;
    private final TracePlans plans;
    private final LogicalPlan end;
    private final LogicalPlan start;

    TraceOperation(FlowPolicy policy, TracePlans plans, LogicalPlan end, LogicalPlan start) {
        this.policy = policy;
        this.plans = plans;
        this.end = end;
        this.start = start;
    }

    PlanFlows apply(Operation operation) {
        if (operation instanceof Operation.ConsentFilter consent) {
            return consented(consent);
        }
        if (operation instanceof Operation.ConsentByRow consent) {
            return consentedByRow(consent);
        }
        if (operation instanceof Operation.Subtract subtract) {
            return subtracted(subtract);
        }
        if (operation instanceof Operation.LookupJoin lookup) {
            Predicate<Flow> stays = flow -> flow.explicit() || !flow.lookup() || !lookup.takes.contains(flow.label());
            PlanFlows in = plans.unmarked(end);
            return new PlanFlows(via(in, lookup).columns(), in.rows().without(stays.negate()));
        }
        if (operation instanceof Operation.Count count) {
            requireCounts(count);
            return plans.unmarked(end).map(flows -> flows.without(flow -> count.takes.contains(flow.label())));
        }
        return released((Operation.Release) operation);
    }

    private static PlanFlows via(PlanFlows in, Operation operation) {
        return in.map(flows -> flows.map(flow -> flow.via(operation.name())));
    }

    private PlanFlows consented(Operation.ConsentFilter consent) {
        PlanFlows in = plans.trace(start);
        Join join = onlyJoin(consent, Set.of(LeftSemi$.MODULE$));
        Expression condition =
                Plans.optional(join.condition()).orElseThrow(() -> unproved(consent, "it has no condition"));
        List<List<Attribute>> pairs = TraceExpressions.equalities(condition);
        if (pairs.size() != 1 || condition instanceof And) {
            throw unproved(consent, "its condition is not that one column equals another");
        }
        Attribute first = pairs.get(0).get(0);
        Attribute second = pairs.get(0).get(1);
        boolean firstIsLeft = join.left().outputSet().contains(first);
        Attribute filtered = firstIsLeft ? first : second;
        requireDecisions(consent, join.right(), firstIsLeft ? second : first);
        if (!in.domains(filtered.exprId()).stream().allMatch(consent.domain::equals)) {
            throw unproved(consent, "the column it filters does not hold ids of " + consent.domain);
        }
        ExprId column = filtered.exprId();
        return via(
                in.map(flows -> flows.without(flow ->
                        flow.label().equals(consent.takes) && flow.subject().contains(column))),
                consent);
    }

    /** The right side must be ids of a table of decisions, filtered by this purpose's column and this domain. */
    private void requireDecisions(Operation.ConsentFilter consent, LogicalPlan right, Attribute id) {
        var conditions = new ArrayList<Expression>();
        LogicalPlan plan = right;
        Attribute asked = id;
        while (!(plan instanceof LogicalRelation)) {
            if (plan instanceof Project project) {
                asked = origin(asked, project);
            }
            if (plan instanceof Filter filter) {
                conjuncts(filter.condition(), conditions);
            } else if (!(plan instanceof Project || plan instanceof SubqueryAlias || plan instanceof View)) {
                throw unproved(consent, "its right side is no filtered table of decisions");
            }
            plan = Plans.children(plan).get(0);
        }
        LogicalRelation relation = (LogicalRelation) plan;
        if (!(relation.relation() instanceof HadoopFsRelation files)
                || !consent.decisions.contains(plans.leaves().nameOf(files))) {
            throw unproved(consent, "its right side is no table of decisions");
        }
        Map<String, String> wanted = new LinkedHashMap<>(consent.also);
        boolean agreed = false;
        for (Expression condition : conditions) {
            // By the table's own columns: an alias may call anything by these names.
            if (condition instanceof Attribute attribute
                    && relation.outputSet().contains(attribute)
                    && attribute.name().equals(consent.agreed)) {
                agreed = true;
            } else if (condition instanceof EqualTo equal
                    && equal.left() instanceof Attribute attribute
                    && relation.outputSet().contains(attribute)
                    && equal.right() instanceof Literal literal
                    && String.valueOf(literal.value()).equals(wanted.get(attribute.name()))) {
                wanted.remove(attribute.name());
            }
        }
        if (!agreed || !wanted.isEmpty()) {
            throw unproved(consent, "decisions are not filtered by " + consent.agreed + " and by whose they are");
        }
        if (!relation.outputSet().contains(asked) || !asked.name().equals(consent.id)) {
            throw unproved(consent, "its condition does not name the decisions' id");
        }
    }

    /** The column that a projection passes on under this name; itself if it makes it. */
    private static Attribute origin(Attribute attribute, Project project) {
        for (NamedExpression named : Plans.list(project.projectList())) {
            if (named.exprId().equals(attribute.exprId())
                    && named instanceof Alias alias
                    && TraceExpressions.bare(alias.child()) instanceof Attribute child) {
                return child;
            }
        }
        return attribute;
    }

    /** The plan must group by words that stand in it, and count: anything else could take values of rows along. */
    private void requireCounts(Operation.Count count) {
        LogicalPlan plan = end;
        while (plan instanceof SubqueryAlias) {
            plan = Plans.children(plan).get(0);
        }
        if (!(plan instanceof Aggregate aggregate) || !isInput(aggregate.child())) {
            throw unproved(count, "it is no count of its input");
        }
        if (!Plans.list(aggregate.groupingExpressions()).stream().allMatch(TraceOperation::isWord)) {
            throw unproved(count, "it groups by something else than known words");
        }
        for (NamedExpression named : Plans.list(aggregate.aggregateExpressions())) {
            Expression value = named instanceof Alias alias ? alias.child() : (Expression) named;
            boolean counts = value instanceof AggregateExpression made
                    && made.filter().isEmpty()
                    && made.aggregateFunction() instanceof Count counted
                    && Plans.list(counted.children()).stream().allMatch(TraceOperation::isOneOrNone);
            if (!counts && !isWord(value)) {
                throw unproved(count, "it does not only count rows");
            }
        }
    }

    /** A literal, or a literal {@code WHEN} a condition is met: what is counted is rows, whatever the condition reads. */
    private static boolean isOneOrNone(Expression expression) {
        return expression instanceof Literal
                || (expression instanceof CaseWhen choice
                        && choice.elseValue().isEmpty()
                        && Plans.list(choice.branches()).stream().allMatch(branch -> branch._2() instanceof Literal));
    }

    private boolean isInput(LogicalPlan plan) {
        LogicalPlan below = plan;
        while (below != start && below instanceof SubqueryAlias) {
            below = Plans.children(below).get(0);
        }
        return below == start;
    }

    /** {@code CASE WHEN column IS NULL OR column IN (words) THEN column ELSE word END}. */
    private static boolean isWord(Expression expression) {
        if (!(expression instanceof CaseWhen choice)
                || choice.branches().size() != 1
                || !Plans.optional(choice.elseValue())
                        .filter(Literal.class::isInstance)
                        .isPresent()) {
            return false;
        }
        var branch = choice.branches().head();
        return branch._2() instanceof Attribute column
                && branch._1() instanceof Or or
                && or.left() instanceof IsNull absent
                && absent.child().semanticEquals(column)
                && or.right() instanceof In in
                && in.value().semanticEquals(column)
                && Plans.list(in.list()).stream().allMatch(Literal.class::isInstance);
    }

    private PlanFlows consentedByRow(Operation.ConsentByRow consent) {
        PlanFlows in = plans.trace(start);
        var people = new ArrayList<ExprId>();
        ExprId row = null;
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (Attribute attribute : Plans.output(end)) {
            columns.put(attribute.exprId(), in.of(attribute.exprId()));
            if (consent.people.contains(attribute.name())) {
                people.add(attribute.exprId());
            }
            if (attribute.name().equals(consent.rowColumn)) {
                row = attribute.exprId();
            }
        }
        if (row == null || people.size() != consent.people.size()) {
            throw unproved(consent, "its columns are not there");
        }
        ExprId rowColumn = row;
        Set<ExprId> onePerson = Set.copyOf(people);
        PlanFlows kept = new PlanFlows(columns, in.rows()).keep(columns.keySet());
        return via(kept, consent)
                .map(flows -> flows.map(flow -> {
                    if (flow.subject().stream().noneMatch(onePerson::contains)) {
                        return flow;
                    }
                    Flow ofPerson = flow.about(onePerson);
                    for (Map.Entry<String, Label> each : consent.takes.entrySet()) {
                        if (each.getValue().equals(flow.label()) && flow.unless() == null) {
                            return ofPerson.unlessIn(new Flow.Unless(Set.of(rowColumn), each.getKey()));
                        }
                    }
                    return ofPerson;
                }));
    }

    private PlanFlows subtracted(Operation.Subtract subtract) {
        PlanFlows in = plans.trace(start);
        Join join = onlyJoin(
                subtract,
                subtract.brings.isEmpty() ? Set.of(LeftAnti$.MODULE$) : Set.of(LeftAnti$.MODULE$, LeftOuter$.MODULE$));
        // Which rows go, and what is joined to those that stay, tells of the left columns that were compared.
        Flows compared = plans.leftOfCondition(join);
        boolean removes = join.joinType() == LeftAnti$.MODULE$;
        if (!removes) {
            requireNoneRepeated(subtract, join);
        }
        PlanFlows whole = plans.unmarked(end);
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (Attribute attribute : Plans.output(end)) {
            ExprId column = attribute.exprId();
            boolean brought = !in.columns().containsKey(column);
            if (brought && !subtract.brings.contains(attribute.name())) {
                throw unproved(subtract, "it brings a column that it does not name");
            }
            columns.put(
                    column,
                    brought ? whole.of(column).without(flow -> !flow.explicit()).and(compared) : in.of(column));
        }
        Flows rows = removes ? in.rows().and(compared) : in.rows();
        return via(new PlanFlows(columns, rows).keep(columns.keySet()), subtract);
    }

    /** The right side must have one row at most for what is compared: then no row of the left stands twice. */
    private static void requireNoneRepeated(Operation subtract, Join join) {
        var asked = new ArrayList<Attribute>();
        Plans.optional(join.condition()).map(TraceExpressions::equalities).orElse(List.of()).stream()
                .flatMap(List::stream)
                .filter(join.right().outputSet()::contains)
                .forEach(asked::add);
        LogicalPlan plan = join.right();
        while (!(plan instanceof Aggregate)) {
            if (plan instanceof Project project) {
                asked.replaceAll(attribute -> origin(attribute, project));
            } else if (!(plan instanceof Filter || plan instanceof SubqueryAlias || plan instanceof ResolvedHint)) {
                throw unproved(subtract, "its right side is not grouped, so that it could repeat rows");
            }
            plan = Plans.children(plan).get(0);
        }
        Aggregate groups = (Aggregate) plan;
        for (Expression key : Plans.list(groups.groupingExpressions())) {
            if (asked.stream().noneMatch(attribute -> passes(groups, attribute, key))) {
                throw unproved(subtract, "its right side is grouped by more than what is compared");
            }
        }
    }

    /** Whether a column of the groups is this key. */
    private static boolean passes(Aggregate groups, Attribute attribute, Expression key) {
        return Plans.list(groups.aggregateExpressions()).stream()
                .anyMatch(named -> named.exprId().equals(attribute.exprId())
                        && (named instanceof Alias alias ? alias.child() : (Expression) named).semanticEquals(key));
    }

    private PlanFlows released(Operation.Release release) {
        PlanFlows in = plans.unmarked(end);
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (Attribute attribute : Plans.output(end)) {
            Flows flows = in.of(attribute.exprId());
            columns.put(
                    attribute.exprId(),
                    release.columns.contains(attribute.name())
                            ? flows.without(flow -> release.takes.contains(flow.label()))
                            : flows);
        }
        return via(new PlanFlows(columns, in.rows().without(flow -> release.takes.contains(flow.label()))), release);
    }

    /** The one join between the input and the result, of one of these types; else only operators that change no row. */
    private Join onlyJoin(Operation operation, Set<JoinType> types) {
        Join found = null;
        for (LogicalPlan plan = end; plan != start; plan = Plans.children(plan).get(0)) {
            if (plan instanceof Join join && found == null && types.contains(join.joinType())) {
                found = join;
            } else if (!(plan instanceof Project || plan instanceof SubqueryAlias || plan instanceof ResolvedHint)) {
                throw unproved(operation, "it does more than one join");
            }
        }
        if (found == null) {
            throw unproved(operation, "it does no join");
        }
        return found;
    }

    private static void conjuncts(Expression condition, List<Expression> into) {
        if (condition instanceof And and) {
            conjuncts(and.left(), into);
            conjuncts(and.right(), into);
        } else {
            into.add(condition);
        }
    }

    private static Unjudgeable unproved(Operation operation, String why) {
        return new Unjudgeable(operation.name() + " does not do what it says: " + why);
    }
}
