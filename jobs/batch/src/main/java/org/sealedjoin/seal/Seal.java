package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.token.RunKey;

/**
 * The seal of one run: numbers go in, ids come out. What it returns holds no number, hash or token and can be computed only while the
 * run key is open; write it down, then close the seal.
 *
 * <p>Tokens that are read more than once are cached, in memory or on disk as Spark does it, encrypted there.
 */
public final class Seal implements AutoCloseable {
    private final RunKey key;
    private final SealPolicy policy;
    private final Instant asOf;
    private final InputTables input;
    private final List<Dataset<Row>> cached = new ArrayList<>();
    private final Dataset<Row> users;
    private final Dataset<Row> accounts;
    private final Dataset<Row> releases;
    private final Dataset<Row> links;
    private final Dataset<Row> agreed;
    private boolean prefiltered = true;
    private @Nullable Dataset<Row> refusedContacts;

    /** @param allowed {@code platform, subject_id} and a BOOLEAN for each purpose */
    public Seal(RunKey key, SealPolicy policy, Instant asOf, InputTables input, Dataset<Row> allowed) {
        this.key = key;
        this.policy = policy;
        this.asOf = asOf;
        this.input = input;
        users = cache(new TokenizePhones(key, "phone", col("region")).apply(input.rows(Inputs.MESSAGING_USERS)));
        accounts = cache(new TokenizePhones(key, "phone", col("region")).apply(input.rows(Inputs.ACCOUNT_PHONES)));
        releases = cache(
                new TokenizePhones(key, "phone", lit(null).cast("string")).apply(input.rows(Inputs.NUMBER_RELEASES)));
        var uncrowded = new DropCrowded(policy.maxClaims());
        Dataset<Row> claimingUsers = uncrowded.apply(users);
        links = cache(new LinkAccounts(policy, asOf)
                .apply(claimingUsers, uncrowded.apply(accounts), new CutEpochs().apply(claimingUsers, releases)));
        agreed = cache(new AgreeLinks().apply(links, allowed));
    }

    /** {@code user_id, account_id}: all links by profile numbers, agreed to or not. Good for taking away only (blocks). */
    public Dataset<Row> identities() {
        return links.filter(col(Columns.SCOPE).equalTo(LinkAccounts.PROFILE)).select("user_id", "account_id");
    }

    /** {@code purpose, user_id, account_id, linked_since}: links whose two sides agreed to the purpose. */
    public Dataset<Row> accountLinks() {
        return agreed.select("purpose", "user_id", "account_id", "linked_since");
    }

    /**
     * {@code owner_user_id, contact_user_id, hub BOOLEAN}: entries of address books whose number is that of a person whose link is
     * agreed to for friends or safety. The owner may not have agreed: join with the links of the owner's purpose before use.
     */
    public Dataset<Row> bookEntries() {
        Dataset<Row> holders = agreed.filter(col("purpose").isin(Purpose.FRIENDS.word(), Purpose.SAFETY.word()))
                .select("user_id", Columns.TOKEN, Columns.EPOCH_START, Columns.EPOCH_END)
                .distinct();
        Optional<Column> mayBeLinkable = new BuildPrefilter(policy).apply(holders);
        prefiltered = mayBeLinkable.isPresent();
        Dataset<Row> books = cache(new SealBooks(key, asOf, mayBeLinkable)
                .apply(input.rows(Inputs.MESSAGING_CONTACTS), input.rows(Inputs.MESSAGING_USERS)));
        refusedContacts = refusals(books, Inputs.MESSAGING_CONTACTS.name());
        var join = new JoinBooks(policy);
        return join.mark(cache(join.pairs(books, holders)));
    }

    /** False if the prefilter of {@link #bookEntries} was left out because it would have been too large. */
    public boolean prefiltered() {
        return prefiltered;
    }

    /** {@code audience_id, session_id, batch_seq, op, uploaded_at, account_id}: rows of advertisers that matched a consented person. */
    public Dataset<Row> uploadMatches() {
        Dataset<Row> holders = agreed.filter(col("purpose").equalTo(Purpose.ADS.word()));
        return new MatchUploads(key, asOf).apply(input.rows(Inputs.AUDIENCE_UPLOADS), holders);
    }

    /** {@code audience_id, malformed BOOLEAN}: a row for each row that advertisers sent. */
    public Dataset<Row> uploadsReceived() {
        return new MatchUploads(key, asOf).received(input.rows(Inputs.AUDIENCE_UPLOADS));
    }

    /** {@code table STRING, refusal STRING, rows LONG}: numbers that could not be normalized, counted. After {@link #bookEntries}. */
    public Dataset<Row> refusals() {
        Dataset<Row> all = refusals(users, Inputs.MESSAGING_USERS.name())
                .unionByName(refusals(accounts, Inputs.ACCOUNT_PHONES.name()))
                .unionByName(refusals(releases, Inputs.NUMBER_RELEASES.name()));
        Dataset<Row> contacts = refusedContacts;
        return contacts == null ? all : all.unionByName(contacts);
    }

    /** Forgets the cached tokens. The run key is the caller's to close. */
    @Override
    public void close() {
        cached.forEach(rows -> rows.unpersist(true));
        cached.clear();
    }

    private Dataset<Row> cache(Dataset<Row> rows) {
        Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        cached.add(kept);
        return kept;
    }

    private static Dataset<Row> refusals(Dataset<Row> tokenized, String table) {
        return tokenized
                .filter(col(Columns.REFUSAL).isNotNull())
                .groupBy(col(Columns.REFUSAL))
                .agg(count(lit(1)).as("rows"))
                .select(lit(table).as("table"), col(Columns.REFUSAL), col("rows"));
    }
}
