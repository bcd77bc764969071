package org.sealedjoin.table;

import static org.sealedjoin.base.Label.ACTIVITY;
import static org.sealedjoin.base.Label.ADDRESS_BOOK;
import static org.sealedjoin.base.Label.ADVERTISER_INPUT;
import static org.sealedjoin.base.Label.FRIENDSHIP;
import static org.sealedjoin.base.Label.HASHED_NUMBER;
import static org.sealedjoin.base.Label.PERSON_ID;
import static org.sealedjoin.base.Label.RAW_NUMBER;
import static org.sealedjoin.base.Label.REPORT_OF_ABUSE;
import static org.sealedjoin.base.Label.USAGE;
import static org.sealedjoin.table.ColumnType.BOOLEAN;
import static org.sealedjoin.table.ColumnType.DATE;
import static org.sealedjoin.table.ColumnType.INT;
import static org.sealedjoin.table.ColumnType.LONG;
import static org.sealedjoin.table.ColumnType.STRING;
import static org.sealedjoin.table.ColumnType.TIMESTAMP;
import static org.sealedjoin.table.Table.table;

import java.util.List;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;

/** The input tables. Each is declared here and nowhere else; docs/tables.md is generated from these declarations. */
public final class Inputs {
    public static final Table MESSAGING_USERS = table("messaging_users", "People of the messaging platform.")
            .key("user_id")
            .required("user_id", LONG, "the person on the messaging platform", PERSON_ID)
            .required("phone", STRING, "as registered, E.164 or national", RAW_NUMBER)
            .required(
                    "region", STRING, "ISO 3166-1 alpha-2, the default region of numbers in the person's address book")
            .required("registered_at", TIMESTAMP, "when the person joined")
            .required("phone_verified_at", TIMESTAMP, "when the person last proved to hold the number")
            .word("status", "whether the person takes part", List.of("active", "deleted", "banned"))
            .build();

    public static final Table MESSAGING_CONTACTS = table("messaging_contacts", "Address books, one row an entry.")
            .required("owner_user_id", LONG, "whose address book", PERSON_ID)
            .required("contact_phone", STRING, "the number as the owner typed it", RAW_NUMBER, ADDRESS_BOOK)
            .optional("added_at", TIMESTAMP, "when the entry was made", ADDRESS_BOOK)
            .build();

    public static final Table MESSAGING_BLOCKS = table(
                    "messaging_blocks", "Who blocked whom on the messaging platform.")
            .mayBeAbsent()
            .protective()
            .required("user_id", LONG, "who blocks", PERSON_ID)
            .required("blocked_user_id", LONG, "who is blocked", PERSON_ID)
            .optional("blocked_at", TIMESTAMP, "since when")
            .build();

    public static final Table SOCIAL_ACCOUNTS = table("social_accounts", "Accounts of the social network.")
            .key("account_id")
            .required("account_id", LONG, "the account", PERSON_ID)
            .required("region", STRING, "ISO 3166-1 alpha-2")
            .required("discoverable_by_phone", BOOLEAN, "whether the person may be found by number")
            .optional("birth_date", DATE, "null: age unknown, treated as a minor for ads and suggested to nobody")
            .word("status", "whether the account takes part", List.of("active", "disabled", "memorialized", "deleted"))
            .required("created_at", TIMESTAMP, "when the account was made")
            .build();

    public static final Table ACCOUNT_PHONES = table(
                    "account_phones", "Numbers that people gave to the social network.")
            .required("account_id", LONG, "the account", PERSON_ID)
            .required("phone", STRING, "as given, E.164 or national", RAW_NUMBER)
            .required("region", STRING, "ISO 3166-1 alpha-2, the default region of the number")
            .word("phone_use", "what the person gave it for", List.of("profile", "two_factor"))
            .optional("verified_at", TIMESTAMP, "when the person proved to hold it; null: never, so it links nobody")
            .build();

    public static final Table SOCIAL_FRIENDSHIPS = table("social_friendships", "One row a pair, either way round.")
            .required("account_id", LONG, "one of the two", PERSON_ID, FRIENDSHIP)
            .required("friend_account_id", LONG, "the other", PERSON_ID, FRIENDSHIP)
            .optional("since", TIMESTAMP, "since when", FRIENDSHIP)
            .build();

