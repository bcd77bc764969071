package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.spark.ReleaseReach;
import org.sealedjoin.privacy.spark.SpendBudgets;
import org.sealedjoin.products.business.PermitMessages;
import org.sealedjoin.products.business.ReportReach;
import org.sealedjoin.products.business.ShareMarketing;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.Table;

/** Messages from businesses of one run: who may receive what, and what businesses are told of how many these are. */
final class MakeBusiness {
    private static final String MARKETING = "marketing";

    private final SparkSession spark;
    private final Settings settings;
    private final Instant asOf;
    private final Instant executedAt;
    private final InputTables tables;
    private final StagedRun staged;

    MakeBusiness(
            SparkSession spark,
            Settings settings,
            Instant asOf,
            Instant executedAt,
            InputTables tables,
            StagedRun staged) {
        this.spark = spark;
        this.settings = settings;
        this.asOf = asOf;
        this.executedAt = executedAt;
        this.tables = tables;
        this.staged = staged;
    }

    /** Writes the tables, and enters charges and figures into the ledger. */
    Dataset<Row> write(Dataset<Row> allowed, FigureLedger paid, SecureRandom random, RunRecord run) {
        noteWhatIsOff(run);
        Dataset<Row> businesses = tables.rows(Inputs.BUSINESSES);
        Dataset<Row> permitted = staged.keep(
                "permitted",
                new PermitMessages(Inputs.MESSAGE_CATEGORIES, asOf, executedAt)
                        .apply(
                                businesses,
                                of(Inputs.BUSINESS_CUSTOMERS, allowed),
                                of(Inputs.BUSINESS_PREFERENCES, allowed))
                        .filter(col("category").isInCollection(on())));
        Dataset<Row> marketing = new ShareMarketing(settings.business(), asOf)
                .apply(permitted, businesses, of(Inputs.BUSINESS_SENDS, allowed));
        Dataset<Row> eligible = staged.write(
                Outputs.BUSINESS_ELIGIBILITY,
                permitted
                        .filter(col("category").notEqual(MARKETING))
                        .select("business_id", "category", "user_id")
                        .unionByName(marketing));
        count(run, permitted, "permitted");
        count(run, eligible);
        return report(businesses, permitted, paid, random, run);
    }

    private Dataset<Row> report(
            Dataset<Row> businesses, Dataset<Row> permitted, FigureLedger paid, SecureRandom random, RunRecord run) {
        var period = Period.of(asOf);
        SpendBudgets owners = SpendBudgets.ofBusinesses(settings.budgets(), period);
        ReleaseReach release = paid.mayCharge()
                ? ReleaseReach.answering(owners, settings.budgets(), period)
                : ReleaseReach.repeating(owners, settings.budgets(), period);
        Dataset<Row> asked = ask(businesses, period, paid, random);
        Dataset<Row> ledger = paid.charges();
        Dataset<Row> known = paid.figures();
        Dataset<Row> decided = staged.keep("business_decided", release.decide(asked, ledger));
        Dataset<Row> reach = permitted
                .join(asked.select("business_id", "category", "turn"), new String[] {"business_id", "category"})
                .select("turn", "user_id");
        Dataset<Row> reached = staged.keep("business_reached", release.reached(decided, reach, ledger, known));
        Dataset<Row> figures = staged.keep("business_figures", release.figures(asked, decided, reached, known));
        paid.enter(release.ledger(decided, reached, ledger), figures);
        Dataset<Row> reports = staged.write(
                Outputs.REACH_REPORTS,
                new ReportReach(settings.business(), Inputs.MESSAGE_CATEGORIES)
                        .apply(businesses, asked, decided, figures));
        List<String> statuses = Outputs.REACH_REPORTS.table().column("status").words();
        for (Row status : Counts.by(reports, Map.of("status", statuses))) {
            run.count("business reach " + status.getString(0), status.getLong(1));
        }
        return reports;
    }

    private Dataset<Row> ask(Dataset<Row> businesses, Period period, FigureLedger paid, SecureRandom random) {
        // What a reach is planned by comes first: an owner's month may not last for every kind.
        List<String> inTurn = on().stream()
                .sorted(Comparator.comparing(category -> !category.equals(MARKETING)))
                .toList();
        try (NoiseKey key = paid.store().key(random)) {
            return new AskReach(spark, settings.budgets(), period).of(businesses, inTurn, key);
        }
    }

    /** Kinds of message of which the tables are there that say who may receive them. */
    private List<String> on() {
        if (!tables.has(Inputs.BUSINESS_CUSTOMERS) || !tables.has(Inputs.BUSINESS_PREFERENCES)) {
            // Without the table of stops nobody can say that there is none.
            return List.of();
        }
        return Inputs.MESSAGE_CATEGORIES.stream()
                .filter(category -> !category.equals(MARKETING) || tables.has(Inputs.BUSINESS_SENDS))
                .toList();
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
    /** @param eligible {@code business_eligibility} */
    static void count(RunRecord run, Dataset<Row> eligible) {
        count(run, eligible, "eligible");
        new CountPeople(run).mayReceive(eligible);
    }

    private static void count(RunRecord run, Dataset<Row> rows, String state) {
        run.countGroups(
                "messages to customers",
                rows.select(col("category"), lit(state).as("state")),
                Map.of("category", Inputs.MESSAGE_CATEGORIES, "state", List.of(state)));
    }
}
