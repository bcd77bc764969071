package org.sealedjoin.guard.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.guard.Clinic;

/** What a refusal has to be, and may not be. */
final class Refusals {
    private Refusals() {}

    /** The refusal that caused a failure, however deep Spark wrapped it. */
    static @Nullable GuaranteeFailure in(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof GuaranteeFailure failure) {
                return failure;
            }
        }
        return null;
    }

    /** No value of a row stands in it: no number or part of one, hash, city or token. */
    static void requireNoValue(@Nullable GuaranteeFailure refusal) {
        assertThat(refusal).isNotNull();
        assertThat(refusal.line())
                .doesNotContain(
                        Clinic.PLANTED.substring(2), "5550177", "0177", "+1500", "aa01", Clinic.PLANTED_CITY, "Aarhus");
    }
}