    public static final Table SOCIAL_BLOCKS = table("social_blocks", "Who blocked whom on the social network.")
            .mayBeAbsent()
            .protective()
            .required("account_id", LONG, "who blocks", PERSON_ID)
            .required("blocked_account_id", LONG, "who is blocked", PERSON_ID)
            .optional("blocked_at", TIMESTAMP, "since when")
            .build();

    public static final Table SOCIAL_ACTIVITY_DAILY = table(
                    "social_activity_daily", "Days on which an account was active.")
            .mayBeAbsent()
            .required("account_id", LONG, "the account", PERSON_ID)
            .required("day", DATE, "active that day", ACTIVITY)
            .build();

    public static final Table SUGGESTION_FEEDBACK = table("suggestion_feedback", "What people did with suggestions.")
            .mayBeAbsent()
            .protective()
            .required("account_id", LONG, "who saw the suggestion", PERSON_ID)
            .required("suggested_account_id", LONG, "who was suggested", PERSON_ID)
            .word("outcome", "what came of it", List.of("shown", "dismissed", "accepted"))
            .required("at", TIMESTAMP, "when")
            .build();

    public static final Table CONSENT_EVENTS = table("consent_events", "Decisions of people, never overwritten.")
            .protective()
            .required("event_id", STRING, "names the event; the same name with other content counts as a denial")
            .word("platform", "where the person decided", Platform.words())
            .required("subject_id", LONG, "user or account", PERSON_ID)
            .word("purpose", "what was decided on", Purpose.words())
            .word("decision", "yes or no", List.of("grant", "deny"))
            .optional("terms_version", STRING, "the terms that a grant was given under")
            .required("occurred_at", TIMESTAMP, "when the person decided")
            .required("recorded_at", TIMESTAMP, "when the decision was written down")
            .build();

    public static final Table TERMS = table("terms", "Versions of the messaging platform's terms.")
            .protective()
            .key("terms_version")
            .required("terms_version", STRING, "names the version")
            .required("announced_at", TIMESTAMP, "when people were told")
            .required("effective_at", TIMESTAMP, "from when it holds")
            .atLeast("objection_days", INT, 0, "days after effective_at in which silence is no answer")
            .optional("opt_in_regions", STRING, "regions, separated by commas, where silence is always no")
            .build();

    public static final Table NUMBER_RELEASES = table("number_releases", "Numbers that went back to their carrier.")
            .mayBeAbsent()
            .protective()
            .required("phone", STRING, "international form", RAW_NUMBER)
            .required("released_at", TIMESTAMP, "when the number went back")
            .build();

    public static final Table ADVERTISERS = table("advertisers", "Who may upload audiences.")
            .mayBeAbsent()
            .key("advertiser_id")
            .required("advertiser_id", LONG, "the advertiser")
            .required("name", STRING, "for own systems")
            .word("status", "whether the advertiser may be served", List.of("active", "suspended"))
            .build();

    public static final Table AUDIENCES = table("audiences", "Lists of customers that advertisers keep.")
            .mayBeAbsent()
            .key("audience_id")
            .required("audience_id", LONG, "the audience")
            .required("advertiser_id", LONG, "whose")
            .required("name", STRING, "for own systems")
            .required("created_at", TIMESTAMP, "when it was made")
            .atLeast("retention_days", INT, 0, "how long an uploaded row counts; more than 36500 is as much")
            .build();

    public static final Table AUDIENCE_UPLOADS = table(
                    "audience_uploads", "Rows that advertisers sent, in batches of sessions.")
            .mayBeAbsent()
            .writtenByOutsiders()
            .required("audience_id", LONG, "into which audience", ADVERTISER_INPUT)
            .required("session_id", STRING, "names the session within the audience", ADVERTISER_INPUT)
            .atLeast("batch_seq", INT, 1, "place of the batch in its session, from 1", ADVERTISER_INPUT)
            .required("last_batch", BOOLEAN, "true on the rows of the session's last batch", ADVERTISER_INPUT)
            .word("op", "what to do with the row", List.of("add", "remove", "replace"))
            .required("hashed_phone", STRING, "SHA-256 of a number", HASHED_NUMBER, ADVERTISER_INPUT)
            .word("hash_form", "what was hashed: +12… or 12…", List.of("e164", "digits"))
            .required("uploaded_at", TIMESTAMP, "when the batch came", ADVERTISER_INPUT)
            .build();

