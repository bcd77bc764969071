package org.sealedjoin.table;

import static org.sealedjoin.base.Label.ACTIVITY;
import static org.sealedjoin.base.Label.ADDRESS_BOOK;
import static org.sealedjoin.base.Label.ADVERTISER_INPUT;
import static org.sealedjoin.base.Label.FRIENDSHIP;
import static org.sealedjoin.base.Label.PERSON_ID;
import static org.sealedjoin.base.Label.REPORT_OF_ABUSE;
import static org.sealedjoin.base.Label.USAGE;
import static org.sealedjoin.table.ColumnType.DATE;
import static org.sealedjoin.table.ColumnType.DOUBLE;
import static org.sealedjoin.table.ColumnType.INT;
import static org.sealedjoin.table.ColumnType.LONG;
import static org.sealedjoin.table.ColumnType.STRING;
import static org.sealedjoin.table.ColumnType.TIMESTAMP;
import static org.sealedjoin.table.Table.table;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Sink;

/** The tables that a run publishes, each with the labels it may receive. */
public final class Outputs {
    private static final Set<Label> INTERNAL =
            Set.of(ADDRESS_BOOK, USAGE, REPORT_OF_ABUSE, FRIENDSHIP, ACTIVITY, PERSON_ID, ADVERTISER_INPUT);

    /** Own systems: everything but numbers and tokens, and in a row only people who agreed to the row's purpose. */
    private static Sink byPurpose(String name) {
        Map<Label, String> inOtherRows =
                Arrays.stream(Purpose.values()).collect(Collectors.toMap(Label::unconsented, Purpose::word));
        return new Sink(name, "own systems", INTERNAL, inOtherRows, Optional.of("purpose"));
    }

    /** These labels, of people who agreed to one purpose; what they said to other purposes does not matter there. */
    private static Set<Label> consented(Purpose purpose, Label... labels) {
        var may = new HashSet<>(Label.unconsentedForAll());
        may.remove(Label.unconsented(purpose));
        may.addAll(Set.of(labels));
        return may;
    }

    /**
     * Ids that the seal let out, kept in staging while the run lasts.
     *
     * @param name tells the kept table from others
     */
    public static Sink kept(String name) {
        return new Sink("kept/" + name, "the run itself", within(INTERNAL));
    }

    /** Tokens and ids that the seal reads more than once, in executors' memory. */
    public static final Sink SEAL_CACHE = new Sink("seal/cache", "the seal", within(INTERNAL, Label.TOKEN));

    /** Tokens of linkable people, as the table in which address books are looked up or the filter that drops strangers' numbers from them. */
    public static final Sink SEAL_FILTER = new Sink("seal/filter", "the seal", within(INTERNAL, Label.TOKEN));

    /** Who is connected to whom, as arrays of numbers in every task that suggests friends. Consented people only. */
    public static final Sink FRIENDS_GRAPH =
            new Sink("friends/graph", "suggestions", consented(Purpose.FRIENDS, PERSON_ID, ADDRESS_BOOK, FRIENDSHIP));

    /** Ids and instants that the second reading asks for more than once, in executors' memory. */
    public static final Sink VERIFY_CACHE = new Sink("verify/cache", "the second reading", within(INTERNAL));

    /** Counts for the manifest, the page and the terminal. */
    public static final Sink COUNTS = new Sink("manifest", "operators", Set.of());

    /** What each audience asks, as sums that nobody without the noise key can read; the driver draws noise by them. */
    public static final Sink QUESTIONS = new Sink("seal/questions", "the run itself", Set.of());

    /** What was set aside of everybody's budget, for the driver to plan figures by. */
    public static final Sink SET_ASIDE = new Sink("privacy/set-aside", "the run itself", Set.of());

    /** Noisy figures of public cells, for the driver to reconcile. */
    public static final Sink NOISY_CELLS = new Sink("usage/noisy-cells", "the run itself", Set.of());

    /** Examples to fit the ranking of suggestions to; only weights and figures leave the command that fits them. */
    public static final Sink MODEL_SAMPLE =
            new Sink("model/sample", "train", consented(Purpose.FRIENDS, PERSON_ID, ADDRESS_BOOK, FRIENDSHIP));

    private static Set<Label> within(Set<Label> labels, Label... more) {
        var may = new HashSet<>(Label.unconsentedForAll());
        may.addAll(labels);
        may.addAll(Set.of(more));
        return may;
    }

