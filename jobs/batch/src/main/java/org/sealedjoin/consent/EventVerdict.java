package org.sealedjoin.consent;

/** What one event says by itself. The order decides between events of the same instant: the first wins. */
enum EventVerdict {
    DENIAL(ConsentReason.DENIED),
    TERMS_UNKNOWN(ConsentReason.TERMS_UNKNOWN),
    TERMS_NOT_YET(ConsentReason.TERMS_NOT_YET),
    TERMS_SUPERSEDED(ConsentReason.TERMS_SUPERSEDED),
    GRANT(ConsentReason.GRANTED);

    private static final int GREATEST_RANK = 7;

    private final ConsentReason reason;

    EventVerdict(ConsentReason reason) {
        this.reason = reason;
    }

    /** The reason of the decision that rests on this event. */
    ConsentReason reason() {
        return reason;
    }

    /** Orders verdicts of the same instant: of two the greater decides. 0 to 7. */
    int rank() {
        return GREATEST_RANK - ordinal();
    }
}
