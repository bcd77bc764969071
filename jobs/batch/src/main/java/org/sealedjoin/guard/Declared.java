package org.sealedjoin.guard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;
import org.sealedjoin.base.Label;

/** What the maker of rows that come from no table declared: labels of each column. */
final class Declared {
    private static final TreeNodeTag<Declared> TAG = new TreeNodeTag<>("org.sealedjoin.guard.declared");

    private final Map<String, Set<Label>> labels;

    private Declared(Map<String, Set<Label>> labels) {
        this.labels = Map.copyOf(labels);
    }

    static void on(LogicalPlan leaf, Map<String, Set<Label>> labels) {
        leaf.setTagValue(TAG, new Declared(labels));
    }

    static Optional<Map<String, Set<Label>>> of(LogicalPlan leaf) {
        return Plans.optional(leaf.getTagValue(TAG)).map(declared -> declared.labels);
    }
}
