package org.sealedjoin.phone;

/** Why an uploaded text is not a hash. The words are a contract, as those of {@link Refusal} are. */
public enum HashFlaw {
    /** Nothing but spaces, or no text at all. */
    EMPTY("empty"),
    /** Looks like a phone number that was not hashed. Its sender should hear of it at once. */
    RAW_LOOKING("raw_looking"),
    /** Neither 64 nor 44 or 43 characters. */
    WRONG_LENGTH("wrong_length"),
    /** The right length, but not hexadecimal digits, or not the Base64 text of 32 bytes. */
    WRONG_ALPHABET("wrong_alphabet");

    private final String word;

    HashFlaw(String word) {
        this.word = word;
    }

    /** The stable word for files and counts. */
    public String word() {
        return word;
    }
}
