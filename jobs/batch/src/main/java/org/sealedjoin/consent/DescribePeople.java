package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dayofmonth;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.month;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.base.Platform;
import org.sealedjoin.consent.ConsentPolicy.Silence;

/**
 * People of both platforms in; one narrow row a person out, with all that decides about them besides their own events, and
 * the region by which they are counted. Everything wide (status, birth dates) ends here, before anything is shuffled.
 */
final class DescribePeople {
    static final String TAKES_PART = "takes_part";
    static final String TAKES_PART_FOR_SAFETY = "takes_part_for_safety";
    /** The reason why a person is not shown ads on account of age; null if none. */
    static final String AGE_REFUSAL = "age_refusal";
    /** True where silence is always a no and a late denial always counts. */
    static final String MUST_OPT_IN = "must_opt_in";
    /** The reason of the decision if the person said nothing. */
    static final String IF_SILENT = "if_silent";

    /** Days as yyyymmdd, so that the difference of two counts whole years: who was born on 29 February is 18 on 1 March. */
    private static final long EIGHTEEN_YEARS = 18_00_00;

    private final ConsentPolicy policy;
    private final Instant asOf;

    DescribePeople(ConsentPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> messagingUsers, Dataset<Row> socialAccounts, Dataset<Row> termsInForce) {
        Column status = coalesce(col("status"), lit(""));
        Dataset<Row> users = messagingUsers
                .crossJoin(broadcast(termsInForce))
                .select(
                        lit(Platform.MESSAGING.word()).as(DecideConsent.PLATFORM),
                        col("user_id").as(DecideConsent.SUBJECT_ID),
                        col(DecideConsent.REGION),
                        status.equalTo("active").as(TAKES_PART),
                        status.isin("active", "banned").as(TAKES_PART_FOR_SAFETY),
                        lit(null).cast(DataTypes.StringType).as(AGE_REFUSAL),
                        mustOptIn().as(MUST_OPT_IN),
                        silenceOfUser().as(IF_SILENT));
        Dataset<Row> accounts = socialAccounts.select(
                lit(Platform.SOCIAL.word()).as(DecideConsent.PLATFORM),
                col("account_id").as(DecideConsent.SUBJECT_ID),
                col(DecideConsent.REGION),
                status.equalTo("active").as(TAKES_PART),
                status.isin("active", "disabled").as(TAKES_PART_FOR_SAFETY),
                ageRefusal().as(AGE_REFUSAL),
                lit(true).as(MUST_OPT_IN),
                word(ConsentReason.SILENT).as(IF_SILENT));
        return users.unionByName(accounts);
    }

    private Column ageRefusal() {
        LocalDate today = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
        long now = today.getYear() * 10_000L + today.getMonthValue() * 100L + today.getDayOfMonth();
        Column birthDate = col("birth_date");
        Column born = year(birthDate)
                .multiply(lit(10_000L))
                .plus(month(birthDate).multiply(lit(100L)))
                .plus(dayofmonth(birthDate));
        return when(birthDate.isNull(), word(ConsentReason.AGE_UNKNOWN))
                .when(lit(now).minus(born).lt(EIGHTEEN_YEARS), word(ConsentReason.UNDER_AGE));
    }

    /** A person whose region is blank may live in any region, so also in one of these. */
    private static Column mustOptIn() {
        Column region = FindTermsInForce.bare(coalesce(col("region"), lit("")));
        return region.equalTo("").or(array_contains(col(FindTermsInForce.OPT_IN_REGIONS), region));
    }

    private Column silenceOfUser() {
        Column reason = when(col(FindTermsInForce.VERSION).isNull(), word(ConsentReason.SILENT_NO_TERMS))
                .when(
                        col("registered_at").geq(col(FindTermsInForce.ANNOUNCED_AT)),
                        word(ConsentReason.SILENT_JOINED_LATER))
                .when(lit(asOf).lt(col(FindTermsInForce.WINDOW_END)), word(ConsentReason.SILENT_WINDOW_OPEN));
        if (policy.silence() == Silence.DENY) {
            return reason.otherwise(word(ConsentReason.SILENT));
        }
        return reason.when(mustOptIn(), word(ConsentReason.SILENT_OPT_IN_REGION))
                .otherwise(word(ConsentReason.SILENCE_ACCEPTED));
    }

    private static Column word(ConsentReason reason) {
        return lit(reason.word());
    }
}
