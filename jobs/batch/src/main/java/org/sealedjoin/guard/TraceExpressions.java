package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.CallMethodViaReflection;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.IsNotNull;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.KnownNotNull;
import org.apache.spark.sql.catalyst.expressions.Like;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.catalyst.expressions.OuterReference;
import org.apache.spark.sql.catalyst.expressions.PipeExpression;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.expressions.SubqueryExpression;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.catalyst.expressions.objects.StaticInvoke;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.sealedjoin.base.Label;

/** What flows into the value of an expression: everything that any part of it reads. */
final class TraceExpressions {
    private static final String BUILT_IN = "org.apache.spark.sql.catalyst.expressions.";

    /** Built in, but kept apart: made by the optimizer. */
    private static final Set<String> BUILT_IN_ELSEWHERE = Set.of("NormalizeNaNAndZero");

    /** Built in, but call code of others, which may do anything with what they read. */
    private static final Set<String> CALLS_OTHERS = Set.of(
            "PythonUDF",
            "PythonUDAF",
            "PythonUDTF",
            "CallMethodViaReflection",
            "TryReflect",
            "ApplyFunctionExpression");

    /** Stop a run with a message, or print one, made from what they read. */
    private static final Set<String> TELLS = Set.of("RaiseError", "AssertTrue", "PrintToStderr");

    /**
     * What may read a number: nothing here can fail. Spark's message for a value that cannot be cast, parsed, decoded or used as an
     * index quotes the value.
     */
    private static final Set<String> CANNOT_FAIL = Set.of(
            "AttributeReference",
            "Alias",
            "PipeExpression",
            "OuterReference",
            "IsNull",
            "IsNotNull",
            "Coalesce",
            "If",
            "CaseWhen",
            "EqualTo",
            "EqualNullSafe",
            "Not",
            "And",
            "Or",
            "In",
            "InSet",
            "Length",
            "OctetLength",
            "Substring",
            "Left",
            "Right",
            "Concat",
            "ConcatWs",
            "Lower",
            "Upper",
            "StringTrim",
            "StringTrimLeft",
            "StringTrimRight",
            // Only with a pattern that is written in the plan: the message for a broken one quotes it.
            "Like",
            "StartsWith",
            "EndsWith",
            "Contains",
            "Reverse",
            "CreateNamedStruct",
            "CreateArray",
            "GetStructField",
            "SortOrder",
            "LessThan",
            "LessThanOrEqual",
            "GreaterThan",
            "GreaterThanOrEqual",
            "Greatest",
            "Least",
            "Sha1",
            "Sha2",
            "Md5",
            "Murmur3Hash",
            "XxHash64",
            "Crc32",
            "Hex",
            "Base64",
            "Count",
            "AggregateExpression",
            "Min",
            "Max",
            "First",
            "Last",
            "CollectList",
            "CollectSet",
            "AnyValue",
            "WindowExpression",
            "WindowSpecDefinition",
            "RowNumber",
            "Rank",
            "DenseRank",
            "Lead",
            "Lag",
            "KnownNotNull",
            "StringTranslate",
            "StringReplace",
            "HyperLogLogPlusPlus",
            "Explode",
            "PosExplode",
            "ToPrettyString",
            "InSubquery",
            "ListQuery",
            "ScalarSubquery",
            "Exists",
            "LateralSubquery",
            "NullIf",
            "Nvl",
            "StringLPad",
            "StringRPad",
            "Ascii",
            "Size",
            "ArrayContains",
            "ArrayJoin",
            "Flatten",
            "ArrayDistinct",
            "SortArray",
            "MaxBy",
            "MinBy",
            "Mode",
            "CountIf",
            "BoolAnd",
            "BoolOr",
            "Cast");

    private final FlowPolicy policy;
    private final TracePlans plans;

    TraceExpressions(FlowPolicy policy, TracePlans plans) {
        this.policy = policy;
        this.plans = plans;
    }

