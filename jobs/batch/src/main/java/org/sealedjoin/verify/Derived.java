package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.token.RunKey;

/**
 * What the input says, worked out again from nothing but the input and the run's instants and settings. Ids and instants only, cached
 * because many checks ask for them; tokens are made under a key of its own and not cached,
 * though Spark holds those that it handed to tasks until this is closed.
 */
final class Derived implements AutoCloseable {
    /** A word and two ids, and what Spark's table needs beside them. */
    private static final int BYTES_AN_OWNER = 100;

    private final RunKey key;
    private final RunFacts facts;
    private final InputTables input;
    private final Handed handed;
    private final ReadNumbers numbers;
    private final List<Kept> cached = new ArrayList<>();
    private final Dataset<Row> yes;
    private final Dataset<Row> pairs;
    private final Dataset<Row> links;
    private final Dataset<Row> agreed;
    private final Dataset<Row> edges;

    Derived(InputTables input, RunFacts facts, SecureRandom random, Handed handed) {
        this.input = input;
        this.facts = facts;
        this.handed = handed;
        key = RunKey.draw(random);
        numbers = new ReadNumbers(key, facts, input, handed);
        yes = cache(new ReadConsent(facts).apply(input));
        pairs = cache(numbers.pairs());
        links = cache(claims(pairs));
        agreed = cache(agreed());
        edges = cache(edges());
    }

    RunFacts facts() {
        return facts;
    }

    InputTables input() {
        return input;
    }

    Handed handed() {
        return handed;
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

    /** {@code purpose, user_id, account_id, linked_since}: links by clear claims, agreed to or not. */
    Dataset<Row> claimed() {
        Column purposes = array(Purpose.words().stream().map(word -> lit(word)).toArray(Column[]::new));
        return links.withColumn("purpose", explode(purposes))
                .filter(clearForPurpose())
                .select(col("purpose"), col("user_id"), col("account_id"), since().as("linked_since"));
    }

    /** {@code user_id, account_id}: the same person, agreed or not; good for taking away only. */
    Dataset<Row> identities() {
        return links.filter(col("clear")).select("user_id", "account_id");
    }

    /** {@code purpose, user_id, account_id, linked_since, held_from, held_until}: links that both sides agreed to. */
    Dataset<Row> links() {
        return agreed;
    }

    /** {@code purpose, account_id, contact_account_id, while_held, recent, hub}: entries of books whose owner and contact both agreed. */
    Dataset<Row> entries() {
        return edges;
    }

    /** The entries that may be edges. */
    Dataset<Row> edgesAllowed() {
        Column tooWeak = col("hub").or(not(col("recent")));
        return edges.filter(col("while_held"))
                .filter(not(tooWeak.and(col("purpose").equalTo(Purpose.FRIENDS.word()))));
    }

    private Dataset<Row> agreed() {
        return links.join(yes(Platform.MESSAGING, "user_id"), "user_id")
                .join(yes(Platform.SOCIAL, "account_id"), new String[] {"account_id", "purpose"})
                .filter(clearForPurpose())
                .select(
                        col("purpose"),
                        col("user_id"),
                        col("account_id"),
                        since().as("linked_since"),
                        col("held_from"),
                        col("held_until"));
    }

    private static Column since() {
        return greatest(col("user_verified_at"), col("account_verified_at"));
    }

    private static Column clearForPurpose() {
        return when(col("purpose").equalTo(Purpose.SAFETY.word()), col("clear_for_safety"))
                .otherwise(col("clear"));
    }

    /**
     * Pairs with {@code clear}: by a profile number, and no other such pair of the user or of the account is as new, or nearly as new; and
     * {@code clear_for_safety}: the same among all pairs.
     */
    private Dataset<Row> claims(Dataset<Row> pairs) {
        Column profile = not(col("two_factor"));
        Column ofUser = rivals("user_id", "account_verified_at", lit(true));
        Column ofAccount = rivals("account_id", "user_verified_at", lit(true));
        Column profileOfUser = rivals("user_id", "account_verified_at", profile);
        Column profileOfAccount = rivals("account_id", "user_verified_at", profile);
        return pairs.withColumn("clear", profile.and(profileOfUser.leq(1)).and(profileOfAccount.leq(1)))
                .withColumn("clear_for_safety", ofUser.leq(1).and(ofAccount.leq(1)));
    }

    /** How many pairs of the same person, itself among them, are newer than the margin before it. */
    private Column rivals(String person, String verified, Column which) {
        var notMuchOlder = Window.partitionBy(person)
                .orderBy(unix_micros(col(verified)))
                .rangeBetween(1 - facts.linkMarginMicros(), Window.unboundedFollowing());
        return count(when(which, 1)).over(notMuchOlder);
    }

    private Dataset<Row> edges() {
        Dataset<Row> inBooks = agreed.filter(col("purpose").isin(Purpose.FRIENDS.word(), Purpose.SAFETY.word()));
        long links = Counts.of(inBooks);
        Dataset<Row> owners = inBooks.select(col("purpose"), col("user_id").as("owner_user_id"), col("account_id"));
        Dataset<Row> entries = cache(numbers.entries(inBooks.drop("linked_since"), links));
        // A book counts whoever owns it. Only few people can stand in so many.
        Dataset<Row> hubs = entries.groupBy("purpose", "contact_user_id")
                .agg(count(lit(1)).gt(facts.maxBookDegree()).as("hub"))
                .filter(col("hub"));
        return entries.join(broadcast(hubs), new String[] {"purpose", "contact_user_id"}, "left_outer")
                .join(handed.ifFew(owners, links, BYTES_AN_OWNER), new String[] {"purpose", "owner_user_id"})
                .select(
                        col("purpose"),
                        col("account_id"),
                        col("contact_account_id"),
                        col("while_held"),
                        col("recent"),
                        col("hub").isNotNull().as("hub"));
    }

    private Dataset<Row> cache(Dataset<Row> rows) {
        var kept = new Kept(rows);
        cached.add(kept);
        return kept.rows();
    }

    /** Gives back memory and overwrites the key; no check can run after. */
    @Override
    public void close() {
        // The last first: what rests on something that is given back would be planned anew to be kept on.
        for (int i = cached.size() - 1; i >= 0; i--) {
            cached.get(i).close();
        }
        key.close();
    }
}
