package org.sealedjoin.verify.attack;

import static org.sealedjoin.verify.attack.Corruptions.add;
import static org.sealedjoin.verify.attack.Corruptions.change;
import static org.sealedjoin.verify.attack.Corruptions.set;

import java.sql.Date;
import java.util.stream.Stream;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.verify.attack.Corruptions.Corruption;

/** What a faulty or dishonest pipeline might have done to the signals of abuse. */
final class SignalCorruptions {
    private static final SinkTable SIGNALS = Outputs.ABUSE_SIGNALS;
    private static final String STRANGER = "signal = 'unsolicited_messages'";
    private static final String NOT_AGREED = "not linked and agreed on both sides";
    private static final String NOTHING = "of which the other platform knows nothing";
    private static final String OUT_OF_RANGE = "below safety.threshold, or not below 1";

    private SignalCorruptions() {}

    private static Corruption signal(
            String what, int guarantee, String check, String platform, long subject, String signal, String day) {
        return add(what, SIGNALS, guarantee, check, platform, subject, signal, 0.95, Date.valueOf(day));
    }

    static Stream<Corruption> all() {
        return Stream.of(
                signal("signal about nobody", 4, "about nobody", "messaging", 999, "sanction", "2016-10-15"),
                signal(
                        "an account where a user belongs",
                        4,
                        "about nobody",
                        "messaging",
                        118,
                        "sanction",
                        "2016-10-15"),
                signal("signal about one who refused", 4, NOT_AGREED, "social", 105, "reports", "2016-10-02"),
                signal("signal about a second account", 4, NOT_AGREED, "social", 117, "reports", "2016-10-02"),
                signal("sanction of nobody", 5, NOTHING, "social", 104, "sanction", "2016-10-15"),
                signal("use before the window", 5, NOTHING, "social", 118, "unsolicited_messages", "2016-06-10"),
                signal("a change of hands years ago", 5, NOTHING, "social", 115, "number_churn", "2014-06-01"),
                signal(
                        "what a platform knew itself",
                        5,
                        NOTHING,
                        "messaging",
                        20,
                        "unsolicited_messages",
                        "2016-10-14"),
                signal("reports by one who refused", 5, NOTHING, "social", 103, "reports", "2016-10-04"),
                signal("reports alone", 5, "rest on reports alone", "messaging", 3, "reports", "2016-10-03"),
                signal("reports of another day", 5, "another day", "social", 104, "reports", "2016-10-03"),
                set("a day later", SIGNALS, 5, "another day", STRANGER, "evidence_day", "evidence_day + 1"),
                set("score below the threshold", SIGNALS, 5, OUT_OF_RANGE, STRANGER, "score", "0.5D"),
                set("certainty", SIGNALS, 5, OUT_OF_RANGE, STRANGER, "score", "1.0D"),
                set("a word of no signal", SIGNALS, 3, "not declared", STRANGER, "signal", "'odd'"),
                set("a hash as signal", SIGNALS, 1, "like a number", STRANGER, "signal", "repeat('a1', 32)"),
                change("the same person twice", SIGNALS, 9, "named twice", rows -> rows.union(rows.filter(STRANGER))),
                change(
                        "a sanction kept back",
                        SIGNALS,
                        9,
                        "sanctioned one who are missing",
                        rows -> rows.filter("platform <> 'messaging'")));
    }
}