    /** Flows into the value. */
    Flows of(Expression expression, PlanFlows in) {
        if (expression instanceof AttributeReference attribute) {
            return plans.column(attribute, in);
        }
        if (expression instanceof OuterReference outer) {
            return plans.outerColumn((Attribute) outer.e());
        }
        var parts = new ArrayList<Flows>();
        for (Expression child : Plans.children(expression)) {
            parts.add(of(child, in));
        }
        if (expression instanceof SubqueryExpression subquery) {
            LogicalPlan plan = (LogicalPlan) subquery.plan();
            parts.add(plans.traceSubquery(plan, in)
                    .all()
                    .map(flow -> flow.via("subquery").adrift()));
        }
        Flows read = Flows.union(parts);
        if (expression instanceof ScalaUDF || expression instanceof Invoke) {
            return known(expression)
                    .map(known -> afterKnown(known, read))
                    .orElseGet(() -> afterUnknown(expression, read));
        }
        if (expression instanceof BoundReference) {
            return in.all();
        }
        String name = expression.getClass().getSimpleName();
        if (!expression.getClass().getName().startsWith(BUILT_IN) && !BUILT_IN_ELSEWHERE.contains(name)) {
            // One without children could hold a whole plan out of sight.
            if (Plans.children(expression).isEmpty()
                    || !expression.getClass().getName().startsWith("org.apache.spark.sql.execution.")) {
                throw new Unjudgeable(
                        "expression " + expression.getClass().getName()
                                + " is not known (write it with built-in expressions, or name its function in FlowPolicy.functions)");
            }
            return afterUnknown(expression, read);
        }
        if (CALLS_OTHERS.contains(name) || expression instanceof CallMethodViaReflection || callsForeign(expression)) {
            return afterUnknown(expression, read);
        }
        if (!read.isEmpty() && tells(expression)) {
            Flow told = read.list().get(0);
            throw new Unjudgeable(SinkFlow.describe(told) + " reaches " + name
                    + ", which stops a run with a message that anyone may read");
        }
        if (tellsOnlyWhetherThere(expression)) {
            return read.without(flow -> flow.whole() && policy.confined().contains(flow.label()))
                    .map(Flow::made);
        }
        requireCannotFail(expression, read);
        return passesOn(expression) ? read : read.map(Flow::made);
    }

    /** Flows into the choice of rows by a condition. */
    Flows condition(Expression condition, PlanFlows in) {
        if (condition instanceof And || condition instanceof Or || condition instanceof Not) {
            return Flows.union(Plans.children(condition).stream()
                    .map(child -> condition(child, in))
                    .toList());
        }
        boolean lookup = looksUp(condition);
        boolean asksWhole = condition instanceof IsNull || condition instanceof IsNotNull;
        if (condition instanceof Attribute || asksWhole) {
            // Of a column that is there: only if no choice of values was put into it.
            return of(asksWhole ? Plans.children(condition).get(0) : condition, in)
                    .without(flow -> asksWhole
                            && tellsOnlyWhetherThere(condition)
                            && flow.whole()
                            && policy.confined().contains(flow.label()))
                    .map(flow -> flow.implicit(asksWhole ? lookup && flow.whole() : flow.lookup()));
        }
        return of(condition, in).map(flow -> flow.implicit(lookup));
    }

    /** The pairs of columns that a condition holds equal in every row it keeps. */
    static List<List<Attribute>> equalities(Expression condition) {
        var pairs = new ArrayList<List<Attribute>>();
        if (condition instanceof And and) {
            pairs.addAll(equalities(and.left()));
            pairs.addAll(equalities(and.right()));
        } else if (condition instanceof EqualTo equal
                && bare(equal.left()) instanceof Attribute left
                && bare(equal.right()) instanceof Attribute right) {
            pairs.add(List.of(left, right));
        }
        return pairs;
    }

    /** The known function that an expression calls, if it is such a call. */
    Optional<KnownFunction> known(Expression expression) {
        return CapturedFunction.calledBy(expression)
                .flatMap(called -> policy.functions().stream()
                        .filter(known -> known.type().equals(called.getClass()))
                        .findFirst());
    }

    private boolean looksUp(Expression condition) {
        if (condition instanceof IsNull || condition instanceof IsNotNull) {
            return Plans.children(condition).get(0) instanceof Attribute;
        }
        if (condition instanceof EqualTo || condition instanceof EqualNullSafe) {
            return Plans.children(condition).stream().allMatch(side -> side instanceof Attribute);
        }
        return known(condition).map(KnownFunction::lookup).orElse(false);
    }

    /** A method of a class that is not Spark's: functions of other catalogs are called so. */
    private static boolean callsForeign(Expression expression) {
        return expression instanceof StaticInvoke call && !isSparks(call.staticObject());
    }

    private static boolean isSparks(Class<?> type) {
        return type.getName().startsWith("org.apache.spark.");
    }

