package org.sealedjoin.consent;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    /** STRING, as the person's row has it. */
    public static final String REGION = "region";

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
     * One row for each person: {@link #PLATFORM}, {@link #SUBJECT_ID}, {@link #REGION}, and for each purpose a STRING named by its word, never null, the word of the
     * {@link ConsentReason}. Events about anybody else decide nothing. The tables are those of {@link org.sealedjoin.table.Inputs}, checked.
     */
    public Dataset<Row> apply(
            Dataset<Row> messagingUsers, Dataset<Row> socialAccounts, Dataset<Row> consentEvents, Dataset<Row> terms) {
        Dataset<Row> termsInForce = new FindTermsInForce(asOf).apply(terms);
        Dataset<Row> people = new DescribePeople(policy, asOf).apply(messagingUsers, socialAccounts, termsInForce);
        Dataset<Row> events = new SummarizeEvents(policy, asOf, executedAt).apply(consentEvents, terms, termsInForce);
        var columns = new ArrayList<>(List.of(col(PLATFORM), col(SUBJECT_ID), col(REGION)));
        for (Purpose purpose : Purpose.values()) {
            columns.add(reason(purpose).as(purpose.word()));
        }
        return people.join(events, new String[] {PLATFORM, SUBJECT_ID}, "left").select(columns.toArray(Column[]::new));
    }

    private Column reason(Purpose purpose) {
        String takesPart = purpose == Purpose.SAFETY ? DescribePeople.TAKES_PART_FOR_SAFETY : DescribePeople.TAKES_PART;
        Column reason = when(not(col(takesPart)), lit(ConsentReason.NOT_ACTIVE.word()));
        if (purpose == Purpose.ADS) {
            Column refusal = col(DescribePeople.AGE_REFUSAL);
            reason = reason.when(refusal.isNotNull(), refusal);
        }
        // Null when there is no event; then it has no verdict and the person was silent.
        Column newest = SummarizeEvents.newest(purpose, policy, col(DescribePeople.MUST_OPT_IN));
        for (EventVerdict verdict : EventVerdict.values()) {
            reason = reason.when(
                    SummarizeEvents.has(verdict, newest), lit(verdict.reason().word()));
        }
        return reason.otherwise(reasonIfSilent(purpose));
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
