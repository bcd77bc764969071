package org.sealedjoin.guard;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sealedjoin.base.Label;

/**
 * What the guard holds plans against. Everything that a project calls its own comes in here.
 *
 * @param confined labels that must stay in the task that reads them: no shuffle, broadcast, cache or spill
 * @param lookup label of keys that may be compared with each other and with nothing else
 * @param consent labels that a consent filter may take off
 * @param functions functions that the guard knows; a function it does not know may not read confined or look-up columns
 * @param operations the only operations that may take labels off, recognised by identity
 */
public record FlowPolicy(
        Set<Label> confined,
        Set<Label> lookup,
        Set<Label> consent,
        List<KnownFunction> functions,
        List<Operation> operations) {
    public FlowPolicy {
        confined = Set.copyOf(confined);
        lookup = Set.copyOf(lookup);
        consent = Set.copyOf(consent);
        functions = List.copyOf(functions);
        operations = List.copyOf(operations);
    }

    /** Both: the labels, functions and operations of either. */
    FlowPolicy and(FlowPolicy other) {
        return equals(other)
                ? this
                : new FlowPolicy(
                        union(confined, other.confined),
                        union(lookup, other.lookup),
                        union(consent, other.consent),
                        List.copyOf(union(functions, other.functions)),
                        List.copyOf(union(operations, other.operations)));
    }

    private static <T> Set<T> union(Collection<T> one, Collection<T> other) {
        var both = new LinkedHashSet<>(one);
        both.addAll(other);
        return both;
    }
}
