package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.token.RunKey;

/**
 * What the input says, worked out again from nothing but the input and the run's instants and settings. Ids and instants only, cached
 * because many checks ask for them; tokens are made under a key of its own and never cached.
 */
final class Derived implements AutoCloseable {
    private static final String PROFILE = "profile";

    private final RunKey key;
    private final RunFacts facts;
    private final InputTables input;
    private final ReadNumbers numbers;
    private final List<Dataset<Row>> cached = new ArrayList<>();
    private final Dataset<Row> yes;
    private final Dataset<Row> pairs;
    private final Dataset<Row> links;
    private final Dataset<Row> agreed;
    private final Dataset<Row> edges;

    Derived(InputTables input, RunFacts facts, SecureRandom random) {
        this.input = input;
        this.facts = facts;
        key = RunKey.draw(random);
        numbers = new ReadNumbers(key, facts, input);
        yes = cache(new ReadConsent(facts).apply(input));
        pairs = cache(numbers.pairs());
        links = cache(unrivalled(pairs.filter(not(col("two_factor"))))
                .withColumn("scope", lit(PROFILE))
                .unionByName(unrivalled(pairs).withColumn("scope", lit(Purpose.SAFETY.word()))));
        agreed = cache(agreed());
        edges = cache(edges());
    }

    RunFacts facts() {
        return facts;
    }

    InputTables input() {
        return input;
    }

    ReadNumbers numbers() {
        return numbers;
    }

    /** {@code <id>, purpose}: who agreed to what on a platform. */
    Dataset<Row> yes(Platform platform, String id) {
        return yes.filter(col("platform").equalTo(platform.word()))
                .select(col("subject_id").as(id), col("purpose"));
    }

    /** See {@link ReadNumbers#pairs}. */
    Dataset<Row> pairs() {
        return pairs;
    }

    /** {@code purpose, user_id, account_id}: links by clear claims, agreed to or not. */
    Dataset<Row> claimed() {
        Column purposes = array(Purpose.words().stream().map(word -> lit(word)).toArray(Column[]::new));
        return links.withColumn("purpose", explode(purposes))
                .filter(scopeOfPurpose())
                .select("purpose", "user_id", "account_id");
    }

    /** {@code user_id, account_id}: the same person, agreed or not; good for taking away only. */
    Dataset<Row> identities() {
        return links.filter(col("scope").equalTo(PROFILE)).select("user_id", "account_id");
    }

    /** {@code purpose, user_id, account_id, linked_since, held_from, held_until}: links that both sides agreed to. */
    Dataset<Row> links() {
        return agreed;
    }

    /** {@code purpose, account_id, contact_account_id, while_held, hub}: entries of books whose owner and contact both agreed. */
    Dataset<Row> entries() {
        return edges;
    }

    /** The entries that may be edges. */
    Dataset<Row> edgesAllowed() {
        return edges.filter(col("while_held"))
                .filter(not(col("hub").and(col("purpose").equalTo(Purpose.FRIENDS.word()))));
    }

    private Dataset<Row> agreed() {
        return links.join(yes(Platform.MESSAGING, "user_id"), "user_id")
                .join(yes(Platform.SOCIAL, "account_id"), new String[] {"account_id", "purpose"})
                .filter(scopeOfPurpose())
                .select(
                        col("purpose"),
                        col("user_id"),
                        col("account_id"),
                        greatest(col("user_verified_at"), col("account_verified_at"))
                                .as("linked_since"),
                        col("held_from"),
                        col("held_until"));
    }

    private static Column scopeOfPurpose() {
        String safety = Purpose.SAFETY.word();
        return col("scope").equalTo(safety).equalTo(col("purpose").equalTo(safety));
    }

    private Dataset<Row> edges() {
        Dataset<Row> inBooks = agreed.filter(col("purpose").isin(Purpose.FRIENDS.word(), Purpose.SAFETY.word()));
        Dataset<Row> entries = cache(numbers.entries(inBooks.select("user_id", "held_from", "held_until")));
        Dataset<Row> hubs = entries.groupBy("contact_user_id")
                .agg(count(lit(1)).gt(facts.maxBookDegree()).as("hub"));
        Dataset<Row> owners = inBooks.select(col("purpose"), col("user_id").as("owner_user_id"), col("account_id"));
        Dataset<Row> contacts = inBooks.select(
                col("purpose"),
                col("user_id").as("contact_user_id"),
                col("account_id").as("contact_account_id"));
        return entries.join(owners, "owner_user_id")
                .join(contacts, new String[] {"purpose", "contact_user_id"})
                .join(hubs, new String[] {"contact_user_id"}, "left_outer")
                .select(
                        col("purpose"),
                        col("account_id"),
                        col("contact_account_id"),
                        col("while_held"),
                        coalesce(col("hub"), lit(false)).as("hub"));
    }

    /** Pairs that no other pair of the same user or of the same account rivals: nobody's claim is as new, or nearly as new. */
    private Dataset<Row> unrivalled(Dataset<Row> claims) {
        Dataset<Row> ofUser = withoutRival(claims, "user_id", "account_id", "account_verified_at");
        Dataset<Row> ofAccount = withoutRival(claims, "account_id", "user_id", "user_verified_at");
        return claims.join(ofUser, new String[] {"user_id", "account_id"}, "left_semi")
                .join(ofAccount, new String[] {"user_id", "account_id"}, "left_semi");
    }

    private Dataset<Row> withoutRival(Dataset<Row> claims, String of, String rival, String verified) {
        Dataset<Row> others = claims.select(
                col(of).as("same"),
                col(rival).as("other"),
                unix_micros(col(verified)).as("other_at"));
        Column rivals = col(of).equalTo(col("same"))
                .and(col(rival).notEqual(col("other")))
                .and(unix_micros(col(verified)).minus(col("other_at")).lt(facts.linkMarginMicros()));
        return claims.join(others, rivals, "left_anti").select("user_id", "account_id");
    }

    private Dataset<Row> cache(Dataset<Row> rows) {
        Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        cached.add(kept);
        return kept;
    }

    /** Gives back memory and overwrites the key; no check can run after. */
    @Override
    public void close() {
        cached.forEach(rows -> rows.unpersist(true));
        key.close();
    }
}
