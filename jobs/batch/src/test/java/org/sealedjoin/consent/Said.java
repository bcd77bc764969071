package org.sealedjoin.consent;

import java.time.Instant;
import org.sealedjoin.consent.ConsentCase.Event;

/** An event of a scenario: of its person, about its purpose and recorded at once, unless said otherwise. */
record Said(
        String id,
        String decision,
        String version,
        Instant occurredAt,
        Instant recordedAt,
        String purpose,
        Whose whose) {
    private enum Whose {
        OWN,
        OF_ANOTHER,
        ON_OTHER_PLATFORM
    }

    static Said grant(String version, Instant at) {
        return new Said(null, "grant", version, at, at, null, Whose.OWN);
    }

    static Said deny(Instant at) {
        return new Said(null, "deny", null, at, at, null, Whose.OWN);
    }

    /** The same id in another scenario is another event. */
    Said id(String name) {
        return new Said(name, decision, version, occurredAt, recordedAt, purpose, whose);
    }

    Said recorded(Instant at) {
        return new Said(id, decision, version, occurredAt, at, purpose, whose);
    }

    Said about(String otherPurpose) {
        return new Said(id, decision, version, occurredAt, recordedAt, otherPurpose, whose);
    }

    Said ofAnother() {
        return new Said(id, decision, version, occurredAt, recordedAt, purpose, Whose.OF_ANOTHER);
    }

    Said onOtherPlatform() {
        return new Said(id, decision, version, occurredAt, recordedAt, purpose, Whose.ON_OTHER_PLATFORM);
    }

    Event by(Who who, long subjectId, String purposeOfScenario, int number) {
        String other = who.platform().equals("social") ? "messaging" : "social";
        return new Event(
                id == null ? "event " + number : subjectId + id,
                whose == Whose.ON_OTHER_PLATFORM ? other : who.platform(),
                whose == Whose.OF_ANOTHER ? subjectId + 1 : subjectId,
                purpose == null ? purposeOfScenario : purpose,
                decision,
                version,
                occurredAt,
                recordedAt);
    }
}
