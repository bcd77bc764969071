package org.sealedjoin.guard;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;
import scala.jdk.javaapi.CollectionConverters;

/** What commands may see: nothing with a label, since they do with rows what they like. */
final class TraceCommands {
    /** Commands that hold a query and neither run it nor show its rows. */
    private static final Set<String> DESCRIBES =
            Set.of("CreateViewCommand", "DescribeQueryCommand", "AlterViewAsCommand", "ExplainCommand");

    private final TracePlans plans;

    TraceCommands(TracePlans plans) {
        this.plans = plans;
    }

    /** A command may do with the rows of its queries what it likes: none may be labelled. */
    PlanFlows command(LogicalPlan plan) {
        if (!DESCRIBES.contains(plan.getClass().getSimpleName())) {
            for (LogicalPlan query : queries(plan)) {
                // Local rows that nobody declared come from the driver, which holds nothing with a label.
                TracePlans.requireNothing(
                        plans.trace(query).all().without(flow -> flow.label().equals(Sources.UNDECLARED)),
                        TracePlans.word(plan));
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
        for (Object part :
                CollectionConverters.asJavaCollection(command.productIterator().toSeq())) {
            if (part instanceof LogicalPlan query) {
                queries.add(query);
            } else if (part instanceof QueryExecution execution) {
                queries.add(execution.analyzed());
            }
        }
        // Names of tables and the like; a hint is no name.
        queries.removeIf(query -> Plans.children(query).isEmpty()
                && query.getClass().getSimpleName().startsWith("Resolved"));
        return queries;
    }
}
