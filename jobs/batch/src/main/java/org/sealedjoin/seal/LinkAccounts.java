package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.unix_micros;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

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

    private final SealPolicy policy;
    private final Instant asOf;

    LinkAccounts(SealPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> users, Dataset<Row> accounts, Dataset<Row> cuts) {
        Dataset<Row> pairs = pairs(users, accounts, cuts);
        Dataset<Row> byProfile = unrivalled(pairs.filter(col(Columns.TWO_FACTOR).equalTo(false)));
        return byProfile
                .withColumn(Columns.SCOPE, lit(PROFILE))
                .unionByName(unrivalled(pairs).withColumn(Columns.SCOPE, lit(SAFETY)))
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
    private Dataset<Row> pairs(Dataset<Row> users, Dataset<Row> accounts, Dataset<Row> cuts) {
        Dataset<Row> held = users.filter(col(Columns.TOKEN).isNotNull().and(known(col("phone_verified_at"))))
                .join(cuts, new String[] {Columns.TOKEN}, "left_outer")
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

    private Column known(Column instant) {
        return instant.leq(lit(asOf));
    }

    /** Keeps a pair if its account is the user's clear newest and its user is the account's clear newest. */
    private Dataset<Row> unrivalled(Dataset<Row> pairs) {
        Dataset<Row> ids = pairs.select("user_id", "account_id", Columns.USER_VERIFIED_AT, Columns.ACCOUNT_VERIFIED_AT);
        Dataset<Row> accountOfUser = clearNewest(ids, "user_id", Columns.ACCOUNT_VERIFIED_AT);
        Dataset<Row> userOfAccount = clearNewest(ids, "account_id", Columns.USER_VERIFIED_AT);
        return pairs.join(accountOfUser, new String[] {"user_id", "account_id"}, "left_semi")
                .join(userOfAccount, new String[] {"user_id", "account_id"}, "left_semi");
    }

    private Dataset<Row> clearNewest(Dataset<Row> ids, String of, String verified) {
        var newestFirst = Window.partitionBy(of).orderBy(col(verified).desc());
        long margin = TimeUnit.DAYS.toMicros(policy.linkMarginDays());
        return ids.withColumn("place", row_number().over(newestFirst))
                .withColumn("next", lead(col(verified), 1).over(newestFirst))
                .filter(col("place").equalTo(1))
                .filter(col("next")
                        .isNull()
                        .or(unix_micros(col(verified))
                                .minus(unix_micros(col("next")))
                                .geq(Math.max(margin, 1))))
                .select("user_id", "account_id");
    }
}
