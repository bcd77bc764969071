package org.sealedjoin.products.safety;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Why a person is named to a platform: what weighed most of all that the other platform knows. The word in the table is the name in lower case. */
public enum Signal {
    /** Many people were written to who do not have the sender in their book, and few of them replied. */
    UNSOLICITED_MESSAGES("wrote to many people who do not have the sender in their book, and who did not reply"),
    /** A day with far more strangers than the sender's own earlier days. */
    BURST("wrote on one day to far more strangers than on the person's own days before"),
    /** Reports by people who have been there for long, report few, and are not tied to each other. */
    REPORTS("was reported by people who have been there for long and have nothing to do with each other"),
    /** The number changed hands, perhaps often. */
    NUMBER_CHURN("uses a number that changed hands lately, or often"),
    /** The other platform banned or disabled the person. */
    SANCTION("is banned or disabled on the other platform");

    private final String word = name().toLowerCase(Locale.ROOT);
    private final String meaning;

    Signal(String meaning) {
        this.meaning = meaning;
    }

    /** As it stands in the table. */
    public String word() {
        return word;
    }

    /** One line for an analyst; its subject is the person on the other platform. */
    public String meaning() {
        return meaning;
    }

    /** All words, in declaration order. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Signal::word).toList();
    }
}
