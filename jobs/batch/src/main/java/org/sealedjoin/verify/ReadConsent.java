package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.base.Platform;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;

/** Input in; {@code platform, subject_id, purpose} out: a row for each purpose that a person agreed to, by asking each person. */
final class ReadConsent {
    private final RunFacts facts;

    ReadConsent(RunFacts facts) {
        this.facts = facts;
    }

    Dataset<Row> apply(InputTables input) {
        Column agreed = udf(new AskPerson(facts), DataTypes.createArrayType(DataTypes.StringType))
                .apply(
                        col("platform"),
                        col("status"),
                        col("region"),
                        col("joined"),
                        col("born"),
                        col("events"),
                        col("terms"));
        return people(input)
                .join(said(input.rows(Inputs.CONSENT_EVENTS)), new String[] {"platform", "subject_id"}, "left_outer")
                .crossJoin(broadcast(terms(input)))
                .select(col("platform"), col("subject_id"), explode(agreed).as("purpose"));
    }

    private static Dataset<Row> people(InputTables input) {
        Dataset<Row> users = input.rows(Inputs.MESSAGING_USERS)
                .select(
                        lit(Platform.MESSAGING.word()).as("platform"),
                        col("user_id").as("subject_id"),
                        col("status"),
                        col("region"),
                        unix_micros(col("registered_at")).as("joined"),
                        lit(null).cast("int").as("born"));
        Dataset<Row> accounts = input.rows(Inputs.SOCIAL_ACCOUNTS)
                .select(
                        lit(Platform.SOCIAL.word()).as("platform"),
                        col("account_id").as("subject_id"),
                        col("status"),
                        col("region"),
                        lit(null).cast("long").as("joined"),
                        unix_date(col("birth_date")).as("born"));
        return users.unionByName(accounts);
    }

    /** Everything that each person said, with a mark on events that were told in two ways. */
    private Dataset<Row> said(Dataset<Row> events) {
        Dataset<Row> heard = events.select(Inputs.CONSENT_EVENTS.columnNames().stream()
                        .map(functions::col)
                        .toArray(Column[]::new))
                .filter(col("recorded_at").leq(lit(facts.executedAt())));
        // Copies stay: of what a person said, only the newest counts.
        return heard.join(broadcast(contradicted(heard)), new String[] {"event_id"}, "left_outer")
                .groupBy("platform", "subject_id")
                .agg(collect_list(struct(
                                col("purpose"),
                                col("decision"),
                                col("terms_version"),
                                unix_micros(col("occurred_at")).as("occurred"),
                                unix_micros(col("recorded_at")).as("recorded"),
                                coalesce(col("contradicted"), lit(false)).as("contradicted")))
                        .as("events"));
    }

    /** {@code event_id, contradicted}: ids of events that were told in two ways. Few ids stand twice at all, and only those events are compared. */
    private static Dataset<Row> contradicted(Dataset<Row> heard) {
        Column hash = xxhash64(col("event_id"));
        Dataset<Row> twice = heard.groupBy(hash.as("hash"))
                .agg(count(lit(1)).as("events"))
                .filter(col("events").gt(1));
        return heard.join(broadcast(twice), hash.equalTo(col("hash")), "left_semi")
                .distinct()
                .groupBy("event_id")
                .agg(count(lit(1)).as("contents"))
                .filter(col("contents").gt(1))
                .select(col("event_id"), lit(true).as("contradicted"));
    }

    private static Dataset<Row> terms(InputTables input) {
        return input.rows(Inputs.TERMS)
                .agg(collect_list(struct(
                                col("terms_version"),
                                unix_micros(col("announced_at")).as("announced"),
                                unix_micros(col("effective_at")).as("effective"),
                                col("objection_days"),
                                col("opt_in_regions")))
                        .as("terms"));
    }
}