    /** A condition that chooses whether to stop tells as much as the message. */
    private static boolean tells(Expression expression) {
        return TELLS.contains(expression.getClass().getSimpleName())
                || Plans.children(expression).stream().anyMatch(TraceExpressions::tells);
    }

    /** Its value is the very value of its child. */
    private static boolean passesOn(Expression expression) {
        return expression instanceof Alias
                || expression instanceof PipeExpression
                || expression instanceof GetStructField
                || expression instanceof KnownNotNull
                || (expression instanceof Cast cast && keepsValue(cast))
                || (expression instanceof Coalesce
                        && Plans.children(expression).stream()
                                .allMatch(part -> part instanceof AttributeReference || part instanceof Literal));
    }

    private static Flows afterKnown(KnownFunction known, Flows read) {
        String step = known.type().getSimpleName();
        var after = new ArrayList<Flow>();
        for (Flow flow : read.list()) {
            if (known.takes().contains(flow.label())) {
                known.gives()
                        .forEach(label ->
                                after.add(made(known, flow.labelled(label)).via(step)));
            } else {
                after.add(made(known, flow).via(step));
            }
        }
        return Flows.of(after);
    }

    /** What only tells whether a value is among others stays a look-up where it is kept in a column before it is asked. */
    private static Flow made(KnownFunction known, Flow flow) {
        Flow anew = flow.anew();
        return known.lookup() ? anew.asLookup() : anew;
    }

    private Flows afterUnknown(Expression expression, Flows read) {
        requireOpen(read, expression.getClass().getSimpleName());
        return read.map(Flow::made);
    }

    /** Code that the guard cannot look into may read neither numbers nor look-up keys: it could put them anywhere. */
    void requireOpen(Flows read, String where) {
        for (Flow flow : read.list()) {
            if (isClosed(flow.label())) {
                throw new Unjudgeable(SinkFlow.describe(flow) + " reaches " + where
                        + ", code that the guard cannot look into (name the function in FlowPolicy.functions)");
            }
        }
    }

    private boolean isClosed(Label label) {
        return policy.confined().contains(label) || policy.lookup().contains(label);
    }

    private void requireCannotFail(Expression expression, Flows read) {
        if (!read.any(flow -> policy.confined().contains(flow.label()))) {
            return;
        }
        String name = expression.getClass().getSimpleName();
        boolean safe = expression instanceof Cast cast
                ? cast.evalMode() == EvalMode.TRY()
                        || cast.child().dataType().equals(cast.dataType())
                        || cast.dataType() instanceof StringType
                : CANNOT_FAIL.contains(name)
                        && !(expression instanceof Like like && !(like.right() instanceof Literal));
        if (!safe) {
            Flow flow = read.list().stream()
                    .filter(each -> policy.confined().contains(each.label()))
                    .findFirst()
                    .orElseThrow();
            throw new Unjudgeable(SinkFlow.describe(flow) + " reaches " + name
                    + ", whose failure may quote it (use try_cast, or a function that cannot fail)");
        }
    }

    /** Whether a number is there tells no number. Only of the column itself: any other text could be made null by what it says. */
    static boolean tellsOnlyWhetherThere(Expression expression) {
        if (!(expression instanceof IsNull || expression instanceof IsNotNull)) {
            return false;
        }
        Expression child = Plans.children(expression).get(0);
        while (child instanceof Cast cast && cast.dataType() instanceof StringType) {
            child = cast.child();
        }
        return child instanceof AttributeReference
                || (child instanceof Coalesce coalesce
                        && Plans.children(coalesce).stream()
                                .allMatch(part -> part instanceof AttributeReference || part instanceof Literal));
    }

    /** The expression under casts that keep apart what was apart: of ids to text, and to types that hold every id or refuse it. */
    static Expression bare(Expression expression) {
        Expression bare = expression;
        while (bare instanceof Cast cast && keepsValue(cast)) {
            bare = cast.child();
        }
        return bare;
    }

    private static boolean keepsValue(Cast cast) {
        DataType from = cast.child().dataType();
        DataType to = cast.dataType();
        if (from.equals(to)) {
            return true;
        }
        if (to instanceof StringType) {
            return from instanceof StringType || from instanceof IntegralType;
        }
        boolean refuses = cast.evalMode() != EvalMode.LEGACY();
        return to instanceof IntegralType
                && ((from instanceof IntegralType && (refuses || to.defaultSize() >= from.defaultSize()))
                        || (from instanceof StringType && refuses));
    }
}
