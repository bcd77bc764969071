package org.sealedjoin.guard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;
import org.apache.spark.sql.execution.ExternalRDD;
import org.apache.spark.sql.execution.LogicalRDD;
import org.sealedjoin.base.Label;

/** What the maker of rows that come from no table declared: labels of each column. */
final class Declared {
    private static final TreeNodeTag<Declared> TAG = new OwnTag<>("declared");

    private final Map<String, Set<Label>> labels;

    private Declared(Map<String, Set<Label>> labels) {
        this.labels = Map.copyOf(labels);
    }

    static void on(LogicalPlan leaf, Map<String, Set<Label>> labels) {
        if (!isFromNoTable(leaf)) {
            throw new IllegalArgumentException("Cannot declare what rows tell: they come from a "
                    + leaf.getClass().getSimpleName() + " (need local rows or an RDD)");
        }
        leaf.setTagValue(TAG, new Declared(labels));
    }

    static Optional<Map<String, Set<Label>>> of(LogicalPlan leaf) {
        return !isFromNoTable(leaf)
                ? Optional.empty()
                : Plans.optional(leaf.getTagValue(TAG)).map(declared -> declared.labels);
    }

    /** What is read from a table carries the table's labels, whatever anybody says. */
    private static boolean isFromNoTable(LogicalPlan leaf) {
        return leaf instanceof LocalRelation || leaf instanceof LogicalRDD || leaf instanceof ExternalRDD;
    }
}
