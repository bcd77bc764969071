package org.sealedjoin.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.consent.ConsentPolicy.LateObjection;
import org.sealedjoin.consent.ConsentPolicy.Regrant;
import org.sealedjoin.consent.ConsentPolicy.Silence;

class ConsentPolicyTest {
    @Test
    void strict_isTheDefaultOfTheSettings() {
        assertThat(ConsentPolicy.strict())
                .isEqualTo(new ConsentPolicy(Silence.DENY, LateObjection.HONOR, Regrant.NOT_NEEDED))
                .isEqualTo(ConsentPolicy.ofSettings("deny", "honor", "false"));
    }

    @Test
    void ofSettings_2016Words_givesThe2016Rules() {
        assertThat(ConsentPolicy.ofSettings("accept", "ignore", "true"))
                .isEqualTo(new ConsentPolicy(Silence.ACCEPT, LateObjection.IGNORE, Regrant.NEEDED));
    }

    @Test
    void ofSettings_anotherWord_namesTheSettingAndItsWords() {
        assertThatThrownBy(() -> ConsentPolicy.ofSettings("yes", "honor", "false"))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot use setting consent.silence: yes is out of range (need deny or accept)");
        assertThatThrownBy(() -> ConsentPolicy.ofSettings("deny", "IGNORE", "false"))
                .hasMessage("Cannot use setting consent.late-objection: IGNORE is out of range (need honor or ignore)");
        assertThatThrownBy(() -> ConsentPolicy.ofSettings("deny", "honor", "no"))
                .hasMessage("Cannot use setting consent.regrant: no is out of range (need false or true)");
    }

    @Test
    void decideConsent_asOfAfterExecution_isRefused() {
        Instant executedAt = Instant.parse("2026-06-01T00:00:00Z");
        assertThatThrownBy(() -> new DecideConsent(ConsentPolicy.strict(), executedAt.plusNanos(1000), executedAt))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot decide consent: as-of 2026-06-01T00:00:00.000001Z lies in the future"
                        + " (need at most the time of execution, 2026-06-01T00:00:00Z)");
        assertThat(new DecideConsent(ConsentPolicy.strict(), executedAt, executedAt))
                .isNotNull();
    }
}
