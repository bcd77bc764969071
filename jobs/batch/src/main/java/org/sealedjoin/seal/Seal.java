package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.KnownFunction;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.phone.Refusal;
import org.sealedjoin.table.AtOnce;
import org.sealedjoin.table.CachedRows;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.token.JudgeHash;
import org.sealedjoin.token.RunKey;
import org.sealedjoin.token.TagKey;
import org.sealedjoin.token.TagRow;
import org.sealedjoin.token.TokenizeHash;
import org.sealedjoin.token.TokenizeNumber;

/**
 * The seal of one run: numbers go in, ids come out. What it returns holds no number, hash or token and can be computed only while the
 * run key is open; write it down, then close the seal.
 *
 * <p>Tokens that are read more than once are cached, in memory or on disk as Spark does it, encrypted there.
 */
public final class Seal implements AutoCloseable {
    /** Leaves tokens behind. What it takes off came from comparing tokens with each other, never a token itself. */
    private static final Operation SEAL_JOIN = new Operation.LookupJoin("seal join", Set.of(Label.TOKEN));

    private static final String INPUT_TABLE = "input_table";

    private final RunKey key;
    private final SealPolicy policy;
    private final Instant asOf;
    private final InputTables input;
    private final List<Dataset<Row>> cached = new CopyOnWriteArrayList<>();
    private final List<Broadcast<TokenPlaces>> broadcasts = new ArrayList<>();
    private final Dataset<Row> users;
    private final Dataset<Row> accounts;
    private final Dataset<Row> releases;
    private final Dataset<Row> shared;
    private final Dataset<Row> sharedAccounts;
    private final Dataset<Row> claimingUsers;
    private final Dataset<Row> allowed;
    private final Dataset<Row> links;
    private final Dataset<Row> agreed;
    private boolean prefiltered = true;
    private boolean fewLinked;
    private @Nullable Dataset<Row> refusedContacts;

    /** @param allowed {@code platform, subject_id} and a BOOLEAN for each purpose */
    public Seal(RunKey key, SealPolicy policy, Instant asOf, InputTables input, Dataset<Row> allowed) {
        this.key = key;
        this.policy = policy;
        this.asOf = asOf;
        this.input = input;
        this.allowed = allowed;
        try {
            List<Dataset<Row>> tokenized = cacheAll(List.of(
                    new TokenizePhones(key, "phone", col("region")).bothForms(input.rows(Inputs.MESSAGING_USERS)),
                    new TokenizePhones(key, "phone", col("region")).apply(input.rows(Inputs.ACCOUNT_PHONES)),
                    new TokenizePhones(key, "phone", lit(null).cast("string"))
                            .apply(input.rows(Inputs.NUMBER_RELEASES))));
            users = tokenized.get(0);
            accounts = tokenized.get(1);
            releases = tokenized.get(2);
            List<Dataset<Row>> standMoreThanOnce =
                    cacheAll(List.of(new FindShared().apply(users, releases), new FindShared().apply(accounts)));
            shared = standMoreThanOnce.get(0);
            sharedAccounts = standMoreThanOnce.get(1);
            var uncrowded = new DropCrowded(policy.maxClaims());
            claimingUsers = uncrowded.apply(users, shared);
            Dataset<Row> cuts = new CutEpochs().apply(cache(new CutEpochs().instants(claimingUsers, releases, shared)));
            var link = new LinkAccounts(policy, asOf);
            Dataset<Row> pairs = cache(link.pairs(claimingUsers, uncrowded.apply(accounts, sharedAccounts), cuts));
            links = cache(link.apply(pairs, cache(link.contested(pairs))));
            agreed = cache(new AgreeLinks().apply(links, allowed));
        } catch (Throwable e) {
            // Nobody has a seal to close. No narrower type will do: Spark throws checked exceptions that it does not
            // declare, and a session may outlive an error. It goes on as it is.
            closeAfter(e);
            throw e;
        }
    }

    /** The words that {@link #refusals} may hold, by column. */
    public static Map<String, List<String>> refusalWords() {
        return Map.of(
                INPUT_TABLE,
                Inputs.all().stream().map(Table::name).toList(),
                Columns.REFUSAL,
                Arrays.stream(Refusal.values()).map(Refusal::word).toList());
    }

