package org.sealedjoin.app;

import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.consent.ConsentPolicy;
import org.sealedjoin.consent.DecideConsent;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.consent.GatherAllowed;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;

/** Who agreed to what, for all that a run makes. */
final class MakeDecisions {
    private final ConsentPolicy policy;
    private final Instant asOf;
    private final Instant executedAt;

    MakeDecisions(ConsentPolicy policy, Instant asOf, Instant executedAt) {
        this.policy = policy;
        this.asOf = asOf;
        this.executedAt = executedAt;
    }

    /** What {@link GatherAllowed} gathered, kept while the run lasts. */
    Dataset<Row> write(InputTables tables, StagedRun staged, RunRecord run) {
        Dataset<Row> decisions = new DecideConsent(policy, asOf, executedAt)
                .apply(
                        tables.rows(Inputs.MESSAGING_USERS),
                        tables.rows(Inputs.SOCIAL_ACCOUNTS),
                        tables.rows(Inputs.CONSENT_EVENTS),
                        tables.rows(Inputs.TERMS));
        Dataset<Row> kept = staged.keep(FilterConsented.DECISIONS, new GatherAllowed().apply(decisions));
        new CountPeople(run).agreed(kept);
        return kept;
    }
}
