package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.array_max;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;

/** Who belongs into which audience and what its report must say, by replaying the uploads. */
final class ReadAudiences {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int LONGEST_RETENTION_DAYS = 36_500;
    private static final String[] SESSION = {"audience_id", "session_id"};

    private final Derived derived;
    private final long asOf;

    ReadAudiences(Derived derived) {
        this.derived = derived;
        asOf = ChronoUnit.MICROS.between(Instant.EPOCH, derived.facts().asOf());
    }

    /**
     * {@code audience_id, account_id, stays, in_time, hidden}: every account whose number stood in a session of the audience that counts.
     * {@code stays}: the newest row did not take it out; {@code in_time}: that row's retention is not over; {@code hidden}: the person hid
     * the advertiser.
     */
    Dataset<Row> touched() {
        Dataset<Row> holders = derived.links()
                .filter(col("purpose").equalTo(Purpose.ADS.word()))
                .select("user_id", "account_id", "held_from", "held_until");
        Column row = struct(
                col("closed"),
                col("session_id"),
                col("batch_seq"),
                col("op").equalTo("remove").as("taken_out"),
                unix_micros(col("uploaded_at")).as("at"));
        Dataset<Row> newest = derived.numbers()
                .matches(holders)
                // Whoever once had the number can be taken out by it, but only its holder can be put in.
                .filter(col("while_held").or(col("op").equalTo("remove")))
                .join(sessions(), SESSION)
                .groupBy("audience_id", "account_id")
                .agg(array_max(collect_list(row)).as("newest"));
        Dataset<Row> rows = newest.join(audiences(), "audience_id")
                .select(
                        col("audience_id"),
                        col("advertiser_id"),
                        col("account_id"),
                        not(col("newest.taken_out")).as("stays"),
                        col("newest.at").plus(col("retention")).gt(asOf).as("in_time"));
        return Mark.among(rows, "hidden", hidden(), "account_id", "advertiser_id")
                .select("audience_id", "account_id", "stays", "in_time", "hidden");
    }

    /** Who of {@link #touched} is in the audience, whoever its advertiser is. */
    static Dataset<Row> members(Dataset<Row> touched) {
        return touched.filter(col("stays").and(col("in_time")).and(not(col("hidden"))))
                .select("audience_id", "account_id");
    }

    /** {@code audience_id, reach}: how many people are in each audience that has any. */
    static Dataset<Row> reach(Dataset<Row> touched) {
        return members(touched).groupBy("audience_id").agg(count(lit(1)).as("reach"));
    }

    /**
     * {@code audience_id, owner, due_status, received, malformed, ends}: what the report of each audience must rest on. The status is {@code
     * asks} where a figure or the budget decides.
     */
    Dataset<Row> due() {
        Dataset<Row> active = input(Inputs.ADVERTISERS)
                .filter(col("status").equalTo("active"))
                .select("advertiser_id");
        Dataset<Row> newest = uploads()
                .join(sessions(), SESSION)
                .filter(col("op").notEqual("remove"))
                .groupBy("audience_id")
                .agg(max("at").as("newest_at"));
        String[] key = {"audience_id"};
        return Mark.among(audiences(), "active", active, "advertiser_id")
                .join(newest, key, "left_outer")
                .join(derived.numbers().received(), key, "left_outer")
                .withColumn("ends", col("newest_at").plus(col("retention")))
                .select(
                        col("audience_id"),
                        col("advertiser_id").as("owner"),
                        when(not(col("active")), "suspended")
                                .when(col("ends").isNull(), "processing")
                                .when(col("ends").leq(asOf), "expired")
                                .otherwise("asks")
                                .as("due_status"),
                        coalesce(col("received"), lit(0L)).as("received"),
                        coalesce(col("malformed"), lit(0L)).as("malformed"),
                        col("ends"));
    }

    /** {@code audience_id, advertiser_id, retention} in microseconds. */
    Dataset<Row> audiences() {
        return input(Inputs.AUDIENCES)
                .select(
                        col("audience_id"),
                        col("advertiser_id"),
                        least(col("retention_days"), lit(LONGEST_RETENTION_DAYS))
                                .cast("long")
                                .multiply(MICROS_PER_DAY)
                                .as("retention"));
    }

    /** {@code audience_id, session_id, closed}: sessions of which every batch came and that no later session replaced. */
    private Dataset<Row> sessions() {
        Dataset<Row> whole = uploads()
                .join(inQuota(), new String[] {SESSION[0], SESSION[1], "batch_seq"}, "left_semi")
                .groupBy(SESSION[0], SESSION[1])
                .agg(
                        collect_set("batch_seq").as("batches"),
                        max(when(col("last_batch"), col("batch_seq"))).as("last"),
                        max(when(col("last_batch"), col("at"))).as("closed"),
                        max(col("op").equalTo("replace")).as("replaces"))
                // As many different batches as the number of the last, and none beyond: so 1 to the last.
                .filter(array_max(col("batches")).equalTo(col("last")))
                .filter(size(col("batches")).equalTo(col("last")));
        var inOrder = Window.partitionBy("audience_id")
                .orderBy(col("closed").desc(), col("session_id").desc())
                .rowsBetween(Window.unboundedPreceding(), -1);
        Column replacedLater = max(col("replaces")).over(inOrder);
        return whole.withColumn("replaced", coalesce(replacedLater, lit(false)))
                .filter(not(col("replaced")))
                .select("audience_id", "session_id", "closed");
    }

    /** {@code audience_id, session_id, batch_seq}: batches that came before the advertiser's rows of that day were too many. */
    private Dataset<Row> inQuota() {
        var thatDay = Window.partitionBy("advertiser_id", "day")
                .orderBy("came", "audience_id", "session_id", "batch_seq")
                .rowsBetween(Window.unboundedPreceding(), 0);
        return uploads()
                .join(audiences(), "audience_id")
                .groupBy("advertiser_id", "audience_id", "session_id", "batch_seq")
                .agg(max("at").as("came"), count(lit(1)).as("size"))
                .withColumn("day", floor(col("came").divide(MICROS_PER_DAY)))
                .withColumn("by_then", functions.sum("size").over(thatDay))
                .filter(col("by_then").leq(derived.facts().maxRowsPerDay()))
                .select("audience_id", "session_id", "batch_seq");
    }

    private Dataset<Row> uploads() {
        return derived.input()
                .rowsWithoutNumbers(Inputs.AUDIENCE_UPLOADS)
                .withColumn("at", unix_micros(col("uploaded_at")))
                .filter(col("at").leq(asOf));
    }

    /** {@code account_id, advertiser_id}: people whose newest choice was to hide; of choices at one instant, hiding wins. */
    private Dataset<Row> hidden() {
        Column choice = struct(
                unix_micros(col("at")).as("at"), col("choice").equalTo("hide").as("hides"));
        return input(Inputs.AD_PREFERENCES)
                .groupBy("account_id", "advertiser_id")
                .agg(array_max(collect_list(choice)).as("newest"))
                .filter(col("newest.hides"));
    }

    private Dataset<Row> input(Table table) {
        return derived.input().rows(table);
    }
}
