package org.sealedjoin.guard;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.Label;

/**
 * Judges what flows where in the plans of one Spark application, before they run.
 *
 * <p>Put into a session by {@code spark.sql.extensions=org.sealedjoin.guard.GuardExtension}. From then on every plan that is about to
 * run is either one that {@link #review} approved, leaving the way it was approved for, or may carry nothing that is labelled.
 */
public final class FlowGuard {
    private static final Map<SparkContext, FlowGuard> GUARDS = new WeakHashMap<>();

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w{0,63}");

    private final Sources sources;
    private final List<Letting> lettings = new CopyOnWriteArrayList<>();
    private final LongAdder judged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final Set<FlowPolicy> adopted = new CopyOnWriteArraySet<>();

    /** An approval while its rows are let out. */
    record Letting(Approved approved, Exit exit, LogicalPlan canonical) {}

    /**
     * What the guard did so far in this application.
     *
     * @param plans plans and stages judged
     * @param refused of these, refused
     * @param seconds time that judging took
     */
    public record Tally(long plans, long refused, double seconds) {
        /** What was done since {@code before}. */
        public Tally since(Tally before) {
            return new Tally(plans - before.plans, refused - before.refused, seconds - before.seconds);
        }
    }

    private FlowGuard(Configuration hadoop) {
        this.sources = new Sources(hadoop);
    }

    static FlowGuard install(SparkContext context) {
        synchronized (GUARDS) {
            return GUARDS.computeIfAbsent(context, each -> new FlowGuard(each.hadoopConfiguration()));
        }
    }

    /**
     * The guard of the session's application.
     *
     * @throws EnvironmentFailure if the session was built without {@link GuardExtension}
     */
    public static FlowGuard of(SparkSession spark) {
        // A session asks its extensions for strategies when it first needs a planner.
        spark.sessionState().planner().strategies();
        synchronized (GUARDS) {
            FlowGuard guard = GUARDS.get(spark.sparkContext());
            if (guard == null) {
                throw new EnvironmentFailure(
                        "Cannot use this Spark session: it was started without the flow guard (need"
                                + " spark.sql.extensions=" + GuardExtension.class.getName() + ")");
            }
            return guard;
        }
    }

    /**
     * Sets what plans are held against. Plans of an application that adopted several policies are held against all of them together:
     * whoever may call this may name operations that take labels off.
     */
    public void adopt(FlowPolicy policy) {
        adopted.add(policy);
    }

    /**
     * Puts a folder under protection: whatever is read from below it carries the labels of its table, and a file of no table is refused.
     *
     * @param root the folder, as a path or Hadoop URI
     * @param tables the tables below it
     */
    public void protect(String root, List<SourceTable> tables) {
        inForce();
        sources.protect(root, tables);
    }

    /** Ends the protection of a folder; for whoever opens it next as someone else. */
    public void forget(String root) {
        if (root.isEmpty()) {
            return;
        }
        sources.forget(root);
    }

    /**
     * Says what rows tell about people that come from no table, such as local rows. Undeclared ones are refused at every sink.
     *
     * @param labels labels by column; a column that is not named has none
     */
    public Dataset<Row> declare(Dataset<Row> rows, Map<String, Set<Label>> labels) {
        Declared.on(Mark.plan(rows), labels);
        return rows;
    }

    /** Judges rows on their way to {@code sink}, without running anything. */
    public Review review(Dataset<Row> rows, Sink sink) {
        return timed(() -> {
            int changes = sources.changes();
            Optional<FlowPolicy> active = active();
            if (active.isEmpty()) {
                return new Approved(this, rows, sink, PlanFlows.NONE, changes);
            }
            judged.increment();
            try {
                PlanFlows flows = new TracePlans(active.get(), sources, true)
                        .trace(((org.apache.spark.sql.classic.Dataset<?>) rows)
                                .queryExecution()
                                .analyzed());
                Optional<String> reason = refusal(flows, Plans.output(Mark.plan(rows)), sink);
                if (reason.isEmpty()) {
                    return new Approved(this, rows, sink, flows, changes);
                }
                refused.increment();
                return new Refused("Cannot release " + sink.name() + ": " + reason.get());
            } catch (Unjudgeable e) {
                refused.increment();
                return new Refused("Cannot release " + sink.name() + ": " + e.reason());
            }
        });
    }

    /**
     * {@link #review}, or an end.
     *
     * @throws GuaranteeFailure with the reason, if the rows are refused
     */
    public Approved approve(Dataset<Row> rows, Sink sink) {
        Review review = review(rows, sink);
        if (review instanceof Approved approved) {
            return approved;
        }
        throw new GuaranteeFailure(((Refused) review).reason());
    }

    /** What the guard did so far. */
    public Tally tally() {
        return new Tally(judged.sum(), refused.sum(), nanos.sum() / 1e9);
    }

    <T> T letOut(Approved approved, Exit exit, Supplier<T> action) {
        if (active().isPresent() && !approved.useUp()) {
            throw new GuaranteeFailure("Cannot let " + approved.sink().name()
                    + " out again: its approval is used up (ask for one for each way out)");
        }
        // An approval says nothing of what has come under protection since.
        return letOutNow(
                approved.changes() == sources.changes() ? approved : approve(approved.rows(), approved.sink()),
                exit,
                action);
    }

