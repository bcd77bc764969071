package org.sealedjoin.guard;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sealedjoin.base.Label;

/**
 * A table or report that leaves the run.
 *
 * @param name folder and table, for example {@code products/friend_suggestions}
 * @param audience who can read it
 * @param mayReceive labels that may flow into it; every other label is refused
 * @param mayReceiveIn labels that may flow into some rows only: those where {@code rowColumn} does <em>not</em> hold the label's word
 * @param rowColumn column that says for what a row may be used; empty if all rows are for the same
 */
public record Sink(
        String name,
        String audience,
        Set<Label> mayReceive,
        Map<Label, String> mayReceiveIn,
        Optional<String> rowColumn) {
    /** Any place that no one declared: the driver, an unknown path. It may receive nothing that is labelled. */
    static final Sink ANYWHERE = new Sink("an undeclared place", "anyone", Set.of());

    public Sink {
        mayReceive = Set.copyOf(mayReceive);
        mayReceiveIn = Map.copyOf(mayReceiveIn);
    }

    /** A sink whose rows are all for the same. */
    public Sink(String name, String audience, Set<Label> mayReceive) {
        this(name, audience, mayReceive, Map.of(), Optional.empty());
    }
}
