package org.sealedjoin.guard.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    static void requireNoValue(String refusal) {
        assertThat(refusal)
                .doesNotContain(
                        Clinic.PLANTED.substring(2),
                        "5550177",
                        "0177",
                        "+1500",
                        "aa01",
                        Clinic.PLANTED_CITY,
                        "Aarhus",
                        "Bergen");
    }

    /**
     * Names the sink, the column, its label, by which operators it came, and where it would have arrived. A refusal of something
     * that the guard does not understand, or of files that no table declares, has no flow to name.
     */
    static void requireNames(String refusal, String sink, List<String> names) {
        assertThat(refusal).startsWith(sink).contains(names);
        if (names.contains("guard") || names.contains("protected folder")) {
            return;
        }
        assertThat(refusal.substring(sink.length()))
                .matches("(patients|visits|patients_csv)\\.[a-z_]+ (explicit|implicit)"
                        + " (raw_number|hashed_number|person_id|usage|unconsented\\([a-z]+\\))"
                        + " via [a-z][A-Za-z /]*( > [A-Za-z][A-Za-z /]*)*"
                        + " reaches ((column [A-Za-z_]\\w*|column number \\d+|the choice of rows|[a-z][a-z0-9 ]+)"
                        + " \\(may receive nothing with a label\\)"
                        + "|[A-Z][A-Za-z0-9]+, (code that the guard cannot look into|whose failure may quote it|which stops a run) .*"
                        + "|[a-z ]+, code that the guard cannot look into .*)");
    }
}
