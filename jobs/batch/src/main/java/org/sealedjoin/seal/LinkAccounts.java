package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;

/**
 * Links users and accounts that verified the same number within one ownership epoch.
 *
 * <p>Several accounts that claim one user, or several users one account: the newest verified claim counts if it is newer than the next
 * by the margin, else none does. Claims count whether or not people agreed: that only ever removes a link.
 *
 * <p>In: {@code users(user_id, token, digits_token, phone_verified_at)}, {@code accounts(account_id, token, phone_use, verified_at)},
 * {@code cuts} of {@link CutEpochs}. Out: {@code scope STRING, user_id, account_id, linked_since, token, digits_token, epoch_start,
 * epoch_end}. Scope {@code profile} holds links by numbers given for the profile, good for every purpose but safety; scope
 * {@code safety} holds links by any number, good for safety alone.
 */
final class LinkAccounts {
    static final String PROFILE = "profile";
    static final String SAFETY = "safety";

    static final Operation EPOCH_CUT = new Operation.Subtract("epoch cut", Columns.CUTS);
    static final Operation LINK_MARGIN = new Operation.Subtract("link margin");

    private final SealPolicy policy;
    private final Instant asOf;

    LinkAccounts(SealPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    /**
     * The links among {@code pairs} of {@link #pairs}.
     *
     * @param contested of {@link #contested}
     */
    Dataset<Row> apply(Dataset<Row> pairs, Dataset<Row> contested) {
        return unrivalled(inScopes(pairs), inScopes(contested))
                .select(
                        col(Columns.SCOPE),
                        col("user_id"),
                        col("account_id"),
                        greatest(col(Columns.USER_VERIFIED_AT), col(Columns.ACCOUNT_VERIFIED_AT))
                                .as("linked_since"),
                        col(Columns.TOKEN),
                        col(Columns.DIGITS_TOKEN),
                        col(Columns.EPOCH_START),
                        col(Columns.EPOCH_END));
    }

    /** One row for each user and account that verified a number in the same epoch of it, by the as-of instant. */
    Dataset<Row> pairs(Dataset<Row> users, Dataset<Row> accounts, Dataset<Row> cuts) {
        Dataset<Row> held = EPOCH_CUT
                .mark(
                        users.filter(col(Columns.TOKEN).isNotNull().and(known(col("phone_verified_at")))),
                        all -> all.join(cuts, new String[] {Columns.TOKEN}, "left_outer"))
                .select(
                        col("user_id"),
                        col(Columns.TOKEN),
                        col(Columns.DIGITS_TOKEN),
                        col("phone_verified_at").as(Columns.USER_VERIFIED_AT),
                        Epoch.start(col("phone_verified_at")).as(Columns.EPOCH_START),
                        Epoch.end(col("phone_verified_at")).as(Columns.EPOCH_END));
        Dataset<Row> given = accounts.filter(col(Columns.TOKEN).isNotNull());
        Dataset<Row> twoFactor = given.groupBy(col("account_id"), col(Columns.TOKEN))
                .agg(max(col("phone_use").equalTo("two_factor")).as(Columns.TWO_FACTOR));
        Dataset<Row> verified = given.filter(known(col("verified_at")))
                .select(
                        col("account_id"),
                        col(Columns.TOKEN),
                        col("verified_at").as(Columns.ACCOUNT_VERIFIED_AT))
                .join(twoFactor, new String[] {"account_id", Columns.TOKEN});
        return held.join(verified, Columns.TOKEN)
                .filter(Epoch.holds(col(Columns.ACCOUNT_VERIFIED_AT)))
                .groupBy(
                        col("user_id"),
                        col("account_id"),
                        col(Columns.TOKEN),
                        col(Columns.DIGITS_TOKEN),
                        col(Columns.TWO_FACTOR),
                        col(Columns.USER_VERIFIED_AT),
                        col(Columns.EPOCH_START),
                        col(Columns.EPOCH_END))
                .agg(max(col(Columns.ACCOUNT_VERIFIED_AT)).as(Columns.ACCOUNT_VERIFIED_AT));
    }

    /**
     * {@code user_id, account_id, user_verified_at, account_verified_at, two_factor}: the few pairs that share their user or their account with another; only
     * they can rival a pair.
     */
    Dataset<Row> contested(Dataset<Row> pairs) {
        Dataset<Row> narrow = pairs.select(
                "user_id", "account_id", Columns.USER_VERIFIED_AT, Columns.ACCOUNT_VERIFIED_AT, Columns.TWO_FACTOR);
        return severalOf("user_id", narrow)
                .unionByName(severalOf("account_id", narrow))
                .distinct();
    }

    private static Dataset<Row> severalOf(String id, Dataset<Row> pairs) {
        Dataset<Row> several = pairs.groupBy(col(id).as("several_id"))
                .agg(count(lit(1)).as("pairs"))
                .filter(col("pairs").gt(1));
        return pairs.join(several, col(id).equalTo(col("several_id")), "left_semi");
    }

    private Column known(Column instant) {
        return instant.leq(lit(asOf));
    }

    private static Dataset<Row> inScopes(Dataset<Row> pairs) {
        Column scopes = when(col(Columns.TWO_FACTOR).equalTo(false), array(lit(PROFILE), lit(SAFETY)))
                .otherwise(array(lit(SAFETY)));
        return pairs.withColumn(Columns.SCOPE, explode(scopes));
    }

    /** Keeps a pair of a scope if its account is the user's clear newest and its user is the account's clear newest. */
    private Dataset<Row> unrivalled(Dataset<Row> pairs, Dataset<Row> contested) {
        Dataset<Row> rivals = contested.select(
                col(Columns.SCOPE).as("rival_scope"),
                col("user_id").as("rival_user_id"),
                col("account_id").as("rival_account_id"),
                col(Columns.USER_VERIFIED_AT).as("rival_user_verified_at"),
                col(Columns.ACCOUNT_VERIFIED_AT).as("rival_account_verified_at"));
        Column sameScope = col(Columns.SCOPE).equalTo(col("rival_scope"));
        Column otherAccount = sameScope
                .and(col("user_id").equalTo(col("rival_user_id")))
                .and(col("account_id").notEqual(col("rival_account_id")))
                .and(tooClose(col(Columns.ACCOUNT_VERIFIED_AT), col("rival_account_verified_at")));
        Column otherUser = sameScope
                .and(col("account_id").equalTo(col("rival_account_id")))
                .and(col("user_id").notEqual(col("rival_user_id")))
                .and(tooClose(col(Columns.USER_VERIFIED_AT), col("rival_user_verified_at")));
        Dataset<Row> onlyAccount = LINK_MARGIN.mark(pairs, all -> all.join(rivals, otherAccount, "left_anti"));
        return LINK_MARGIN.mark(onlyAccount, all -> all.join(rivals, otherUser, "left_anti"));
    }

    /** True unless {@code verified} is newer than the rival's by the margin; ties rival each other even if the margin is none. */
    private Column tooClose(Column verified, Column rival) {
        long margin = Math.max(TimeUnit.DAYS.toMicros(policy.linkMarginDays()), 1);
        return unix_micros(verified).minus(unix_micros(rival)).lt(margin);
    }
}
