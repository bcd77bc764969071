package org.sealedjoin.phone;

/** Why a text has no normal form. The words are a contract: they stand in output files and in counts. */
public enum Refusal {
    /** Nothing but blanks, or no text at all. */
    EMPTY("empty"),
    /** Not written like a phone number, or without a single usable digit. */
    NOT_A_NUMBER("not_a_number"),
    /** Written for use inside a country, and no country was given to read it in. */
    NO_REGION("no_region"),
    /** Starts with a calling code that no country has. */
    UNKNOWN_COUNTRY("unknown_country"),
    /** Fewer digits than any number of its country. */
    TOO_SHORT("too_short"),
    /** More digits than any number of its country, or than E.164 allows, or a text of more than 250 characters. */
    TOO_LONG("too_long"),
    /** Neither too short nor too long, but of a length that no line of its country has. */
    WRONG_LENGTH("wrong_length"),
    /** The area code is missing: the text can be dialled next door, but not from elsewhere. */
    LOCAL_ONLY("local_only"),
    /** An emergency or service code such as 112 or 411, which many share. */
    SHORT_CODE("short_code"),
    /** Has letters that are more likely a name than part of the number. */
    LETTERS("letters");

    private final String word;

    Refusal(String word) {
        this.word = word;
    }

    /** The stable word for files and counts. */
    public String word() {
        return word;
    }
}
