package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.products.business.PermitMessages;
import org.sealedjoin.products.business.ShareMarketing;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.Table;

/** Messages from businesses of one run: who may receive what. */
final class MakeBusiness {
    private final Settings settings;
    private final Instant asOf;
    private final Instant executedAt;
    private final InputTables tables;
    private final StagedRun staged;

    MakeBusiness(Settings settings, Instant asOf, Instant executedAt, InputTables tables, StagedRun staged) {
        this.settings = settings;
        this.asOf = asOf;
        this.executedAt = executedAt;
        this.tables = tables;
        this.staged = staged;
    }

    /** Writes the tables. */
    Dataset<Row> write(Dataset<Row> allowed, RunRecord run) {
        noteWhatIsOff(run);
        Dataset<Row> businesses = tables.rows(Inputs.BUSINESSES);
        // Without the table of stops nobody can say that there is none.
        Dataset<Row> customers =
                of(Inputs.BUSINESS_CUSTOMERS, allowed).filter(lit(tables.has(Inputs.BUSINESS_PREFERENCES)));
        Dataset<Row> permitted = staged.keep(
                "permitted",
                new PermitMessages(Inputs.MESSAGE_CATEGORIES, asOf, executedAt)
                        .apply(businesses, customers, of(Inputs.BUSINESS_PREFERENCES, allowed)));
        Dataset<Row> marketing = new ShareMarketing(settings.business(), asOf)
                .apply(
                        permitted.filter(lit(tables.has(Inputs.BUSINESS_SENDS))),
                        businesses,
                        of(Inputs.BUSINESS_SENDS, allowed));
        Dataset<Row> eligible = staged.write(
                Outputs.BUSINESS_ELIGIBILITY,
                permitted
                        .filter(col("category").notEqual("marketing"))
                        .select("business_id", "category", "user_id")
                        .unionByName(marketing));
        count(run, permitted, "permitted");
        count(run, eligible, "eligible");
        return eligible;
    }

    private Dataset<Row> of(Table table, Dataset<Row> allowed) {
        return new FilterConsented(Platform.MESSAGING, Purpose.BUSINESS_MESSAGES)
                .apply(tables.rows(table), "user_id", allowed);
    }

    private void noteWhatIsOff(RunRecord run) {
        if (tables.has(Inputs.BUSINESS_CUSTOMERS) && !tables.has(Inputs.BUSINESS_PREFERENCES)) {
            run.note("no business may send anything: without business_preferences nobody's stop can be honored");
        } else if (tables.has(Inputs.BUSINESS_CUSTOMERS) && !tables.has(Inputs.BUSINESS_SENDS)) {
            run.note("no business may send marketing: without business_sends the weekly limit cannot be kept");
        }
    }

    /** Pairs of a business and a customer, by kind of message. */
    private static void count(RunRecord run, Dataset<Row> rows, String state) {
        run.countGroups(
                "messages to customers",
                rows.select(col("category"), lit(state).as("state")),
                Map.of("category", Inputs.MESSAGE_CATEGORIES, "state", List.of(state)));
    }
}
