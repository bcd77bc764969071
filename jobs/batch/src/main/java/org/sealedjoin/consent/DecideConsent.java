package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.base.UsageFailure;

/**
 * Decides for each person of either platform and each purpose whether the person may be used for it. The rules are those of
 * docs/consent.md; whatever they leave open is no.
 */
public final class DecideConsent {
    /** STRING, the word of a {@link org.sealedjoin.base.Platform}. */
    public static final String PLATFORM = "platform";
    /** LONG, the user or account. */
    public static final String SUBJECT_ID = "subject_id";
    /** STRING, the word of a {@link Purpose}. */
    public static final String PURPOSE = "purpose";
    /** BOOLEAN, never null. */
    public static final String ALLOWED = "allowed";
    /** STRING, the word of a {@link ConsentReason}. */
    public static final String REASON = "reason";

    private static final String ABOUT = "about";

    private final ConsentPolicy policy;
    private final Instant asOf;
    private final Instant executedAt;

    /**
     * Decides as of an instant.
     *
     * @param asOf events recorded later are not seen
     * @param executedAt when the run executes; denials recorded by then are seen all the same
     * @throws UsageFailure when {@code asOf} lies after {@code executedAt}
     */
    public DecideConsent(ConsentPolicy policy, Instant asOf, Instant executedAt) {
        if (asOf.isAfter(executedAt)) {
            throw new UsageFailure("Cannot decide consent: as-of " + asOf
                    + " lies in the future (need at most the time of execution, " + executedAt + ")");
        }
        this.policy = policy;
        this.asOf = asOf;
        this.executedAt = executedAt;
    }

    /**
     * One row for each person and purpose: {@link #PLATFORM}, {@link #SUBJECT_ID}, {@link #PURPOSE}, {@link #ALLOWED}, {@link #REASON}.
     * Events about anybody else decide nothing. The tables are those of {@link org.sealedjoin.table.Inputs}, checked.
     */
    public Dataset<Row> apply(
            Dataset<Row> messagingUsers, Dataset<Row> socialAccounts, Dataset<Row> consentEvents, Dataset<Row> terms) {
        Dataset<Row> termsInForce = new FindTermsInForce(asOf).apply(terms);
        Dataset<Row> people = new DescribePeople(policy, asOf).apply(messagingUsers, socialAccounts, termsInForce);
        Dataset<Row> events = new SummarizeEvents(policy, asOf, executedAt).apply(consentEvents, terms, termsInForce);
        // Purposes are told apart only after the join: before it, each person would cross the network once for each.
        Column[] decisions = Arrays.stream(Purpose.values())
                .map(purpose ->
                        struct(lit(purpose.word()).as(PURPOSE), reason(purpose).as(REASON)))
                .toArray(Column[]::new);
        Column reason = col(ABOUT).getField(REASON);
        return people.join(events, new String[] {PLATFORM, SUBJECT_ID}, "left")
                .select(
                        col(PLATFORM),
                        col(SUBJECT_ID),
                        explode(array(decisions)).as(ABOUT))
                .select(
                        col(PLATFORM),
                        col(SUBJECT_ID),
                        col(ABOUT).getField(PURPOSE).as(PURPOSE),
                        reason.isInCollection(ConsentReason.allowingWords()).as(ALLOWED),
                        reason.as(REASON));
    }

    private static Column reason(Purpose purpose) {
        String takesPart = purpose == Purpose.SAFETY ? DescribePeople.TAKES_PART_FOR_SAFETY : DescribePeople.TAKES_PART;
        Column reason = when(not(col(takesPart)), lit(ConsentReason.NOT_ACTIVE.word()));
        if (purpose == Purpose.ADS) {
            Column refusal = col(DescribePeople.AGE_REFUSAL);
            reason = reason.when(refusal.isNotNull(), refusal);
        }
        // Null when there is no event; then nothing equals it and the person was silent.
        Column newest = greatest(Arrays.stream(EventVerdict.values())
                .map(verdict -> newestAt(verdict, purpose))
                .toArray(Column[]::new));
        for (EventVerdict verdict : EventVerdict.values()) {
            reason = reason.when(
                    newestAt(verdict, purpose).equalTo(newest),
                    lit(verdict.reason().word()));
        }
        return reason.otherwise(reasonIfSilent(purpose));
    }

    private static Column newestAt(EventVerdict verdict, Purpose purpose) {
        Column at = col(verdict.newestAt(purpose));
        return verdict == EventVerdict.LATE_DENIAL ? when(col(DescribePeople.MUST_OPT_IN), at) : at;
    }

    /** Silence never covers messages from businesses. */
    private static Column reasonIfSilent(Purpose purpose) {
        Column reason = col(DescribePeople.IF_SILENT);
        if (purpose != Purpose.BUSINESS_MESSAGES) {
            return reason;
        }
        return when(reason.equalTo(ConsentReason.SILENCE_ACCEPTED.word()), lit(ConsentReason.SILENT_NOT_COVERED.word()))
                .otherwise(reason);
    }
}
