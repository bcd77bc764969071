package org.sealedjoin.products.friends;

import java.util.Arrays;
import java.util.List;

/** Rules that keep people safe, each at the cost of some good suggestions. A run has all of them; only {@code evaluate} leaves one out. */
public enum SafetyRule {
    FIRM_EVIDENCE("firm-evidence", "one-way entries make no suggestion and tie nobody to anybody"),
    SECOND_SHARED_CONTACT(
            "second-shared-contact", "one shared contact alone, who is no friend of both, suggests nobody"),
    CONNECTION_LIMIT("connection-limit", "people with very many connections connect nobody"),
    HUB_CUT("hub-cut", "numbers in very many address books connect nobody"),
    ENTRY_AGE("entry-age", "old entries count for nothing"),
    PERSONAS("personas", "accounts with one number are never suggested to each other"),
    BLOCKS("blocks", "whoever blocked the other on either platform is not suggested"),
    DISMISSED("dismissed", "nobody is suggested again to whoever dismissed them"),
    DISCOVERABLE("discoverable", "who does not want to be found by number is not suggested"),
    AGE_GROUPS("age-groups", "adults and minors are not suggested to each other");

    private final String word;
    private final String meaning;

    SafetyRule(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** As it stands in tables of results. */
    public String word() {
        return word;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    /** All rules' names. */
    public static List<String> words() {
        return Arrays.stream(values()).map(SafetyRule::word).toList();
    }
}
