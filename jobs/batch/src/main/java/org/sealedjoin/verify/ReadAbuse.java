package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.when;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;

/** What the input tables hold against people who are linked and agreed to safety on both sides. */
final class ReadAbuse {
    private final Derived derived;
    private final LocalDate today;

    ReadAbuse(Derived derived) {
        this.derived = derived;
        today = LocalDate.ofInstant(derived.facts().asOf(), ZoneOffset.UTC);
    }

    /** {@code platform, subject_id}: everybody with whom a signal may deal. */
    Dataset<Row> people() {
        return bothSides(links());
    }

    /** {@code user_id, account_id, origin, signal, evidence_day}: all that is known of linked people, and which platform knows it. Worth keeping. */
    Dataset<Row> known() {
        Dataset<Row> used = strangers().groupBy("user_id").agg(max("day").as("evidence_day"));
        Dataset<Row> changed = changes().groupBy("user_id").agg(max("day").as("evidence_day"));
        Dataset<Row> onMessaging = named(used, "unsolicited_messages")
                .union(named(used, "burst"))
                .union(named(changed, "number_churn"))
                .union(named(reports(Platform.MESSAGING, "user_id"), "reports"))
                .union(named(sanctioned(Inputs.MESSAGING_USERS, "user_id", "banned"), "sanction"));
        Dataset<Row> onSocial = named(reports(Platform.SOCIAL, "account_id"), "reports")
                .union(named(sanctioned(Inputs.SOCIAL_ACCOUNTS, "account_id", "disabled"), "sanction"));
        return ofLinked(onMessaging, "user_id", Platform.MESSAGING)
                .unionByName(ofLinked(onSocial, "account_id", Platform.SOCIAL));
    }

    /** {@code platform, subject_id, signal, evidence_day}: what may be told to whom: a platform is told what the other one knows. */
    static Dataset<Row> told(Dataset<Row> known) {
        Column byMessaging = col("origin").equalTo(Platform.MESSAGING.word());
        return known.select(
                when(byMessaging, Platform.SOCIAL.word())
                        .otherwise(Platform.MESSAGING.word())
                        .as("platform"),
                when(byMessaging, col("account_id")).otherwise(col("user_id")).as("subject_id"),
                col("signal"),
                col("evidence_day"));
    }

    /** {@code platform, subject_id}: people against whom there is more than reports, on whichever platform. */
    static Dataset<Row> borneOut(Dataset<Row> known) {
        return bothSides(known.filter(col("signal").notEqual("reports")));
    }

    private static Dataset<Row> bothSides(Dataset<Row> linked) {
        return linked.select(
                        lit(Platform.MESSAGING.word()).as("platform"),
                        col("user_id").as("subject_id"))
                .union(linked.select(lit(Platform.SOCIAL.word()), col("account_id")));
    }

    private Dataset<Row> links() {
        return derived.links()
                .filter(col("purpose").equalTo(Purpose.SAFETY.word()))
                .select("user_id", "account_id");
    }

    private Dataset<Row> ofLinked(Dataset<Row> evidence, String id, Platform origin) {
        return links().join(evidence, id)
                .select(
                        col("user_id"),
                        col("account_id"),
                        lit(origin.word()).as("origin"),
                        col("signal"),
                        col("evidence_day"));
    }

    /** The id, which comes first, then {@code signal, evidence_day}. */
    private static Dataset<Row> named(Dataset<Row> evidence, String signal) {
        return evidence.select(col(evidence.columns()[0]), lit(signal).as("signal"), col("evidence_day"));
    }

    private Dataset<Row> strangers() {
        Column inWindow = col("day")
                .lt(lit(today))
                .and(col("day").geq(lit(today.minusDays(derived.facts().safety().windowDays()))));
        return derived.input()
                .rows(Inputs.USAGE_DAILY)
                .filter(inWindow.and(col("recipients_without_sender_in_book").geq(1)))
                .select(col("user_id"), col("day"));
    }

    /** Releases, and registrations by people who agreed to safety themselves, but the first of these. */
    private Dataset<Row> changes() {
        Dataset<Row> agreed = derived.yes(Platform.MESSAGING, "holder_id")
                .filter(col("purpose").equalTo(Purpose.SAFETY.word()))
                .select("holder_id");
        Dataset<Row> all = derived.numbers().holders();
        Dataset<Row> released = all.filter(col("holder_id").isNull()).select("user_id", "at");
        Dataset<Row> taken = all.join(agreed, "holder_id")
                .withColumn("first", min("at").over(Window.partitionBy("user_id")))
                .filter(col("at").gt(col("first")))
                .select("user_id", "at");
        Instant from = derived.facts()
                .asOf()
                .minus(Duration.ofDays(derived.facts().safety().numberDays()));
        return released.union(taken)
                .filter(col("at").leq(lit(derived.facts().asOf())).and(col("at").gt(lit(from))))
                .select(col("user_id"), to_date(col("at")).as("day"));
    }

    private Dataset<Row> sanctioned(Table people, String id, String status) {
        return derived.input()
                .rows(people)
                .filter(col("status").equalTo(status))
                .select(col(id), lit(today).as("evidence_day"));
    }

    /** Days of reports by active people who agreed to safety themselves. */
    private Dataset<Row> reports(Platform platform, String id) {
        Dataset<Row> people =
                derived.input().rows(platform == Platform.MESSAGING ? Inputs.MESSAGING_USERS : Inputs.SOCIAL_ACCOUNTS);
        Dataset<Row> reporters = people.filter(col("status").equalTo("active"))
                .join(
                        derived.yes(platform, id).filter(col("purpose").equalTo(Purpose.SAFETY.word())),
                        new String[] {id},
                        "left_semi")
                .select(col(id).as("reporter_id"));
        long window = derived.facts().safety().windowDays();
        Column at = col("reported_at");
        return derived.input()
                .rows(Inputs.ABUSE_REPORTS)
                .filter(col("platform").equalTo(platform.word()))
                .filter(at.leq(lit(derived.facts().asOf()))
                        .and(at.gt(lit(derived.facts().asOf().minus(Duration.ofDays(window))))))
                .filter(col("reporter_id").notEqual(col("reported_id")))
                .join(reporters, "reporter_id")
                .select(col("reported_id").as(id), to_date(at).as("evidence_day"))
                .distinct();
    }
}
