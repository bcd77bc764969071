package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;

import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;

/** Who may receive what from which business, read again from the input. */
final class ReadBusinesses {
    private static final int WEEK_DAYS = 7;

    private final Derived derived;

    ReadBusinesses(Derived derived) {
        this.derived = derived;
    }

    /** {@code business_id, user_id, owner_id}: customers of known businesses, agreed or not; none if stops are not known. */
    Dataset<Row> customers() {
        return derived.input()
                .rows(Inputs.BUSINESS_CUSTOMERS)
                .filter(lit(derived.input().has(Inputs.BUSINESS_PREFERENCES)))
                .filter(col("since").leq(lit(derived.facts().asOf())))
                .select("business_id", "user_id")
                .distinct()
                .join(owners(), "business_id");
    }

    /** {@code user_id}: who agreed to messages from businesses. */
    Dataset<Row> agreed() {
        return derived.yes(Platform.MESSAGING, "user_id")
                .filter(col("purpose").equalTo(Purpose.BUSINESS_MESSAGES.word()))
                .select("user_id");
    }

    /** {@code business_id, category, user_id, owner_id, answer}: what {@link AskCustomer} says of each agreed customer and kind of message. */
    Dataset<Row> answers() {
        Column kinds =
                array(Inputs.MESSAGE_CATEGORIES.stream().map(kind -> lit(kind)).toArray(Column[]::new));
        Dataset<Row> choices = derived.input()
                .rows(Inputs.BUSINESS_PREFERENCES)
                .groupBy("user_id")
                .agg(collect_list(struct(
                                col("business_id"),
                                col("category"),
                                col("choice"),
                                unix_micros(col("at")).as("at")))
                        .as("choices"));
        Column answer = udf(new AskCustomer(derived.facts()), DataTypes.StringType)
                .apply(col("business_id"), col("category"), col("choices"));
        return customers()
                .join(agreed(), "user_id")
                .join(choices, new String[] {"user_id"}, "left_outer")
                .withColumn("category", explode(kinds))
                .select(col("business_id"), col("category"), col("user_id"), col("owner_id"), answer.as("answer"));
    }

    /** {@code user_id, business_id, owner_id}: marketing of the last seven days, a row a message; the owner null if the business is not known. */
    Dataset<Row> marketingOfWeek() {
        var asOf = derived.facts().asOf();
        return derived.input()
                .rows(Inputs.BUSINESS_SENDS)
                .filter(col("category").equalTo("marketing"))
                .filter(col("sent_at").gt(lit(asOf.minus(WEEK_DAYS, ChronoUnit.DAYS))))
                .filter(col("sent_at").leq(lit(asOf)))
                .join(owners(), new String[] {"business_id"}, "left_outer")
                .select("user_id", "business_id", "owner_id");
    }

    /** {@code business_id, category, user_id}: marketing that may be sent; none if it is not known what was sent. */
    Dataset<Row> marketing(Dataset<Row> answers) {
        Dataset<Row> asked = answers.filter(col("answer").equalTo(AskCustomer.MAY))
                .filter(col("category").equalTo("marketing"))
                .filter(lit(derived.input().has(Inputs.BUSINESS_SENDS)))
                .groupBy("user_id")
                .agg(collect_list(struct("business_id", "owner_id")).as("asked"));
        Dataset<Row> came = marketingOfWeek()
                .groupBy("user_id")
                .agg(collect_list(struct("business_id", "owner_id")).as("came"));
        Column whose = udf(new ShareWeek(derived.facts()), DataTypes.createArrayType(DataTypes.LongType))
                .apply(col("user_id"), col("asked"), col("came"));
        return asked.join(came, new String[] {"user_id"}, "left_outer")
                .select(explode(whose).as("business_id"), lit("marketing").as("category"), col("user_id"));
    }

    /** {@code business_id, owner_id}. */
    Dataset<Row> owners() {
        return derived.input().rows(Inputs.BUSINESSES).select("business_id", "owner_id");
    }
}
