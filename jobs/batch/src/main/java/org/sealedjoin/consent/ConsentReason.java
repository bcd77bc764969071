package org.sealedjoin.consent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Why a person may or may not be used for a purpose. docs/consent.md tells each in a line. */
public enum ConsentReason {
    /** The newest decision is a yes to terms that were announced by then and hold. */
    GRANTED(Answer.YES),
    /** Nothing was said in the window for objecting, and the policy takes silence for a yes. */
    SILENCE_ACCEPTED(Answer.YES),

    /** The person takes no part: deleted, banned, disabled or memorialized. */
    NOT_ACTIVE(Answer.NO),
    /** Ads only: no birth date is known. */
    AGE_UNKNOWN(Answer.NO),
    /** Ads only: not yet 18. */
    UNDER_AGE(Answer.NO),

    /** The newest decision is a no, or an event whose content contradicts itself. */
    DENIED(Answer.NO),
    /** The newest decision is a yes to terms that nobody knows, or to none. */
    TERMS_UNKNOWN(Answer.NO),
    /** The newest decision is a yes to terms announced after it, or not in effect by the as-of. */
    TERMS_NOT_YET(Answer.NO),
    /** The newest decision is a yes to terms other than those in force, and the policy needs a new one. */
    TERMS_SUPERSEDED(Answer.NO),

    /** Nothing was said. On the social network, and under the default policy, that is a no. */
    SILENT(Answer.NO),
    /** Nothing was said, and no terms are in force. */
    SILENT_NO_TERMS(Answer.NO),
    /** Nothing was said by a person who joined when the terms in force were already announced. */
    SILENT_JOINED_LATER(Answer.NO),
    /** Nothing was said, and the window for objecting is still open. */
    SILENT_WINDOW_OPEN(Answer.NO),
    /** Nothing was said in a region where silence is always a no. */
    SILENT_OPT_IN_REGION(Answer.NO),
    /** Nothing was said about a purpose that silence never covers. */
    SILENT_NOT_COVERED(Answer.NO);

    private enum Answer {
        YES,
        NO
    }

    private final Answer answer;

    ConsentReason(Answer answer) {
        this.answer = answer;
    }

    /** The code word in the column of a purpose, for example {@code silent_window_open}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if the person may be used. */
    public boolean allows() {
        return answer == Answer.YES;
    }

    /** The words of all reasons for which a person may be used. */
    static List<String> allowingWords() {
        return Arrays.stream(values())
                .filter(ConsentReason::allows)
                .map(ConsentReason::word)
                .toList();
    }
}
