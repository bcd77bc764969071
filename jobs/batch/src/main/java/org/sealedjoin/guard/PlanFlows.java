package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.sealedjoin.base.Label;

/**
 * What flows into the output of one operator.
 *
 * @param columns flows into the values of each column
 * @param rows flows into the choice of rows; they lie on every column too
 */
record PlanFlows(Map<ExprId, Flows> columns, Flows rows) {
    static final PlanFlows NONE = new PlanFlows(Map.of(), Flows.NONE);

    Flows of(ExprId column) {
        return columns.getOrDefault(column, Flows.NONE);
    }

    /** All flows of all columns and rows. */
    Flows all() {
        var sets = new ArrayList<Flows>(columns.values());
        sets.add(rows);
        return Flows.union(sets);
    }

    PlanFlows chosenBy(Flows condition) {
        return condition.isEmpty() ? this : new PlanFlows(columns, rows.and(condition));
    }

    PlanFlows withRows(Flows other) {
        return new PlanFlows(columns, other);
    }

    /** Columns of both, rows of both. */
    PlanFlows beside(PlanFlows other) {
        var both = new LinkedHashMap<>(columns);
        both.putAll(other.columns);
        return new PlanFlows(both, rows.and(other.rows));
    }

    PlanFlows map(UnaryOperator<Flows> change) {
        var changed = new LinkedHashMap<ExprId, Flows>();
        columns.forEach((column, flows) -> changed.put(column, change.apply(flows)));
        return new PlanFlows(changed, change.apply(rows));
    }

    /** Only these columns, under the names that they have now; ties to other columns are cut. */
    PlanFlows keep(Collection<ExprId> kept) {
        Set<ExprId> names = new LinkedHashSet<>(kept);
        return renamed(columns, rows, column -> names.contains(column) ? Set.of(column) : Set.of(), names);
    }

    static PlanFlows renamed(
            Map<ExprId, Flows> columns, Flows rows, Function<ExprId, Set<ExprId>> names, Collection<ExprId> output) {
        var renamed = new LinkedHashMap<ExprId, Flows>();
        for (ExprId column : output) {
            renamed.put(column, columns.getOrDefault(column, Flows.NONE).map(flow -> flow.renamed(names)));
        }
        return new PlanFlows(renamed, rows.map(flow -> flow.renamed(names)));
    }

    /**
     * After {@code left = right} held in every row: whatever is tied to one is tied to the other, and a consent filter that freed one
     * of two columns of the same people's ids freed the other.
     */
    PlanFlows equal(ExprId left, ExprId right, Set<Label> consentLabels) {
        Function<ExprId, Set<ExprId>> both =
                column -> column.equals(left) || column.equals(right) ? Set.of(left, right) : Set.of(column);
        Set<String> domain = domains(left);
        boolean samePeople = domain.size() == 1 && !domain.contains("") && domain.equals(domains(right));
        var freed = new HashMap<Label, List<Flow>>();
        if (samePeople) {
            for (Label label : consentLabels) {
                List<Flow> onLeft = own(left, label);
                List<Flow> onRight = own(right, label);
                freed.put(label, strictness(onLeft) <= strictness(onRight) ? onLeft : onRight);
            }
        }
        PlanFlows tied = map(flows -> flows.map(flow -> flow.renamed(both)));
        if (!samePeople) {
            return tied;
        }
        return tied.map(flows -> Flows.of(flows.list().stream()
                .flatMap(flow -> {
                    List<Flow> instead = freed.get(flow.label());
                    if (instead == null || !flow.subject().contains(left)) {
                        return Stream.of(flow);
                    }
                    if (instead.isEmpty()) {
                        return Stream.empty();
                    }
                    Flow.Unless rows = instead.get(0).renamed(both).unless();
                    return Stream.of(flow.unless() == null && rows != null ? flow.unlessIn(rows) : flow);
                })
                .toList()));
    }

    /** 0: free of the label; 1: only in rows for another purpose; 2: in all rows. */
    private static int strictness(List<Flow> flows) {
        if (flows.isEmpty()) {
            return 0;
        }
        return flows.stream().allMatch(flow -> flow.unless() != null) ? 1 : 2;
    }

    private List<Flow> own(ExprId column, Label label) {
        return of(column).list().stream()
                .filter(flow -> flow.label().equals(label) && flow.subject().contains(column))
                .toList();
    }

    /** Domains of the ids that a column holds as they were read; an empty one if it holds anything else. */
    Set<String> domains(ExprId column) {
        var domains = new LinkedHashSet<String>();
        for (Flow flow : of(column).list()) {
            if (flow.explicit()) {
                domains.add(flow.subject().contains(column) ? flow.domain() : "");
            }
        }
        return domains;
    }
}
