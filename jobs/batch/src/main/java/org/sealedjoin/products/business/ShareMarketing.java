package org.sealedjoin.products.business;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Shares what is left of each person's weekly marketing among the owners of the businesses that may send it: each owner gets one message or
 * none, whoever sent the person least comes first, and chance that changes daily decides between equals. Owners, so that a business gains
 * nothing by splitting itself.
 *
 * <p>In: see {@link #apply}. Out: {@code business_id, category, user_id}, a row for each marketing message that may be sent before the next
 * run.
 */
public final class ShareMarketing {
    private static final Duration WEEK = Duration.ofDays(7);

    private final BusinessPolicy policy;
    private final Instant asOf;

    public ShareMarketing(BusinessPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    /**
     * @param permitted {@code business_id, owner_id, category, user_id} of {@link PermitMessages}
     * @param businesses {@code business_id, owner_id}
     * @param sends {@code business_sends} to people who agreed
     */
    public Dataset<Row> apply(Dataset<Row> permitted, Dataset<Row> businesses, Dataset<Row> sends) {
        Dataset<Row> sent = sends.filter(col("category").equalTo(NewestChoices.MARKETING))
                .filter(col("sent_at")
                        .gt(lit(asOf.minus(WEEK)))
                        .and(col("sent_at").leq(lit(asOf))))
                .groupBy("user_id", "business_id")
                .agg(count(lit(1)).as("from_business"));
        // What businesses sent that are in no table counts for the person, but for no owner.
        Dataset<Row> inAll = sent.groupBy("user_id").agg(sum("from_business").as("in_all"));
        Dataset<Row> fromOwner = sent.join(businesses.select("business_id", "owner_id"), "business_id")
                .groupBy("user_id", "owner_id")
                .agg(sum("from_business").as("from_owner"));
        Dataset<Row> wishes = permitted
                .filter(col("category").equalTo(NewestChoices.MARKETING))
                .join(inAll, new String[] {"user_id"}, "left_outer")
                .withColumn("left", lit((long) policy.marketingPerWeek()).minus(orNone("in_all")))
                .filter(col("left").gt(0))
                .join(fromOwner, new String[] {"user_id", "owner_id"}, "left_outer")
                .join(sent, new String[] {"user_id", "business_id"}, "left_outer");
        var ofOwner = Window.partitionBy("user_id", "owner_id")
                .orderBy(orNone("from_business"), turn("business_id"), col("business_id"));
        var ofPerson = Window.partitionBy("user_id").orderBy(orNone("from_owner"), turn("owner_id"), col("owner_id"));
        return wishes.withColumn("place", row_number().over(ofOwner))
                .filter(col("place").equalTo(1))
                .withColumn("place", row_number().over(ofPerson))
                .filter(col("place").leq(col("left")))
                .select("business_id", "category", "user_id");
    }

    private static Column orNone(String count) {
        return coalesce(col(count), lit(0L));
    }

    /** Chance that is the same in every run of a day, for a person and whoever {@code id} names. */
    private Column turn(String id) {
        long day = LocalDate.ofInstant(asOf, ZoneOffset.UTC).toEpochDay();
        return xxhash64(col("user_id"), col(id), lit(day));
    }
}