    public static final SinkTable ACCOUNT_LINKS = new SinkTable(
            table(
                            "account_links",
                            "User and account of the same person, one row for each purpose both sides agreed to.")
                    .word("purpose", "what the link may be used for", Purpose.words())
                    .required("user_id", LONG, "the person on the messaging platform", PERSON_ID)
                    .required("account_id", LONG, "the same person's account", PERSON_ID)
                    .required("linked_since", TIMESTAMP, "from when both sides had verified the number")
                    .build(),
            byPurpose("internal/account_links"),
            List.of("purpose", "user_id", "account_id"),
            false);

    public static final SinkTable CONTACT_EDGES = new SinkTable(
            table("contact_edges", "Whose address book holds whom; both agreed to the purpose.")
                    .word("purpose", "friends or safety", List.of("friends", "safety"))
                    .required("account_id", LONG, "owner of the address book", PERSON_ID, ADDRESS_BOOK)
                    .required("contact_account_id", LONG, "person in it", PERSON_ID, ADDRESS_BOOK)
                    .build(),
            byPurpose("internal/contact_edges"),
            List.of("purpose", "account_id", "contact_account_id"),
            false);

    public static final SinkTable BUDGET_LEDGER = new SinkTable(
            table("budget_ledger", "What was lost of whose budget by which figure; rows of the period of the run.")
                    .word("who", "whose budget", List.of("advertiser", "business", "person", "everybody"))
                    .required(
                            "id",
                            LONG,
                            "the advertiser, the owner of businesses, or the person on the messaging platform; 0 for everybody",
                            PERSON_ID)
                    .required("period", STRING, "calendar month in UTC, such as 2016-10")
                    .required("figure_key", STRING, "the figure's name, which no question can be told from")
                    .required("epsilon", DOUBLE, "privacy loss")
                    .build(),
            new Sink("internal/budget_ledger", "own systems", within(INTERNAL)),
            List.of("who", "id", "figure_key"),
            false);

    public static final SinkTable RELEASED_FIGURES = new SinkTable(
            table("released_figures", "Noisy counts as they were first released, repeated until the period ends.")
                    .required("period", STRING, "calendar month in UTC, such as 2016-10")
                    .required("figure_key", STRING, "the figure's name, which no question can be told from")
                    .required("value", LONG, "people counted, plus noise")
                    .build(),
            new Sink("internal/released_figures", "own systems", within(INTERNAL)),
            List.of("figure_key"),
            false);

    public static final SinkTable FRIEND_SUGGESTIONS = new SinkTable(
            table("friend_suggestions", "People whom a person may know, best first.")
                    .required("account_id", LONG, "who sees the suggestion", PERSON_ID)
                    .required("suggested_account_id", LONG, "who is suggested", PERSON_ID, ADDRESS_BOOK, FRIENDSHIP)
                    .atLeast("rank", INT, 1, "place, from 1")
                    .required(
                            "score",
                            DOUBLE,
                            "probability that the person wants the suggestion, by the model in force; above 0 and below 1")
                    .word("reason", "coarse reason", List.of("in_your_contacts", "shared_friends", "shared_contacts"))
                    .build(),
            new Sink(
                    "products/friend_suggestions",
                    "feed",
                    consented(Purpose.FRIENDS, PERSON_ID, ADDRESS_BOOK, FRIENDSHIP)),
            List.of("account_id", "rank"),
            false);

    public static final SinkTable AUDIENCE_MEMBERS = new SinkTable(
            table("audience_members", "Accounts in an audience; only audiences whose status is ready.")
                    .required("audience_id", LONG, "the audience", ADVERTISER_INPUT)
                    .required("account_id", LONG, "who is in it", PERSON_ID, ADVERTISER_INPUT)
                    .build(),
            new Sink(
                    "products/audience_members",
                    "ad delivery, own systems",
                    consented(Purpose.ADS, PERSON_ID, ADVERTISER_INPUT)),
            List.of("audience_id", "account_id"),
            false);

    public static final SinkTable AUDIENCE_REPORTS = new SinkTable(
            table("audience_reports", "What an advertiser may know of its audiences, one row each.")
                    .required("advertiser_id", LONG, "the advertiser")
                    .required("audience_id", LONG, "the audience")
                    .word(
                            "status",
                            "what can be done with it",
                            List.of("processing", "ready", "too_small", "expired", "over_budget", "suspended"))
                    .optional("reach_low", LONG, "people reached, plus noise: lower end of a range; null unless ready")
                    .optional("reach_high", LONG, "upper end, not included; null unless ready")
                    .required("rows_received", LONG, "rows the advertiser sent", ADVERTISER_INPUT)
                    .required("rows_malformed", LONG, "of these, not a SHA-256 in hex or Base64", ADVERTISER_INPUT)
                    .optional(
                            "expires_at",
                            TIMESTAMP,
                            "when the newest row stops counting; null if no row counts",
                            ADVERTISER_INPUT)
                    .build(),
            new Sink("advertiser/audience_reports", "advertisers", Set.of(ADVERTISER_INPUT)),
            List.of("advertiser_id", "audience_id"),
            true);

