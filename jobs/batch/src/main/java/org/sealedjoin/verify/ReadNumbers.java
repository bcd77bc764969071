package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.token.RunKey;
import org.sealedjoin.token.TokenizeHash;
import org.sealedjoin.token.TokenizeNumber;

/**
 * Every reading of numbers that the second reading makes: each becomes a token of its own key in the select over the scan, and tokens end
 * in the joins of this class. Ids and instants come out.
 *
 * <p>A number's holder holds it from {@code held_from} (null: ever since) until just before {@code held_until} (null: still).
 */
final class ReadNumbers {
    /** Leaves tokens behind: what it takes off came from comparing tokens with each other, never a token itself. */
    private static final Operation SECOND_JOIN = new Operation.LookupJoin("second join", Set.of(Label.TOKEN));

    /** A token, two ids, two instants, a word, and what Spark's table needs beside them. */
    private static final int BYTES_A_HOLDER = 140;

    private final RunKey key;
    private final RunFacts facts;
    private final InputTables input;
    private final Handed handed;

    ReadNumbers(RunKey key, RunFacts facts, InputTables input, Handed handed) {
        this.key = key;
        this.facts = facts;
        this.input = input;
        this.handed = handed;
    }

    /** The operation of the second reading that takes a label off, for the flow guard. */
    static Operation operation() {
        return SECOND_JOIN;
    }

    /**
     * {@code user_id, account_id, two_factor, user_verified_at, account_verified_at, held_from, held_until}: a row for each user and account
     * that verified one number while it was in the same hands.
     */
    Dataset<Row> pairs() {
        Dataset<Row> given = tokenized(input.rows(Inputs.ACCOUNT_PHONES), col("region"))
                .select("account_id", "phone_use", "verified_at", "token");
        Dataset<Row> uses = given.groupBy("account_id", "token")
                .agg(max(col("phone_use").equalTo("two_factor")).as("two_factor"));
        Dataset<Row> accounts = few(given)
                .filter(col("verified_at").leq(lit(facts.asOf())))
                .join(uses, new String[] {"account_id", "token"});
        return leave(held().filter(col("user_verified_at").leq(lit(facts.asOf())))
                .join(accounts, "token")
                .filter(holdsAt(col("verified_at")))
                .groupBy("user_id", "account_id", "two_factor", "user_verified_at", "held_from", "held_until")
                .agg(max(col("verified_at")).as("account_verified_at")));
    }

    /**
     * {@code purpose, owner_user_id, contact_user_id, contact_account_id, while_held, recent}: a row for each address book and person in it.
     *
     * @param holders {@code purpose, user_id, account_id, held_from, held_until} of the people to look for
     * @param count how many rows these are
     */
    Dataset<Row> entries(Dataset<Row> holders, long count) {
        Dataset<Row> regions =
                input.rows(Inputs.MESSAGING_USERS).select(col("user_id").as("owner_user_id"), col("region"));
        Dataset<Row> books = input.rows(Inputs.MESSAGING_CONTACTS)
                .filter(col("added_at").isNull().or(col("added_at").leq(lit(facts.asOf()))))
                .join(broadcast(regions), "owner_user_id")
                .select(
                        col("owner_user_id"),
                        col("added_at"),
                        TokenizeNumber.token(key, col("contact_phone"), col("region"))
                                .getField("token")
                                .as("token"))
                .filter(col("token").isNotNull());
        Dataset<Row> people = holders.join(users().select("user_id", "token"), "user_id")
                .withColumnRenamed("user_id", "contact_user_id")
                .withColumnRenamed("account_id", "contact_account_id");
        Instant oldest = facts.asOf().minus(Duration.ofDays(facts.maxEntryAgeDays()));
        return leave(books.join(handed.ifFew(people, count, BYTES_A_HOLDER), "token")
                .filter(col("owner_user_id").notEqual(col("contact_user_id")))
                .groupBy("purpose", "owner_user_id", "contact_user_id", "contact_account_id")
                .agg(
                        max(holdsAt(col("added_at"))).as("while_held"),
                        max(col("added_at").isNull().or(col("added_at").geq(lit(oldest))))
                                .as("recent")));
    }

    /** {@code account_id, other_account_id}: accounts that give one number, not for two-factor sign-in. */
    Dataset<Row> sameNumber() {
        Dataset<Row> given = few(tokenized(input.rows(Inputs.ACCOUNT_PHONES), col("region"))
                .filter(col("phone_use").equalTo("profile"))
                .select("account_id", "token"));
        Dataset<Row> others = given.withColumnRenamed("account_id", "other_account_id");
        return leave(given.join(others, "token")
                .filter(col("account_id").lt(col("other_account_id")))
                .select("account_id", "other_account_id"));
    }

