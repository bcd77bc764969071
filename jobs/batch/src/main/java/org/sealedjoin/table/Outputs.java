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

    /** Tokens of linkable people, as the Bloom filter that drops strangers' numbers from address books. */
    public static final Sink SEAL_FILTER = new Sink("seal/filter", "the seal", within(INTERNAL, Label.TOKEN));

    /** Ids and instants that the second reading asks for more than once, in executors' memory. */
    public static final Sink VERIFY_CACHE = new Sink("verify/cache", "the second reading", within(INTERNAL));

    /** Counts for the manifest, the page and the terminal. */
    public static final Sink COUNTS = new Sink("manifest", "operators", Set.of());

    /** What each audience asks, as sums that nobody without the noise key can read; the driver draws noise by them. */
    public static final Sink QUESTIONS = new Sink("seal/questions", "the run itself", Set.of());

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
                    .word("who", "whose budget", List.of("advertiser", "person"))
                    .required("id", LONG, "the advertiser, or the person's account", PERSON_ID)
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
                AUDIENCE_REPORTS);
    }
}
