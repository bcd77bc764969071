package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.ConsentPolicy.LateObjection;
import org.sealedjoin.consent.ConsentPolicy.Regrant;
import org.sealedjoin.table.Inputs;

/**
 * Consent events in; one row a subject out, with the newest instant of each verdict for each purpose. Which of them decides depends on
 * the person, so that is left to whoever knows the person.
 */
final class SummarizeEvents {
    private static final String EVENT_ID = "event_id";
    private static final String ID_HASH = "id_hash";
    private static final String CONFLICTING_ID = "conflicting_id";
    private static final String ROWS = "rows";
    private static final String IS_DENIAL = "is_denial";
    private static final String AT = "at";
    private static final String VERDICT = "verdict";
    private static final String KNOWN_VERSION = "known_version";

    private final ConsentPolicy policy;
    private final Instant asOf;
    private final Instant executedAt;

    SummarizeEvents(ConsentPolicy policy, Instant asOf, Instant executedAt) {
        this.policy = policy;
        this.asOf = asOf;
        this.executedAt = executedAt;
    }

    Dataset<Row> apply(Dataset<Row> consentEvents, Dataset<Row> terms, Dataset<Row> termsInForce) {
        Dataset<Row> judged = seen(consentEvents)
                .join(broadcast(announced(terms)), col("terms_version").equalTo(col(KNOWN_VERSION)), "left")
                .crossJoin(broadcast(termsInForce))
                .select(
                        col("platform").as(DecideConsent.PLATFORM),
                        col("subject_id").as(DecideConsent.SUBJECT_ID),
                        col("purpose"),
                        col(AT),
                        verdict().as(VERDICT));
        List<Column> newest = newestOfEach();
        return judged.groupBy(col(DecideConsent.PLATFORM), col(DecideConsent.SUBJECT_ID))
                .agg(newest.get(0), newest.subList(1, newest.size()).toArray(Column[]::new));
    }

    /** The events that this run may know of: everything recorded by the as-of, and denials recorded by the time it executes. */
    private Dataset<Row> seen(Dataset<Row> consentEvents) {
        Dataset<Row> recorded = consentEvents
                .select(Inputs.CONSENT_EVENTS.columnNames().stream()
                        .map(functions::col)
                        .toArray(Column[]::new))
                .where(col("recorded_at").leq(lit(executedAt)));
        Column denial = col("decision").notEqual("grant").or(col(CONFLICTING_ID).isNotNull());
        // Copies of an event need not be told apart: of all that is seen only newest instants count.
        return recorded.join(broadcast(conflicting(recorded)), col(EVENT_ID).equalTo(col(CONFLICTING_ID)), "left")
                .withColumn(AT, least(col("occurred_at"), col("recorded_at")))
                .withColumn(IS_DENIAL, denial)
                .where(col(IS_DENIAL).or(col("recorded_at").leq(lit(asOf))))
                .select("platform", "subject_id", "purpose", "terms_version", AT, IS_DENIAL);
    }

    /**
     * {@code conflicting_id}: ids that stand at different contents. Only events whose id may stand more than once are compared: all that crosses
     * the network of all others is a hash of 8 bytes, which sorts out and decides nothing.
     */
    private static Dataset<Row> conflicting(Dataset<Row> recorded) {
        Dataset<Row> repeated = recorded.groupBy(xxhash64(col(EVENT_ID)).as(ID_HASH))
                .agg(count(lit(1)).as(ROWS))
                .where(col(ROWS).gt(1))
                .select(ID_HASH);
        // Grouping by every column keeps a null version apart from others.
        return recorded.join(broadcast(repeated), xxhash64(col(EVENT_ID)).equalTo(col(ID_HASH)), "left_semi")
                .distinct()
                .groupBy(col(EVENT_ID).as(CONFLICTING_ID))
                .agg(count(lit(1)).as(ROWS))
                .where(col(ROWS).gt(1))
                .select(CONFLICTING_ID);
    }

    private static Dataset<Row> announced(Dataset<Row> terms) {
        return terms.select(col("terms_version").as(KNOWN_VERSION), col("announced_at"), col("effective_at"));
    }

    private Column verdict() {
        Column late = lit(false);
        if (policy.lateObjection() == LateObjection.IGNORE) {
            late = col(AT).geq(col(FindTermsInForce.WINDOW_END));
        }
        Column superseded = lit(false);
        if (policy.regrant() == Regrant.NEEDED) {
            superseded = col(KNOWN_VERSION).notEqual(col(FindTermsInForce.VERSION));
        }
        Column notYet = col("announced_at").gt(col(AT)).or(col("effective_at").gt(lit(asOf)));
        return when(col(IS_DENIAL).and(late), word(EventVerdict.LATE_DENIAL))
                .when(col(IS_DENIAL), word(EventVerdict.DENIAL))
                .when(col(KNOWN_VERSION).isNull(), word(EventVerdict.TERMS_UNKNOWN))
                .when(notYet, word(EventVerdict.TERMS_NOT_YET))
                .when(superseded, word(EventVerdict.TERMS_SUPERSEDED))
                .otherwise(word(EventVerdict.GRANT));
    }

    /** Instants side by side are fixed-width, so Spark aggregates them by hash; the newest event as a struct would need a sort. */
    private List<Column> newestOfEach() {
        var newest = new ArrayList<Column>();
        for (Purpose purpose : Purpose.values()) {
            for (EventVerdict verdict : EventVerdict.values()) {
                Column matches =
                        col("purpose").equalTo(purpose.word()).and(col(VERDICT).equalTo(word(verdict)));
                Column at = max(when(matches, col(AT)));
                // Each that is kept makes every row of this grouping wider.
                newest.add((occurs(verdict) ? at : lit(null).cast("timestamp")).as(verdict.newestAt(purpose)));
            }
        }
        return newest;
    }

    /** Whether the policy can give this verdict at all. */
    private boolean occurs(EventVerdict verdict) {
        return switch (verdict) {
            case LATE_DENIAL -> policy.lateObjection() == LateObjection.IGNORE;
            case TERMS_SUPERSEDED -> policy.regrant() == Regrant.NEEDED;
            default -> true;
        };
    }

    private static Column word(EventVerdict verdict) {
        return lit(verdict.word());
    }
}