    public static final Table AD_PREFERENCES = table("ad_preferences", "Whether a person wants to see an advertiser.")
            .mayBeAbsent()
            .protective()
            .required("account_id", LONG, "the person", PERSON_ID)
            .required("advertiser_id", LONG, "the advertiser")
            .word("choice", "newest choice wins, ties hide", List.of("hide", "allow"))
            .required("at", TIMESTAMP, "when")
            .build();

    public static final Table USAGE_DAILY = table(
                    "usage_daily", "Counts of a person's messages of a day. No content exists.")
            .mayBeAbsent()
            .required("user_id", LONG, "the person", PERSON_ID)
            .required("day", DATE, "the day", USAGE)
            .atLeast("messages_sent", LONG, 0, "messages sent", USAGE)
            .atLeast("messages_received", LONG, 0, "messages received", USAGE)
            .atLeast("distinct_recipients", LONG, 0, "people written to", USAGE)
            .atLeast(
                    "recipients_without_sender_in_book",
                    LONG,
                    0,
                    "of these, who do not have the sender in their book",
                    USAGE)
            .atLeast("recipients_who_replied", LONG, 0, "of these, who replied", USAGE)
            .build();

    public static final Table ABUSE_REPORTS = table("abuse_reports", "Who reported whom.")
            .mayBeAbsent()
            .word("platform", "where", Platform.words())
            .required("reporter_id", LONG, "who reports", PERSON_ID, REPORT_OF_ABUSE)
            .required("reported_id", LONG, "who is reported", PERSON_ID, REPORT_OF_ABUSE)
            .word("kind", "what for", List.of("spam", "scam", "harassment", "other"))
            .required("reported_at", TIMESTAMP, "when", REPORT_OF_ABUSE)
            .build();

    public static final Table BUSINESSES = table(
                    "businesses", "Businesses that may send messages; one owner may hold many.")
            .mayBeAbsent()
            .key("business_id")
            .required("business_id", LONG, "the business")
            .required("owner_id", LONG, "who holds it")
            .required("name", STRING, "for own systems")
            .build();

    public static final Table BUSINESS_CUSTOMERS = table("business_customers", "Who is a customer of which business.")
            .mayBeAbsent()
            .required("business_id", LONG, "the business")
            .required("user_id", LONG, "the customer", PERSON_ID)
            .required("since", TIMESTAMP, "since when")
            .build();

    /** Kinds of message that a business may send. */
    public static final List<String> MESSAGE_CATEGORIES =
            List.of("order", "appointment", "delivery", "alert", "marketing");

    public static final Table BUSINESS_PREFERENCES = table("business_preferences", "Which messages a person wants.")
            .mayBeAbsent()
            .protective()
            .required("user_id", LONG, "the person", PERSON_ID)
            .optional("business_id", LONG, "null: every business")
            .word(
                    "category",
                    "kind of message; all: every kind",
                    List.of("order", "appointment", "delivery", "alert", "marketing", "all"))
            .word("choice", "newest choice wins, ties stop", List.of("allow", "stop"))
            .required("at", TIMESTAMP, "when")
            .build();

    public static final Table BUSINESS_SENDS = table("business_sends", "Messages that businesses sent.")
            .mayBeAbsent()
            .required("business_id", LONG, "the business")
            .required("user_id", LONG, "who received it", PERSON_ID)
            .word("category", "kind of message", MESSAGE_CATEGORIES)
            .required("sent_at", TIMESTAMP, "when")
            .build();

    private Inputs() {}

    /** Every input table, in the order of docs/tables.md. */
    public static List<Table> all() {
        return List.of(
                MESSAGING_USERS,
                MESSAGING_CONTACTS,
                MESSAGING_BLOCKS,
                SOCIAL_ACCOUNTS,
                ACCOUNT_PHONES,
                SOCIAL_FRIENDSHIPS,
                SOCIAL_BLOCKS,
                SOCIAL_ACTIVITY_DAILY,
                SUGGESTION_FEEDBACK,
                CONSENT_EVENTS,
                TERMS,
                NUMBER_RELEASES,
                ADVERTISERS,
                AUDIENCES,
                AUDIENCE_UPLOADS,
                AD_PREFERENCES,
                USAGE_DAILY,
                ABUSE_REPORTS,
                BUSINESSES,
                BUSINESS_CUSTOMERS,
                BUSINESS_PREFERENCES,
                BUSINESS_SENDS);
    }
}