    private <T> T letOutNow(Approved approved, Exit exit, Supplier<T> action) {
        if (exit.kind() == Exit.Kind.DRIVER && !approved.planFlows().all().isEmpty()) {
            throw new GuaranteeFailure("Cannot collect " + approved.sink().name() + ": "
                    + SinkFlow.describe(approved.planFlows().all().list().get(0))
                    + " (the driver may receive nothing with a label)");
        }
        Letting letting = timed(() -> {
            LogicalPlan plan = approved.plan();
            return new Letting(approved, exit, canonical(plan));
        });
        if (exit.kind() == Exit.Kind.FILES) {
            requireNew(approved, exit.path());
            sources.remember(
                    exit.path(),
                    approved.sink().name(),
                    Plans.output(Mark.plan(approved.rows())),
                    approved.planFlows());
        }
        lettings.add(letting);
        try {
            return action.get();
        } finally {
            lettings.remove(letting);
        }
    }

    /** Files that are there already keep the labels that they have: whoever writes beside them could not change what they hold. */
    private void requireNew(Approved approved, String path) {
        if (active().isEmpty()) {
            return;
        }
        try {
            var folder = new Path(path);
            boolean exists = folder.getFileSystem(
                            approved.rows().sparkSession().sessionState().newHadoopConf())
                    .exists(folder);
            if (exists || sources.knows(path)) {
                throw new GuaranteeFailure("Cannot write " + approved.sink().name()
                        + ": its folder is one of a table, or exists (need a new folder)");
            }
        } catch (IOException e) {
            throw new EnvironmentFailure("Cannot write " + approved.sink().name() + ": its folder cannot be looked at ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    static LogicalPlan canonical(LogicalPlan plan) {
        return (LogicalPlan) plan.canonicalized();
    }

    List<Letting> lettings() {
        return lettings;
    }

    Sources sources() {
        return sources;
    }

    /** The policy, unless nothing is under protection: then there is nothing to judge. */
    Optional<FlowPolicy> active() {
        return sources.isEmpty() ? Optional.empty() : Optional.of(inForce());
    }

    void countJudged(boolean passed) {
        judged.increment();
        if (!passed) {
            refused.increment();
        }
    }

    <T> T timed(Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanos.add(System.nanoTime() - start);
        }
    }

    private FlowPolicy inForce() {
        return adopted.stream()
                .reduce(FlowPolicy::and)
                .orElseThrow(() -> new IllegalStateException("The guard has no policy yet: call adopt first"));
    }

    /** Why flows may not reach the sink; empty if they may. */
    static Optional<String> refusal(PlanFlows flows, List<Attribute> output, Sink sink) {
        var names = new LinkedHashMap<Object, String>();
        output.forEach(attribute -> names.put(attribute.exprId(), attribute.name()));
        for (int i = 0; i < output.size(); i++) {
            for (Flow flow : flows.of(output.get(i).exprId()).list()) {
                if (!mayReceive(sink, flow, names)) {
                    return Optional.of(refused(flow, column(output.get(i).name(), i), sink));
                }
            }
        }
        for (Flow flow : flows.rows().list()) {
            if (!mayReceive(sink, flow, names)) {
                return Optional.of(refused(flow, "the choice of rows", sink));
            }
        }
        return Optional.empty();
    }

    /** A column by its name, if that is a name; an expression's text may hold values, so it is told by its place. */
    private static String column(String name, int index) {
        return isName(name) ? "column " + name : "column number " + (index + 1);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    private static boolean mayReceive(Sink sink, Flow flow, Map<Object, String> names) {
        if (sink.mayReceive().contains(flow.label())) {
            return true;
        }
        String value = sink.mayReceiveIn().get(flow.label());
        Flow.Unless rows = flow.unless();
        return value != null
                && rows != null
                && value.equals(rows.value())
                && rows.columns().stream()
                        .anyMatch(column -> sink.rowColumn().equals(Optional.ofNullable(names.get(column))));
    }

    private static String refused(Flow flow, String where, Sink sink) {
        String may = sink.mayReceive().isEmpty()
                ? "nothing with a label"
                : String.join(
                        ", ",
                        sink.mayReceive().stream().map(Label::word).sorted().toList());
        return SinkFlow.describe(flow) + " reaches " + where + " (may receive " + may + ")";
    }

    static List<SinkFlow> sinkFlows(PlanFlows flows) {
        var lines = new TreeMap<String, SinkFlow>();
        for (Flow flow : flows.all().list()) {
            SinkFlow line = SinkFlow.of(flow);
            lines.merge(
                    line.source() + " " + line.explicit() + " " + line.label(),
                    line,
                    (one, other) -> shorter().compare(one, other) <= 0 ? one : other);
        }
        return List.copyOf(lines.values());
    }

    private static Comparator<SinkFlow> shorter() {
        return Comparator.<SinkFlow>comparingInt(flow -> flow.steps().size()).thenComparing(SinkFlow::toString);
    }
}