    /** Every operation of the seal that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(
                SEAL_JOIN,
                AgreeLinks.AGREED,
                DropCrowded.CROWDED,
                LinkAccounts.EPOCH_CUT,
                LinkAccounts.LINK_MARGIN,
                JoinBooks.HUB_CUT,
                MatchUploads.OWN_ROWS,
                AskQuestions.QUESTIONS);
    }

    /** Every function of the seal that the flow guard knows by its class. */
    public static List<KnownFunction> functions() {
        Set<Label> numbers = Set.of(Label.RAW_NUMBER, Label.HASHED_NUMBER);
        return List.of(
                new KnownFunction(TokenizeNumber.class, numbers, Set.of(Label.TOKEN), false),
                new KnownFunction(TokenizeHash.class, numbers, Set.of(Label.TOKEN), false),
                new KnownFunction(JudgeHash.class, numbers, Set.of(Label.TOKEN), false),
                new KnownFunction(TagRow.class, numbers, Set.of(Label.TOKEN), false),
                new KnownFunction(LookUpToken.class, Set.of(), Set.of(), false),
                new KnownFunction(BuildPrefilter.MayBeLinkable.class, Set.of(), Set.of(), true));
    }

    /** {@code user_id, account_id}: all links by profile numbers, agreed to or not. Good for taking away only (blocks). */
    public Dataset<Row> identities() {
        return leave(
                links.filter(col(Columns.SCOPE).equalTo(LinkAccounts.PROFILE)).select("user_id", "account_id"));
    }

    /**
     * {@code account_id, other_account_id}, both ways round: accounts that give one profile number, and so may be two faces of one person.
     * Good for taking away only.
     */
    public Dataset<Row> sameNumber() {
        Dataset<Row> several = accounts.filter(col("phone_use").equalTo("profile"))
                .join(sharedAccounts.select(Columns.TOKEN), Columns.TOKEN, "left_semi");
        Dataset<Row> given = new DropCrowded(policy.maxClaims())
                .apply(several, new FindShared().apply(several))
                .select(col(Columns.TOKEN), col("account_id"));
        Dataset<Row> others = given.withColumnRenamed("account_id", "other_account_id");
        return leave(given.join(others, Columns.TOKEN)
                .filter(col("account_id").notEqual(col("other_account_id")))
                .select("account_id", "other_account_id")
                .distinct());
    }

    /** {@code purpose, user_id, account_id, linked_since}: links whose two sides agreed to the purpose. */
    public Dataset<Row> accountLinks() {
        return leave(agreed.select("purpose", "user_id", "account_id", "linked_since"));
    }

    /**
     * {@code user_id, number_changes INT, changed_at}: people linked for safety whose number changed hands in the last {@code days}, how often
     * (a release and the next holder's verification are two) and when last. Verifications by people who did not agree to safety do not count.
     */
    public Dataset<Row> numberChanges(int days) {
        Dataset<Row> holders =
                new FilterConsented(Platform.MESSAGING, Purpose.SAFETY).apply(claimingUsers, "user_id", allowed);
        // Not those of shared numbers only: which these are depends on people who did not agree.
        return leave(new CountChanges(days, asOf)
                .apply(agreed, new CutEpochs().apply(new CutEpochs().instants(holders, releases))));
    }

    /**
     * {@code owner_user_id, contact_user_id, hub BOOLEAN}, hub also if the entry is too old: entries of address books whose number is that of a person whose link is
     * agreed to for friends or safety. The owner may not have agreed: join with the links of the owner's purpose before use.
     */
    public Dataset<Row> bookEntries() {
        Dataset<Row> holders = cache(agreed.filter(col("purpose").isin(Purpose.FRIENDS.word(), Purpose.SAFETY.word()))
                .select("user_id", Columns.TOKEN, Columns.EPOCH_START, Columns.EPOCH_END)
                .distinct());
        Dataset<Row> books = new SealBooks(key, asOf)
                .apply(input.rows(Inputs.MESSAGING_CONTACTS), input.rows(Inputs.MESSAGING_USERS));
        var join = new JoinBooks(policy, asOf);
        long people = Counts.of(holders);
        var lookup = new BuildLookup(policy);
        fewLinked = lookup.hasRoomForLinks(people);
        Optional<Broadcast<TokenPlaces>> table = lookup.apply(holders, people);
        table.ifPresent(broadcasts::add);
        return leave(join.mark(
                table.map(places -> lookedUp(books, holders, places)).orElseGet(() -> shuffled(books, holders))));
    }

    private Dataset<Row> lookedUp(Dataset<Row> books, Dataset<Row> holders, Broadcast<TokenPlaces> places) {
        Dataset<Row> found = cache(new JoinBooks(policy, asOf).lookUp(books, holders, new LookUpToken(places)));
        refusedContacts = refusals(
                found.filter(col(Columns.REFUSAL).isNotNull())
                        .select(col(Columns.REFUSAL), explode(sequence(lit(1L), col(JoinBooks.ENTRIES)))),
                Inputs.MESSAGING_CONTACTS.name());
        return JoinBooks.pairsOf(found);
    }

