package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.shiftleft;
import static org.apache.spark.sql.functions.unix_micros;
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
 * Consent events in; one row a subject out, with the newest event about each purpose. Whether a late denial counts depends on the person, so the
 * newest of these stands by itself, where the policy has any.
 *
 * <p>An event is one LONG, its instant in microseconds times eight plus the rank of its verdict: the greatest is the newest, and the first to decide
 * of those that happened at once. Spark aggregates a few of these by hash, in a row that stays narrow; events as structs would need a sort.
 */
final class SummarizeEvents {
    private static final String EVENT_ID = "event_id";
    private static final String ID_HASH = "id_hash";
    private static final String CONFLICTING_ID = "conflicting_id";
    private static final String ROWS = "rows";
    private static final String IS_DENIAL = "is_denial";
    private static final String AT = "at";
    private static final String EVENT = "event";
    private static final String IS_LATE = "is_late";
    private static final String KNOWN_VERSION = "known_version";

    private static final int RANK_BITS = 3;
    private static final long RANKS = (1L << RANK_BITS) - 1;
    /** In microseconds; what is said to have happened earlier, 18,000 years ago, counts as of then. Nothing is later than the run. */
    private static final long EARLIEST = -(1L << 59);

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
                        late().as(IS_LATE),
                        event().as(EVENT));
        List<Column> newest = newestOfEach();
        return judged.groupBy(col(DecideConsent.PLATFORM), col(DecideConsent.SUBJECT_ID))
                .agg(newest.get(0), newest.subList(1, newest.size()).toArray(Column[]::new));
    }

    /**
     * The newest event about a purpose that decides.
     *
     * @param mustOptIn whether late denials count
     */
    static Column newest(Purpose purpose, ConsentPolicy policy, Column mustOptIn) {
        Column newest = col(name(purpose));
        if (policy.lateObjection() == LateObjection.HONOR) {
            return newest;
        }
        return greatest(newest, when(mustOptIn, col(lateName(purpose))));
    }

    /** Whether an event has a verdict; null if there is no event. */
    static Column has(EventVerdict verdict, Column event) {
        return event.bitwiseAND(lit(RANKS)).equalTo(lit((long) verdict.rank()));
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

    private Column late() {
        return policy.lateObjection() == LateObjection.IGNORE
                ? col(IS_DENIAL).and(coalesce(col(AT).geq(col(FindTermsInForce.WINDOW_END)), lit(false)))
                : lit(false);
    }

    private Column event() {
        return shiftleft(greatest(unix_micros(col(AT)), lit(EARLIEST)), RANK_BITS)
                .bitwiseOR(rank());
    }

    private Column rank() {
        Column superseded = lit(false);
        if (policy.regrant() == Regrant.NEEDED) {
            superseded = col(KNOWN_VERSION).notEqual(col(FindTermsInForce.VERSION));
        }
        Column notYet = col("announced_at").gt(col(AT)).or(col("effective_at").gt(lit(asOf)));
        return when(col(IS_DENIAL), rank(EventVerdict.DENIAL))
                .when(col(KNOWN_VERSION).isNull(), rank(EventVerdict.TERMS_UNKNOWN))
                .when(notYet, rank(EventVerdict.TERMS_NOT_YET))
                .when(superseded, rank(EventVerdict.TERMS_SUPERSEDED))
                .otherwise(rank(EventVerdict.GRANT));
    }

    private static Column rank(EventVerdict verdict) {
        return lit((long) verdict.rank());
    }

    private List<Column> newestOfEach() {
        var newest = new ArrayList<Column>();
        for (Purpose purpose : Purpose.values()) {
            Column about = col("purpose").equalTo(purpose.word());
            newest.add(max(when(about.and(not(col(IS_LATE))), col(EVENT))).as(name(purpose)));
            if (policy.lateObjection() == LateObjection.IGNORE) {
                newest.add(max(when(about.and(col(IS_LATE)), col(EVENT))).as(lateName(purpose)));
            }
        }
        return newest;
    }

    private static String name(Purpose purpose) {
        return purpose.word() + "_newest";
    }

    private static String lateName(Purpose purpose) {
        return purpose.word() + "_newest_late";
    }
}
