package org.sealedjoin.consent;

import java.util.Locale;
import org.sealedjoin.base.Purpose;

/** What one event says by itself. The order decides between events of the same instant: the first wins. */
enum EventVerdict {
    DENIAL(ConsentReason.DENIED),
    /** Counts for people who must opt in, so for all of the social network; for others it is treated as absent. */
    LATE_DENIAL(ConsentReason.DENIED),
    TERMS_UNKNOWN(ConsentReason.TERMS_UNKNOWN),
    TERMS_NOT_YET(ConsentReason.TERMS_NOT_YET),
    TERMS_SUPERSEDED(ConsentReason.TERMS_SUPERSEDED),
    GRANT(ConsentReason.GRANTED);

    private final ConsentReason reason;

    EventVerdict(ConsentReason reason) {
        this.reason = reason;
    }

    /** The reason of the decision that rests on this event. */
    ConsentReason reason() {
        return reason;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Name of the column that holds the newest instant of such an event about the purpose; null if there is none. */
    String newestAt(Purpose purpose) {
        return purpose.word() + "_" + word() + "_at";
    }
}
