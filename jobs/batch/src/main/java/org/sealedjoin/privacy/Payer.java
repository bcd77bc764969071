package org.sealedjoin.privacy;

import java.util.Locale;

/** Whose budget a row of the ledger charges. Everything that is charged to one person by any of them adds up to one budget. */
public enum Payer {
    /** An advertiser that asked; by its id. */
    ADVERTISER,
    /** An owner of businesses that asked, who may hold many; by the owner's id. */
    BUSINESS,
    /** A person whom a figure counts; by the id on the messaging platform, which every figure's people have. */
    PERSON,
    /** Every person alike, by a figure that is made whoever is in it: one row that counts against everybody's budget. Its id is 0. */
    EVERYBODY;

    /** Id of {@link #EVERYBODY}. */
    public static final long ALL = 0;

    /** As it stands in the ledger. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
