package org.sealedjoin.phone;

/** What became of one raw number: its normal form, or the reason why it has none. */
public sealed interface Normalization {

    /** The number was understood. */
    record Accepted(E164 number) implements Normalization {}

    /** The text names no number that could belong to one person. */
    record Refused(Refusal reason) implements Normalization {}
}
