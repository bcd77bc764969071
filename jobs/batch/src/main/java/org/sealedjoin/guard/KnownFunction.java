package org.sealedjoin.guard;

import java.io.Serializable;
import java.util.Set;
import org.sealedjoin.base.Label;

/**
 * A function whose effect on labels is known, recognised by the class of the object that Spark calls.
 *
 * @param type class of the function, one that implements {@code UDF1}, or one with a method {@code invoke} over Spark's own values
 * @param takes labels that its result no longer carries
 * @param gives what the result carries instead
 * @param lookup true if it only tells whether a value is among others
 */
public record KnownFunction(Class<? extends Serializable> type, Set<Label> takes, Set<Label> gives, boolean lookup) {
    public KnownFunction {
        takes = Set.copyOf(takes);
        gives = Set.copyOf(gives);
    }
}