    private Dataset<Row> shuffled(Dataset<Row> books, Dataset<Row> holders) {
        Optional<Column> mayBeLinkable = new BuildPrefilter(policy).apply(holders);
        prefiltered = mayBeLinkable.isPresent();
        Dataset<Row> linkable = cache(mayBeLinkable
                .map(maybe -> books.filter(col(Columns.TOKEN).isNull().or(maybe)))
                .orElse(books));
        refusedContacts = refusals(linkable, Inputs.MESSAGING_CONTACTS.name());
        return cache(new JoinBooks(policy, asOf).pairs(linkable, holders));
    }

    /** Whether all links of people in address books fit into the memory that the policy allows. After {@link #bookEntries}. */
    public boolean fewLinked() {
        return fewLinked;
    }

    /** False if {@link #bookEntries} shuffled whole address books because the prefilter would have been too large. */
    public boolean prefiltered() {
        return prefiltered;
    }

    /** {@code audience_id, session_id, batch_seq, op, uploaded_at, account_id}: rows of advertisers that matched a consented person. */
    public Dataset<Row> uploadMatches() {
        Dataset<Row> holders = agreed.filter(col("purpose").equalTo(Purpose.ADS.word()));
        return leave(new MatchUploads(key, asOf).apply(input.rows(Inputs.AUDIENCE_UPLOADS), holders));
    }

    /** {@code audience_id, rows_received, rows_malformed}, and malformed rows by reason: a row for each audience that got any, see {@link MatchUploads#received}. */
    public Dataset<Row> uploadsReceived() {
        return leave(new MatchUploads(key, asOf).received(input.rows(Inputs.AUDIENCE_UPLOADS)));
    }

    /**
     * {@code audience_id, rows, added_high, added_low, removed_high, removed_low, rows_in}: what each audience asks, see {@link AskQuestions}.
     *
     * @param sessions {@code audience_id, session_id, closed_at, counts_from} of the sessions in force
     */
    public Dataset<Row> questions(TagKey tags, Dataset<Row> sessions) {
        return new AskQuestions(tags, asOf).apply(input.rows(Inputs.AUDIENCE_UPLOADS), sessions);
    }

    /** {@code input_table STRING, refusal STRING}: a row for each number that could not be normalized, to be counted. After {@link #bookEntries}. */
    public Dataset<Row> refusals() {
        Dataset<Row> all = refusals(users, Inputs.MESSAGING_USERS.name())
                .unionByName(refusals(accounts, Inputs.ACCOUNT_PHONES.name()))
                .unionByName(refusals(releases, Inputs.NUMBER_RELEASES.name()));
        Dataset<Row> contacts = refusedContacts;
        return contacts == null ? all : all.unionByName(contacts);
    }

    /** Forgets the cached and broadcast tokens. The run key is the caller's to close. */
    @Override
    public void close() {
        cached.forEach(rows -> rows.unpersist(true));
        cached.clear();
        broadcasts.forEach(table -> table.destroy());
        broadcasts.clear();
    }

    /** That Spark has ended, and so cannot forget, must not hide why. */
    private void closeAfter(Throwable fault) {
        try {
            close();
        } catch (RuntimeException e) {
            fault.addSuppressed(e);
        }
    }

    private List<Dataset<Row>> cacheAll(List<Dataset<Row>> independent) {
        return AtOnce.map(independent, this::cache);
    }

    private Dataset<Row> cache(Dataset<Row> rows) {
        Dataset<Row> kept = FlowGuard.of(rows.sparkSession())
                .approve(rows, Outputs.SEAL_CACHE)
                .out(Exit.memory(), each -> each.persist(StorageLevel.MEMORY_AND_DISK()));
        cached.add(kept);
        return CachedRows.of(kept);
    }

    /** Tokens stay behind: what is left of them is that two of them were equal, or that one was there. */
    private static Dataset<Row> leave(Dataset<Row> rows) {
        return SEAL_JOIN.mark(rows, UnaryOperator.identity());
    }

    private static Dataset<Row> refusals(Dataset<Row> tokenized, String table) {
        return tokenized
                .filter(col(Columns.REFUSAL).isNotNull())
                .select(lit(table).as(INPUT_TABLE), col(Columns.REFUSAL));
    }
}
