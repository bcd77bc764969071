package org.sealedjoin.seal;

/** Names of columns that exist only inside the seal. */
final class Columns {
    static final String TOKEN = "token";
    static final String DIGITS_TOKEN = "digits_token";
    static final String REFUSAL = "refusal";
    /** Stands for a token within one look-up table, and is as secret. */
    static final String PLACE = "place";

    static final String TWO_FACTOR = "two_factor";
    static final String CUTS = "cuts";
    static final String EPOCH_START = "epoch_start";
    static final String EPOCH_END = "epoch_end";
    static final String USER_VERIFIED_AT = "user_verified_at";
    static final String ACCOUNT_VERIFIED_AT = "account_verified_at";
    static final String SCOPE = "scope";

    private Columns() {}
}
