package org.sealedjoin.products.safety;

import java.util.Locale;
import org.sealedjoin.base.Platform;

/**
 * What is known of a linked person, each from one platform. Every kind is 0 when there is nothing to tell, and more of it never lowers a score. Counts are sums over
 * the window: neither quiet days nor friendly recipients bring one down.
 */
public enum Evidence {
    /** {@code ln(1 + sum over days of the smaller of strangers and people who did not reply)}. */
    UNANSWERED(Platform.MESSAGING, Signal.UNSOLICITED_MESSAGES),
    /** {@code ln((most strangers on a recent day + 5) / (strangers on an earlier day, on average, + 5))}, at least 0. */
    BURST(Platform.MESSAGING, Signal.BURST),
    /** {@code ln(1 + reports of weight 1)}, see {@link WeighReports}; at most {@link SafetyPolicy#MOST_REPORTS} of them count. */
    MESSAGING_REPORTS(Platform.MESSAGING, Signal.REPORTS),
    /** {@code ln(1 + releases and verifications by others)} of the number. */
    NUMBER_CHANGES(Platform.MESSAGING, Signal.NUMBER_CHURN),
    /** 1 if the user is banned. */
    BANNED(Platform.MESSAGING, Signal.SANCTION),
    /** As {@link #MESSAGING_REPORTS}, on the social network. */
    SOCIAL_REPORTS(Platform.SOCIAL, Signal.REPORTS),
    /** 1 if the account is disabled. */
    DISABLED(Platform.SOCIAL, Signal.SANCTION);

    private final Platform origin;
    private final Signal signal;
    private final String word = name().toLowerCase(Locale.ROOT);

    Evidence(Platform origin, Signal signal) {
        this.origin = origin;
        this.signal = signal;
    }

    /** The platform that knows it. The other one is told. */
    public Platform origin() {
        return origin;
    }

    /** What it counts towards. */
    public Signal signal() {
        return signal;
    }

    /** Name of its column, and in documents. */
    public String word() {
        return word;
    }
}