    /**
     * {@code audience_id, session_id, batch_seq, op, uploaded_at, account_id, while_held}: a row for each uploaded row and person whose
     * number was hashed in it.
     *
     * @param holders {@code user_id, account_id, held_from, held_until} of the people to look for
     */
    Dataset<Row> matches(Dataset<Row> holders) {
        Dataset<Row> forms = input.rows(Inputs.MESSAGING_USERS)
                .select(
                        col("user_id"),
                        TokenizeNumber.tokens(key, col("phone"), col("region")).as("tokens"));
        Dataset<Row> people =
                holders.join(forms.select(col("user_id"), col("tokens.token"), col("tokens.digits_token")), "user_id");
        Dataset<Row> bothForms = people.select("account_id", "held_from", "held_until", "token")
                .union(people.select("account_id", "held_from", "held_until", "digits_token"));
        return leave(uploads()
                .filter(col("token").isNotNull())
                .join(bothForms, "token")
                .select(
                        col("audience_id"),
                        col("session_id"),
                        col("batch_seq"),
                        col("op"),
                        col("uploaded_at"),
                        col("account_id"),
                        holdsAt(col("uploaded_at")).as("while_held")));
    }

    /** {@code audience_id, received, malformed}: how many rows came by the as-of instant. */
    Dataset<Row> received() {
        return leave(uploads()
                .select(col("audience_id"), col("token").isNull().as("bad"))
                .groupBy("audience_id")
                .agg(count(lit(1)).as("received"), count(when(col("bad"), 1)).as("malformed")));
    }

    private static Dataset<Row> leave(Dataset<Row> rows) {
        return SECOND_JOIN.mark(rows, UnaryOperator.identity());
    }

    private Dataset<Row> uploads() {
        return input.rows(Inputs.AUDIENCE_UPLOADS)
                .filter(col("uploaded_at").leq(lit(facts.asOf())))
                .select(
                        col("audience_id"),
                        col("session_id"),
                        col("batch_seq"),
                        col("op"),
                        col("uploaded_at"),
                        TokenizeHash.token(key, col("hashed_phone")).as("token"));
    }

    private Dataset<Row> users() {
        return tokenized(input.rows(Inputs.MESSAGING_USERS), col("region"))
                .select(col("user_id"), col("phone_verified_at").as("user_verified_at"), col("token"));
    }

    /** With {@code token} in place of {@code phone}. */
    private Dataset<Row> tokenized(Dataset<Row> rows, Column region) {
        Column token = TokenizeNumber.token(key, col("phone"), region).getField("token");
        return rows.withColumn("token", token).drop("phone");
    }

    /** Users with the time in which the number was theirs: from the last to the next change of hands around their verification. */
    private Dataset<Row> held() {
        Dataset<Row> users = few(users()).select("token", "user_id", "user_verified_at");
        Column at = col("user_verified_at");
        Column changed = col("changed");
        return users.join(handovers(users), new String[] {"token"}, "left_outer")
                .groupBy("token", "user_id", "user_verified_at")
                .agg(
                        max(when(changed.leq(at), changed)).as("held_from"),
                        min(when(changed.gt(at), changed)).as("held_until"));
    }

    /**
     * {@code user_id, holder_id, at}: for each user when the user's number was released, {@code holder_id} null, and when which user verified
     * it, the first and the user among them.
     */
    Dataset<Row> holders() {
        Dataset<Row> users = few(users()).select("token", "user_id", "user_verified_at");
        Dataset<Row> held = users.select(
                col("token"),
                col("user_id").as("holder_id"),
                col("user_verified_at").as("at"));
        Dataset<Row> released = tokenized(
                        input.rows(Inputs.NUMBER_RELEASES), lit(null).cast("string"))
                .select(col("token"), lit(null).cast("long"), col("released_at"));
        return leave(users.select("token", "user_id")
                .join(held.union(released), "token")
                .select("user_id", "holder_id", "at"));
    }

    /** {@code token, changed}: releases, and verifications of users but the first. */
    private Dataset<Row> handovers(Dataset<Row> users) {
        Dataset<Row> firsts = users.groupBy("token").agg(min("user_verified_at").as("first"));
        Dataset<Row> taken = users.join(firsts, "token")
                .filter(col("user_verified_at").gt(col("first")))
                .select(col("token"), col("user_verified_at").as("changed"));
        Dataset<Row> released = tokenized(
                        input.rows(Inputs.NUMBER_RELEASES), lit(null).cast("string"))
                .select(col("token"), col("released_at").as("changed"));
        return taken.union(released);
    }

    /** A number that too many claim is nobody's; rows without a number are left out. */
    private Dataset<Row> few(Dataset<Row> claims) {
        Dataset<Row> rare = claims.groupBy("token")
                .agg(count(lit(1)).as("claims"))
                .filter(col("claims").leq(facts.maxClaims()))
                .select("token");
        return claims.filter(col("token").isNotNull()).join(rare, new String[] {"token"}, "left_semi");
    }

    /** Whether the holder had the number then. Of a number that never changed hands that is so even if the instant is unknown. */
    private static Column holdsAt(Column instant) {
        Column never = col("held_from").isNull().and(col("held_until").isNull());
        Column after = col("held_from").isNull().or(instant.geq(col("held_from")));
        Column before = col("held_until").isNull().or(instant.lt(col("held_until")));
        return never.or(coalesce(after.and(before), lit(false)));
    }
}