    public static final SinkTable USAGE_METRICS = new SinkTable(
            table(
                            "usage_metrics",
                            "Noisy figures about use, as they were first released; a row for each public cell. How they are made: docs/usage.md.")
                    .word(
                            "metric",
                            "what is measured",
                            List.of(
                                    "daily_active_people",
                                    "messages_sent",
                                    "messages_per_active_person",
                                    "active_on_both",
                                    "active_on_either",
                                    "share_active_on_both",
                                    "weekly_active_people",
                                    "returned_week_1",
                                    "joined_week_1",
                                    "retention_week_1",
                                    "returned_week_2",
                                    "joined_week_2",
                                    "retention_week_2",
                                    "returned_week_4",
                                    "joined_week_4",
                                    "retention_week_4",
                                    "returned_week_8",
                                    "joined_week_8",
                                    "retention_week_8",
                                    "monthly_active_people"))
                    .required("region", STRING, "ISO 3166-1 alpha-2; rest: all others together; all: everybody")
                    .required(
                            "period",
                            STRING,
                            "day, ISO week or month in UTC, such as 2016-10-14, 2016-W41 or 2016-09; the week of joining for retention")
                    .optional("value", DOUBLE, "the figure, with noise; null if the cell is too small to be told of")
                    .required(
                            "epsilon",
                            DOUBLE,
                            "what one person lost by this figure and all others of its metric and period")
                    .build(),
            new Sink("measurement/usage_metrics", "analysts", Set.of()),
            List.of("metric", "period", "region"),
            true);

    public static final SinkTable BUSINESS_ELIGIBILITY = new SinkTable(
            table(
                            "business_eligibility",
                            "Who may receive which kind of message from which business until the next run.")
                    .required("business_id", LONG, "the business")
                    .word("category", "kind of message; marketing: one message may be sent", Inputs.MESSAGE_CATEGORIES)
                    .required("user_id", LONG, "the customer on the messaging platform", PERSON_ID)
                    .build(),
            new Sink(
                    "products/business_eligibility",
                    "message delivery, own systems",
                    consented(Purpose.BUSINESS_MESSAGES, PERSON_ID)),
            List.of("business_id", "category", "user_id"),
            false);

    public static final SinkTable REACH_REPORTS = new SinkTable(
            table(
                            "reach_reports",
                            "How many people a business may send each kind of message to, as far as it may know.")
                    .required("business_id", LONG, "the business")
                    .word("category", "kind of message", Inputs.MESSAGE_CATEGORIES)
                    .word("status", "what is told", List.of("ready", "too_small", "over_budget", "processing", "off"))
                    .optional(
                            "reach_low",
                            LONG,
                            "people before the weekly share of marketing, plus noise: lower end of a range; null unless ready")
                    .optional("reach_high", LONG, "upper end, not included; null unless ready")
                    .build(),
            new Sink("business/reach_reports", "businesses", Set.of()),
            List.of("business_id", "category"),
            true);

    public static final SinkTable ABUSE_SIGNALS = new SinkTable(
            table(
                            "abuse_signals",
                            "People of a platform whom the other one has reason to think abusive; both sides agreed to safety.")
                    .word("platform", "who is told", Platform.words())
                    .required("subject_id", LONG, "the platform's own user or account", PERSON_ID)
                    .word(
                            "signal",
                            "what the other platform knows that weighs most",
                            List.of("unsolicited_messages", "burst", "reports", "number_churn", "sanction"))
                    .required(
                            "score",
                            DOUBLE,
                            "probability of abuse by all that both know, cut to thousandths; from safety.threshold, below 1")
                    .required(
                            "evidence_day",
                            DATE,
                            "newest day of what the signal rests on; of a sanction, the day of the run")
                    .build(),
            new Sink(
                    "products/abuse_signals",
                    "safety teams of both platforms",
                    consented(Purpose.SAFETY, PERSON_ID, ADDRESS_BOOK, USAGE, REPORT_OF_ABUSE)),
            List.of("platform", "subject_id"),
            false);

    private Outputs() {}

    /** Every published table, in the order of docs/tables.md. */
    public static List<SinkTable> all() {
        return List.of(
                ACCOUNT_LINKS,
                CONTACT_EDGES,
                BUDGET_LEDGER,
                RELEASED_FIGURES,
                FRIEND_SUGGESTIONS,
                AUDIENCE_MEMBERS,
                ABUSE_SIGNALS,
                AUDIENCE_REPORTS,
                USAGE_METRICS,
                BUSINESS_ELIGIBILITY,
                REACH_REPORTS);
    }
}
