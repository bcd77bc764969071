package org.sealedjoin.products.usage;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.guard.FlowGuard;

/**
 * Counts people and their messages in the cells of blocks, without noise: nothing of it may leave but through {@link ReleaseUsage}. A person is
 * active on a day on which the person sent a message, and counts in the region that the messaging platform gives; messages of a person and
 * day count up to a limit, rows of one day together.
 *
 * <p>Out: {@code measure, span, part, region, value LONG}; cells without people have no row. People of regions that are not told one by one are
 * in {@value #REST}, and everybody once more in {@value #ALL}.
 */
public final class CountUsage {
    static final String ALL = "all";
    static final String REST = "rest";

    private static final StructType DAYS = new StructType()
            .add("measure", DataTypes.StringType, false)
            .add("span", DataTypes.StringType, false)
            .add("epoch_day", DataTypes.IntegerType, false);
    private static final StructType COHORTS = new StructType()
            .add("span", DataTypes.StringType, false)
            .add("weeks", DataTypes.IntegerType, false)
            .add("epoch_day", DataTypes.IntegerType, false);

    private final UsagePolicy policy;
    private final List<Block> blocks;

    public CountUsage(UsagePolicy policy, List<Block> blocks) {
        this.policy = policy;
        this.blocks = List.copyOf(blocks);
    }

    /**
     * Counts.
     *
     * @param users {@code user_id, region, registered_at} of people who agreed
     * @param usage {@code user_id, day, messages_sent} of people who agreed
     * @param links {@code user_id, account_id} of people who agreed on both sides
     * @param activity {@code account_id, day} of people who agreed
     */
    public Dataset<Row> apply(Dataset<Row> users, Dataset<Row> usage, Dataset<Row> links, Dataset<Row> activity) {
        Dataset<Row> people = users.select(
                col("user_id"),
                when(col("region").isInCollection(policy.regions()), col("region"))
                        .otherwise(REST)
                        .as("region"),
                date_trunc("week", col("registered_at")).cast("date").as("joined"));
        Dataset<Row> days = days(users.sparkSession());
        Dataset<Row> sent = usage.join(broadcast(days.select("day").distinct()), new String[] {"day"}, "left_semi")
                .groupBy("user_id", "day")
                .agg(sum("messages_sent").as("sent"))
                .filter(col("sent").gt(0));
        Dataset<Row> cells = ofDays(sent.join(people, "user_id"), days)
                .unionByName(ofLongerSpans(people, sent, days))
                .unionByName(both(people, sent, links, activity, days));
        return cells.unionByName(cells.withColumn("region", lit(ALL)))
                .groupBy("measure", "span", "part", "region")
                .agg(sum("value").as("value"));
    }

    /** A person has one row a day, so nobody need be told apart: people come down to days and regions before measures are told apart. */
    private Dataset<Row> ofDays(Dataset<Row> sent, Dataset<Row> days) {
        Column messages = col("measure").equalTo(Measure.MESSAGES.word());
        return sent.groupBy("day", "region")
                .agg(
                        count(lit(1)).as("people"),
                        sum(least(col("sent"), lit((long) policy.maxMessages())))
                                .as("messages"))
                .join(broadcast(of(days, Measure.DAILY, Measure.MESSAGES)), "day")
                .select(
                        col("measure"),
                        col("span"),
                        when(messages, "messages").otherwise("active").as("part"),
                        col("region"),
                        when(messages, col("messages")).otherwise(col("people")).as("value"));
    }

    private Dataset<Row> ofLongerSpans(Dataset<Row> people, Dataset<Row> sent, Dataset<Row> days) {
        Dataset<Row> longer = of(days, Measure.WEEKLY, Measure.MONTHLY, Measure.RETENTION);
        Dataset<Row> active = sent.join(broadcast(longer.select("day", "span").distinct()), "day")
                .select("user_id", "span")
                .distinct();
        Dataset<Row> measures = of(days, Measure.WEEKLY, Measure.MONTHLY)
                .select("measure", "span")
                .distinct();
        return active.join(people, "user_id")
                .groupBy("span", "region")
                .agg(count(lit(1)).as("value"))
                .join(broadcast(measures), "span")
                .select(col("measure"), col("span"), lit("active").as("part"), col("region"), col("value"))
                .unionByName(retention(people, active, cohorts(people.sparkSession())));
    }

