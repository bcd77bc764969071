package org.sealedjoin.guard;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A set of flows, of equal ones the first that came. Immutable. */
final class Flows {
    static final Flows NONE = new Flows(Map.of());

    private final Map<Flow.Key, Flow> flows;

    private Flows(Map<Flow.Key, Flow> flows) {
        this.flows = flows;
    }

    static Flows of(Collection<Flow> flows) {
        if (flows.isEmpty()) {
            return NONE;
        }
        var kept = new LinkedHashMap<Flow.Key, Flow>();
        flows.forEach(flow -> kept.putIfAbsent(flow.key(), flow));
        return new Flows(kept);
    }

    Flows and(Flows more) {
        if (more.flows.isEmpty() || more == this) {
            return this;
        }
        if (flows.isEmpty()) {
            return more;
        }
        var all = new LinkedHashMap<>(flows);
        more.flows.forEach(all::putIfAbsent);
        return new Flows(all);
    }

    static Flows union(Collection<Flows> sets) {
        var all = new LinkedHashMap<Flow.Key, Flow>();
        sets.forEach(set -> set.flows.forEach(all::putIfAbsent));
        return all.isEmpty() ? NONE : new Flows(all);
    }

    Flows map(UnaryOperator<Flow> change) {
        return flows.isEmpty() ? this : of(flows.values().stream().map(change).toList());
    }

    Flows without(Predicate<Flow> unwanted) {
        return flows.values().stream().anyMatch(unwanted)
                ? of(flows.values().stream().filter(unwanted.negate()).toList())
                : this;
    }

    boolean any(Predicate<Flow> wanted) {
        return flows.values().stream().anyMatch(wanted);
    }

    boolean isEmpty() {
        return flows.isEmpty();
    }

    List<Flow> list() {
        return List.copyOf(flows.values());
    }
}
