package org.sealedjoin.guard;

import java.util.Set;
import org.sealedjoin.base.Label;

/**
 * A table or report that leaves the run.
 *
 * @param name folder and table, for example {@code products/friend_suggestions}
 * @param audience who can read it
 * @param mayReceive labels that may flow into it; every other label is refused
 */
public record Sink(String name, String audience, Set<Label> mayReceive) {
    public Sink {
        mayReceive = Set.copyOf(mayReceive);
    }
}