    private static Dataset<Row> of(Dataset<Row> days, Measure... measures) {
        return days.filter(
                col("measure").isin(Arrays.stream(measures).map(Measure::word).toArray()));
    }

    private static Dataset<Row> retention(Dataset<Row> people, Dataset<Row> active, Dataset<Row> cohorts) {
        Dataset<Row> returned =
                active.select(col("user_id"), col("span"), lit("returned_").as("returned"));
        return people.join(broadcast(cohorts), "joined")
                .join(returned, new String[] {"user_id", "span"}, "left_outer")
                .select(
                        lit(Measure.RETENTION.word()).as("measure"),
                        col("span"),
                        concat(coalesce(col("returned"), lit("gone_")), col("weeks"))
                                .as("part"),
                        col("region"))
                .groupBy("measure", "span", "part", "region")
                .agg(count(lit(1)).as("value"));
    }

    /** Linked people who were active on either platform, apart for both and one. */
    private static Dataset<Row> both(
            Dataset<Row> people, Dataset<Row> sent, Dataset<Row> links, Dataset<Row> activity, Dataset<Row> days) {
        Dataset<Row> asked = of(days, Measure.BOTH);
        Dataset<Row> askedDays = broadcast(asked.select("day"));
        Dataset<Row> messaging = sent.join(askedDays, new String[] {"day"}, "left_semi")
                .join(links.select("user_id").distinct(), new String[] {"user_id"}, "left_semi")
                .select(col("user_id"), col("day"), lit(1).as("messaging"), lit(0).as("social"));
        Dataset<Row> social = activity.join(askedDays, new String[] {"day"}, "left_semi")
                .join(links, "account_id")
                .select(col("user_id"), col("day"), lit(0).as("messaging"), lit(1).as("social"));
        Column both = max("messaging").plus(max("social")).equalTo(2);
        return messaging
                .unionByName(social)
                .groupBy("user_id", "day")
                .agg(when(both, "both").otherwise("one").as("part"))
                .join(people, "user_id")
                .groupBy("day", "part", "region")
                .agg(count(lit(1)).as("value"))
                .join(broadcast(asked), "day")
                .select("measure", "span", "part", "region", "value");
    }

    private Dataset<Row> days(SparkSession spark) {
        var rows = new ArrayList<Row>();
        for (Block block : blocks) {
            for (LocalDate day : block.days()) {
                rows.add(RowFactory.create(block.measure().word(), block.span().name(), (int) day.toEpochDay()));
            }
        }
        return rows(spark, rows, DAYS)
                .select(
                        col("measure"),
                        col("span"),
                        date_from_unix_date(col("epoch_day")).as("day"));
    }

    private Dataset<Row> cohorts(SparkSession spark) {
        var rows = new ArrayList<Row>();
        for (Block block : blocks) {
            for (Measure.Group group : block.measure().groups()) {
                if (group.weeksAfter() > 0) {
                    rows.add(RowFactory.create(block.span().name(), group.weeksAfter(), (int)
                            block.period(group).from().toEpochDay()));
                }
            }
        }
        return rows(spark, rows, COHORTS)
                .select(
                        col("span"),
                        col("weeks"),
                        date_from_unix_date(col("epoch_day")).as("joined"));
    }

    /** Days and cohorts follow from the calendar: nothing about anybody. */
    private static Dataset<Row> rows(SparkSession spark, List<Row> rows, StructType schema) {
        return FlowGuard.of(spark).declare(spark.createDataFrame(rows, schema), Map.of());
    }
}
