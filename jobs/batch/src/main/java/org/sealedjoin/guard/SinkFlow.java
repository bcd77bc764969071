package org.sealedjoin.guard;

import java.util.List;
import org.sealedjoin.base.Label;

/**
 * An input column that reaches a sink.
 *
 * @param source {@code table.column}
 * @param explicit true if its values do; false if it only chose which rows are there
 * @param steps operators on the way, oldest first
 */
public record SinkFlow(String source, boolean explicit, Label label, List<String> steps) {
    static SinkFlow of(Flow flow) {
        return new SinkFlow(flow.source(), flow.explicit(), flow.label(), flow.steps());
    }

    static String describe(Flow flow) {
        return of(flow).toString();
    }

    /** As {@code flows} prints it: {@code table.column explicit|implicit label via step > step}. */
    @Override
    public String toString() {
        return source
                + (explicit ? " explicit " : " implicit ")
                + label
                + " via " + (steps.isEmpty() ? "read" : String.join(" > ", steps));
    }
}
