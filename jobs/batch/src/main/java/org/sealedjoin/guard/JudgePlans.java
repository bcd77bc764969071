package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.DeserializeToObject;
import org.apache.spark.sql.catalyst.plans.logical.EmptyRelation;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.ReturnAnswer;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;
import org.apache.spark.sql.execution.CommandExecutionMode;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import org.apache.spark.sql.execution.adaptive.LogicalQueryStage;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import org.apache.spark.sql.execution.command.ExplainCommand;
import org.apache.spark.sql.execution.datasources.InsertIntoHadoopFsRelationCommand;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.WriteFiles;
import org.sealedjoin.base.GuaranteeFailure;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.runtime.BoxedUnit;

/**
 * Asked by Spark about every plan that is about to run; plans nothing, and throws if the plan may not run. Before a task starts.
 *
 * <p>A plan passes if it is, up to names, one that is being let out right now the way it leaves; or a later form of such a plan that
 * adaptive execution made of its own pieces; or if nothing that is labelled flows to its end.
 */
final class JudgePlans extends SparkStrategy {
    private static final TreeNodeTag<FlowGuard.Letting> PASSED = new OwnTag<>("passed");
    private static final TreeNodeTag<Boolean> JUDGED = new OwnTag<>("judged");

    private final transient FlowGuard guard;
    private final transient SparkSession session;

    JudgePlans(FlowGuard guard, SparkSession session) {
        this.guard = guard;
        this.session = session;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Seq<SparkPlan> apply(LogicalPlan plan) {
        LogicalPlan whole = plan instanceof ReturnAnswer answer ? answer.child() : plan;
        if (whole != plan || isUnjudgedScan(plan)) {
            guard.active()
                    .ifPresent(policy -> guard.timed(() -> {
                        judge(whole, policy);
                        whole.foreach(JudgePlans::judged);
                        return true;
                    }));
        }
        return (Seq<SparkPlan>) (Seq<?>) Nil$.MODULE$;
    }

    private void judge(LogicalPlan plan, FlowPolicy policy) {
        Optional<FlowGuard.Letting> letting = beingLetOut(plan);
        if (letting.isPresent()) {
            pass(plan, letting.get());
            guard.countJudged(true);
            return;
        }
        if (isReplanned(plan) || isSubqueryOfLetting(plan)) {
            return;
        }
        try {
            requireScans();
            LogicalPlan shown = described(plan);
            PlanFlows flows = new TracePlans(policy, guard.sources(), false).trace(shown);
            flows = flows.map(each -> each.without(flow -> flow.label().equals(Sources.UNDECLARED)));
            Optional<String> reason = FlowGuard.refusal(flows, Plans.output(shown), Sink.ANYWHERE);
            if (reason.isPresent()) {
                throw new Unjudgeable(reason.get());
            }
            guard.countJudged(true);
        } catch (Unjudgeable e) {
            guard.countJudged(false);
            throw new GuaranteeFailure("Cannot run a query for " + Sink.ANYWHERE.name() + ": " + e.reason());
        }
    }

    /** Spark can answer from names of folders, and leaves no trace of them in the plan. */
    private void requireScans() {
        String setting = "spark.sql.optimizer.metadataOnly";
        if (Boolean.parseBoolean(session.conf().get(setting, "false"))) {
            throw new Unjudgeable(setting + " hides from the guard what a plan reads (need it off)");
        }
    }

    /** The query that {@code EXPLAIN} describes: Spark would give a refusal of it as the description. */
    private LogicalPlan described(LogicalPlan plan) {
        if (!(plan instanceof ExplainCommand explain)) {
            return plan;
        }
        LogicalPlan query = session.sessionState()
                .executePlan(explain.logicalPlan(), CommandExecutionMode.SKIP())
                .analyzed();
        return query instanceof Command ? plan : query;
    }

    private Optional<FlowGuard.Letting> beingLetOut(LogicalPlan plan) {
        List<FlowGuard.Letting> lettings = guard.lettings();
        if (lettings.isEmpty()) {
            return Optional.empty();
        }
        if (plan instanceof InsertIntoHadoopFsRelationCommand insert) {
            LogicalPlan query = insert.query();
            LogicalPlan canonical = FlowGuard.canonical(query instanceof WriteFiles write ? write.child() : query);
            String place = guard.sources().place(insert.outputPath().toString());
            return lettings.stream()
                    .filter(each -> each.exit().kind() == Exit.Kind.FILES
                            && guard.sources().place(each.exit().path()).equals(place)
                            // Names of folders stand in logs.
                            && insert.partitionColumns().isEmpty()
                            && each.canonical().equals(canonical))
                    .findFirst();
        }
        Exit.Kind way = Exit.Kind.DRIVER;
        LogicalPlan rows = plan;
        if (plan instanceof DeserializeToObject typed) {
            way = Exit.Kind.TASKS;
            rows = typed.child();
        } else if (isBeingCached()) {
            way = Exit.Kind.MEMORY;
        }
        Exit.Kind kind = way;
        LogicalPlan canonical = FlowGuard.canonical(rows);
        return lettings.stream()
                .filter(each -> each.exit().kind() == kind && each.canonical().equals(canonical))
                .findFirst();
    }

    /** Spark plans rows for its cache as it plans rows for the driver; only who asks is another one. */
    private static boolean isBeingCached() {
        return isAskedBy("CacheManager");
    }

    private static boolean isAskedBy(String... classes) {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .anyMatch(frame -> Stream.of(classes)
                                .anyMatch(name -> frame.startsWith("org.apache.spark.sql.execution." + name))));
    }

