package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.JoinType;
import org.apache.spark.sql.catalyst.plans.LeftAnti$;
import org.apache.spark.sql.catalyst.plans.LeftOuter$;
import org.apache.spark.sql.catalyst.plans.LeftSemi$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ResolvedHint;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
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
        while (!(plan instanceof LogicalRelation)) {
            if (plan instanceof Filter filter) {
                conjuncts(filter.condition(), conditions);
            } else if (!(plan instanceof Project || plan instanceof SubqueryAlias)) {
                throw unproved(consent, "its right side is no filtered table of decisions");
            }
            plan = Plans.children(plan).get(0);
        }
        LogicalRelation relation = (LogicalRelation) plan;
        if (!(relation.relation() instanceof HadoopFsRelation files)
                || !consent.decisions.contains(plans.sources().nameOf(files))) {
            throw unproved(consent, "its right side is no table of decisions");
        }
        Map<String, String> wanted = new LinkedHashMap<>(consent.also);
        boolean agreed = false;
        for (Expression condition : conditions) {
            if (condition instanceof Attribute attribute && attribute.name().equals(consent.agreed)) {
                agreed = true;
            } else if (condition instanceof EqualTo equal
                    && equal.left() instanceof Attribute attribute
                    && equal.right() instanceof Literal literal
                    && String.valueOf(literal.value()).equals(wanted.get(attribute.name()))) {
                wanted.remove(attribute.name());
            }
        }
        if (!agreed || !wanted.isEmpty()) {
            throw unproved(consent, "decisions are not filtered by " + consent.agreed + " and by whose they are");
        }
        if (!right.outputSet().contains(id)) {
            throw unproved(consent, "its condition does not name the decisions' id");
        }
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
        onlyJoin(subtract, Set.of(LeftAnti$.MODULE$, LeftOuter$.MODULE$));
        PlanFlows whole = plans.unmarked(end);
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (ExprId column : Plans.ids(end.output())) {
            columns.put(
                    column,
                    in.columns().containsKey(column)
                            ? in.of(column)
                            : whole.of(column).without(flow -> !flow.explicit()));
        }
        return via(new PlanFlows(columns, in.rows()).keep(columns.keySet()), subtract);
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
