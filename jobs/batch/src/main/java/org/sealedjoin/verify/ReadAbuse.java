package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.to_date;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;

/** What the input tables hold against people who are linked and agreed to safety on both sides. */
final class ReadAbuse {
    private final Derived derived;
    private final LocalDate today;

    ReadAbuse(Derived derived) {
        this.derived = derived;
        today = LocalDate.ofInstant(derived.facts().asOf(), ZoneOffset.UTC);
    }

    /** {@code platform, subject_id, other_id}: everybody with whom a signal may deal, and who the same person is on the other platform. */
    Dataset<Row> twins() {
        Dataset<Row> links = derived.links().filter(col("purpose").equalTo(Purpose.SAFETY.word()));
        return links.select(
                        lit(Platform.MESSAGING.word()).as("platform"),
                        col("user_id").as("subject_id"),
                        col("account_id").as("other_id"))
                .union(links.select(lit(Platform.SOCIAL.word()), col("account_id"), col("user_id")));
    }

    /** {@code platform, subject_id, signal, evidence_day}: all that may be told a platform of its own subjects, and of which days. */
    Dataset<Row> known() {
        Dataset<Row> used = strangers().groupBy("other_id").agg(max("day").as("evidence_day"));
        Dataset<Row> changed = changes().groupBy("other_id").agg(max("day").as("evidence_day"));
        return told(Platform.SOCIAL, used, "unsolicited_messages")
                .union(told(Platform.SOCIAL, used, "burst"))
                .union(told(Platform.SOCIAL, changed, "number_churn"))
                .union(told(Platform.SOCIAL, reports(Platform.MESSAGING), "reports"))
                .union(told(Platform.MESSAGING, reports(Platform.SOCIAL), "reports"))
                .union(told(Platform.SOCIAL, sanctioned(Platform.MESSAGING), "sanction"))
                .union(told(Platform.MESSAGING, sanctioned(Platform.SOCIAL), "sanction"));
    }

    /** {@code platform, subject_id}: people against whom there is more than reports, on whichever platform. */
    Dataset<Row> borneOut() {
        Dataset<Row> users =
                ids(strangers()).union(ids(changes())).union(ids(sanctioned(Platform.MESSAGING)));
        Dataset<Row> twins = twins();
        Dataset<Row> onMessaging = twins.filter(col("platform").equalTo(Platform.SOCIAL.word()))
                .join(users, "other_id")
                .union(twins.filter(col("platform").equalTo(Platform.MESSAGING.word()))
                        .join(ids(sanctioned(Platform.SOCIAL)), "other_id"))
                .select("platform", "subject_id", "other_id");
        // Either side of the person.
        Dataset<Row> turned = onMessaging
                .join(twins.select(col("platform").as("twin_platform"), col("subject_id").as("other_id")), "other_id")
                .filter(col("platform").notEqual(col("twin_platform")))
                .select(col("twin_platform"), col("other_id"));
        return onMessaging.select("platform", "subject_id").union(turned);
    }

    private Dataset<Row> told(Platform platform, Dataset<Row> evidence, String signal) {
        return twins().filter(col("platform").equalTo(platform.word()))
                .join(evidence, "other_id")
                .select(col("platform"), col("subject_id"), lit(signal).as("signal"), col("evidence_day"));
    }

    private static Dataset<Row> ids(Dataset<Row> rows) {
        return rows.select("other_id").distinct();
    }

    private Dataset<Row> strangers() {
        Column inWindow = col("day")
                .lt(lit(today))
                .and(col("day").geq(lit(today.minusDays(derived.facts().safety().windowDays()))));
        return derived.input()
                .rows(Inputs.USAGE_DAILY)
                .filter(inWindow.and(col("recipients_without_sender_in_book").geq(1)))
                .select(col("user_id").as("other_id"), col("day"));
    }

    private Dataset<Row> changes() {
        Column changed = col("changed");
        return derived.numbers()
                .changes()
                .filter(changed.leq(lit(derived.facts().asOf()))
                        .and(changed.gt(lit(derived.facts()
                                .asOf()
                                .minus(Duration.ofDays(
                                        derived.facts().safety().numberDays()))))))
                .select(col("user_id").as("other_id"), to_date(changed).as("day"));
    }

    private Dataset<Row> sanctioned(Platform platform) {
        Dataset<Row> people = platform == Platform.MESSAGING
                ? derived.input().rows(Inputs.MESSAGING_USERS).select(col("user_id").as("other_id"), col("status"))
                : derived.input().rows(Inputs.SOCIAL_ACCOUNTS).select(col("account_id").as("other_id"), col("status"));
        return people.filter(col("status").equalTo(platform == Platform.MESSAGING ? "banned" : "disabled"))
                .select(col("other_id"), lit(today).as("evidence_day"));
    }

    /** Days of reports by active people who agreed to safety themselves. */
    private Dataset<Row> reports(Platform platform) {
        Dataset<Row> agreed = derived.yes(platform, "reporter_id")
                .filter(col("purpose").equalTo(Purpose.SAFETY.word()))
                .select("reporter_id");
        Dataset<Row> active = platform == Platform.MESSAGING
                ? derived.input()
                        .rows(Inputs.MESSAGING_USERS)
                        .filter(col("status").equalTo("active"))
                        .select(col("user_id").as("reporter_id"))
                : derived.input()
                        .rows(Inputs.SOCIAL_ACCOUNTS)
                        .filter(col("status").equalTo("active"))
                        .select(col("account_id").as("reporter_id"));
        long window = derived.facts().safety().windowDays();
        Column at = col("reported_at");
        return derived.input()
                .rows(Inputs.ABUSE_REPORTS)
                .filter(col("platform").equalTo(platform.word()))
                .filter(at.leq(lit(derived.facts().asOf()))
                        .and(at.gt(lit(derived.facts().asOf().minus(Duration.ofDays(window))))))
                .filter(col("reporter_id").notEqual(col("reported_id")))
                .join(agreed, "reporter_id")
                .join(active, "reporter_id")
                .select(col("reported_id").as("other_id"), to_date(at).as("evidence_day"))
                .distinct();
    }
}