    /** Planned after the plan that it stands in, which passed and is being let out. */
    private boolean isSubqueryOfLetting(LogicalPlan plan) {
        return Plans.optional(plan.getTagValue(PASSED))
                        .filter(guard.lettings()::contains)
                        .isPresent()
                // Tags can be copied; what plans subqueries cannot be copied.
                && isAskedBy("PlanSubqueries", "adaptive.InsertAdaptiveSparkPlan", "adaptive.PlanAdaptiveSubqueries");
    }

    /** A scan whose whole plan nobody showed: someone asked the planner for a piece. */
    private static boolean isUnjudgedScan(LogicalPlan plan) {
        LogicalPlan below = plan;
        while (below instanceof Project || below instanceof Filter) {
            below = Plans.children(below).get(0);
        }
        return (below instanceof LogicalRelation || below instanceof InMemoryRelation) && !below.containsTag(JUDGED);
    }

    private static BoxedUnit judged(LogicalPlan plan) {
        plan.setTagValue(JUDGED, true);
        return BoxedUnit.UNIT;
    }

    private static void pass(LogicalPlan plan, FlowGuard.Letting letting) {
        plan.setTagValue(PASSED, letting);
        Plans.children(plan).forEach(child -> pass(child, letting));
        Plans.list(plan.subqueries()).forEach(query -> pass((LogicalPlan) query, letting));
    }

    /**
     * True if every leaf is a finished piece of a plan that passed, or a leaf of it: adaptive execution adds no others. It may take all
     * pieces away that turned out empty; then the plan's own top operator, which no other plan shares, tells where it came from.
     */
    private static boolean isReplanned(LogicalPlan plan) {
        var leaves = new ArrayList<LogicalPlan>();
        collectLeaves(plan, leaves);
        boolean known = leaves.stream().anyMatch(JudgePlans::isPassedStage)
                || (!Plans.children(plan).isEmpty() && plan.containsTag(PASSED));
        return known
                && isAskedBy("adaptive.AdaptiveSparkPlanExec")
                && leaves.stream().allMatch(leaf -> isPassedStage(leaf) || leaf.containsTag(PASSED) || isEmpty(leaf));
    }

    private static boolean isPassedStage(LogicalPlan leaf) {
        return leaf instanceof LogicalQueryStage stage && stage.logicalPlan().containsTag(PASSED);
    }

    private static boolean isEmpty(LogicalPlan leaf) {
        return leaf instanceof EmptyRelation
                || (leaf instanceof LocalRelation local && local.data().isEmpty());
    }

    private static void collectLeaves(LogicalPlan plan, List<LogicalPlan> into) {
        List<LogicalPlan> children = Plans.children(plan);
        if (children.isEmpty()) {
            into.add(plan);
        }
        children.forEach(child -> collectLeaves(child, into));
    }
}
