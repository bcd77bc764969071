package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.privacy.AskedRows;
import org.sealedjoin.privacy.DiscreteLaplace;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.QuestionKey;
import org.sealedjoin.privacy.spark.ReleaseReach;
import org.sealedjoin.privacy.spark.SpendBudgets;
import org.sealedjoin.products.audience.DeliverMembers;
import org.sealedjoin.products.audience.DescribeUploads;
import org.sealedjoin.products.audience.FindMembers;
import org.sealedjoin.products.audience.OrderSessions;
import org.sealedjoin.products.audience.RaiseAlarms;
import org.sealedjoin.products.audience.ReportAudiences;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.seal.Seal;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.token.TagKey;

/** The audiences of one run: who is in them, what they ask, what their advertisers are told, and what that costs whom. */
final class MakeAudiences {
    private static final String METRIC = "audience-reach";
    private static final StructType ASKED = new StructType()
            .add("audience_id", DataTypes.LongType, false)
            .add("advertiser_id", DataTypes.LongType, false)
            .add("figure_key", DataTypes.StringType, false)
            .add("noise", DataTypes.LongType, false)
            .add("rows_in", DataTypes.LongType, false);

    private final SparkSession spark;
    private final Settings settings;
    private final Instant asOf;
    private final InputTables tables;
    private final StagedRun staged;

    MakeAudiences(SparkSession spark, Settings settings, Instant asOf, InputTables tables, StagedRun staged) {
        this.spark = spark;
        this.settings = settings;
        this.asOf = asOf;
        this.tables = tables;
        this.staged = staged;
    }

    /**
     * What came out of the seal.
     *
     * @param asked {@code audience_id, advertiser_id, figure_key, noise, rows_in}, in memory only
     */
    record FromSeal(Dataset<Row> matches, Dataset<Row> received, Dataset<Row> sessions, Dataset<Row> asked) {}

    /** Asks the seal for matches and questions, and draws the noise of each question. */
    FromSeal fromSeal(Seal seal, NoiseKey key, SecureRandom random) {
        Dataset<Row> matches = staged.keep("matches", seal.uploadMatches());
        Dataset<Row> received = staged.keep("received", seal.uploadsReceived());
        Dataset<Row> sessions = sessions();
        return new FromSeal(matches, received, sessions, asked(seal, sessions, key, random));
    }

    /** {@code audience_id, advertiser_id, figure_key, noise, rows_in}: what each audience asks, with the noise of its question. */
    private Dataset<Row> asked(Seal seal, Dataset<Row> sessions, NoiseKey key, SecureRandom random) {
        try (var tags = new TagKey(key.tagKey(), random)) {
            List<Row> questions = FlowGuard.of(spark)
                    .approve(seal.questions(tags, sessions), Outputs.QUESTIONS)
                    .out(Exit.driver(), Dataset::collectAsList);
            return asked(questions, key);
        }
    }

    private Dataset<Row> sessions() {
        return staged.keep(
                "sessions",
                new OrderSessions(settings.audience(), asOf)
                        .apply(tables.rowsWithoutNumbers(Inputs.AUDIENCE_UPLOADS), tables.rows(Inputs.AUDIENCES)));
    }

    /**
     * {@code audience_id, noise} of audiences whose figure was released before, for {@link #deliverRemaining}: no other noise may decide anything.
     *
     * @param released {@code released_figures}
     */
    Dataset<Row> askedBefore(Seal seal, Dataset<Row> released, NoiseKey key, SecureRandom random) {
        return asked(seal, sessions(), key, random)
                .join(released.select("figure_key"), new String[] {"figure_key"}, "left_semi")
                .select("audience_id", "noise");
    }

    /**
     * Delivers what is left of the members of a published run to audiences that are still large enough with the noise of their question.
     *
     * @param members {@code audience_id, account_id} of people who still agree
     */
    Dataset<Row> deliverRemaining(Dataset<Row> members, Dataset<Row> reports, Dataset<Row> askedBefore) {
        return staged.write(
                Outputs.AUDIENCE_MEMBERS, new DeliverMembers(settings.audience()).apply(members, reports, askedBefore));
    }

    /** Tells operators what came and whom to look at. */
    private void describe(FromSeal fromSeal, Dataset<Row> figures, RunRecord run) {
        List<Row> described = FlowGuard.of(spark)
                .approve(
                        new DescribeUploads(asOf)
                                .apply(
                                        fromSeal.received(),
                                        tables.rowsWithoutNumbers(Inputs.AUDIENCE_UPLOADS),
                                        tables.rows(Inputs.AUDIENCES),
                                        fromSeal.asked(),
                                        figures),
                        Outputs.COUNTS)
                .out(Exit.driver(), Dataset::collectAsList);
        run.uploads(described);
        run.alarms(new RaiseAlarms(settings.alarms(), settings.audience()).apply(described));
    }

    private Dataset<Row> asked(List<Row> questions, NoiseKey key) {
        var noise = new DiscreteLaplace(settings.budgets().figure());
        Map<Long, Long> advertisers = servedAudiences();
        var asked = new ArrayList<Row>();
        for (Row row : questions) {
            Long advertiser = advertisers.get(row.getLong(0));
            // A list that is shorter than the minimum reaches too few, which its advertiser knows: no question, and
            // nothing to pay.
            if (advertiser != null && row.getLong(1) >= settings.audience().minPeople()) {
                var rows =
                        new AskedRows(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
                QuestionKey question = QuestionKey.of(
                        key, METRIC, Period.of(asOf), settings.budgets().figure(), rows);
                asked.add(RowFactory.create(
                        row.getLong(0), advertiser, question.figureKey(), noise.noiseOf(question), row.getLong(6)));
            }
        }
        return FlowGuard.of(spark).declare(spark.createDataFrame(asked, ASKED), Map.of());
    }

    /** Audiences of active advertisers. */
    private Map<Long, Long> servedAudiences() {
        Dataset<Row> active =
                tables.rows(Inputs.ADVERTISERS).filter(col("status").equalTo("active"));
        List<Row> rows = FlowGuard.of(spark)
                .approve(
                        tables.rows(Inputs.AUDIENCES)
                                .join(active.select("advertiser_id"), "advertiser_id")
                                .select("audience_id", "advertiser_id"),
                        Outputs.QUESTIONS)
                .out(Exit.driver(), Dataset::collectAsList);
        var served = new HashMap<Long, Long>();
        rows.forEach(row -> served.put(row.getLong(0), row.getLong(1)));
        return served;
    }

    /**
     * Writes the tables, and enters charges and figures into the ledger.
     *
     * @param links {@code account_links}
     */
    Dataset<Row> write(FromSeal fromSeal, Dataset<Row> links, FigureLedger paid, RunRecord run) {
        Dataset<Row> audiences = tables.rows(Inputs.AUDIENCES);
        Dataset<Row> advertisers = tables.rows(Inputs.ADVERTISERS);
        Dataset<Row> members = staged.keep(
                "members",
                new FindMembers()
                        .apply(
                                fromSeal.matches(),
                                fromSeal.sessions(),
                                audiences,
                                advertisers,
                                tables.rows(Inputs.AD_PREFERENCES)));
        var period = Period.of(asOf);
        SpendBudgets askers = SpendBudgets.ofAdvertisers(settings.budgets(), period);
        ReleaseReach release = paid.mayCharge()
                ? ReleaseReach.answering(askers, settings.budgets(), period)
                : ReleaseReach.repeating(askers, settings.budgets(), period);
        Dataset<Row> asked = fromSeal.asked()
                .select(
                        col("advertiser_id").as("id"),
                        col("figure_key"),
                        col("audience_id").as("turn"),
                        col("noise"));
        Dataset<Row> ledger = paid.charges();
        Dataset<Row> known = paid.figures();
        Dataset<Row> decided = staged.keep("decided", release.decide(asked, ledger));
        Dataset<Row> reached = staged.keep("reached", release.reached(decided, people(members, links), ledger, known));
        Dataset<Row> figures = staged.keep("figures", release.figures(asked, decided, reached, known));
        paid.enter(release.ledger(decided, reached, ledger), figures);
        var sent = new ReportAudiences.Sent(
                fromSeal.received(),
                tables.rowsWithoutNumbers(Inputs.AUDIENCE_UPLOADS),
                fromSeal.sessions(),
                audiences,
                advertisers);
        Dataset<Row> reports = staged.write(
                Outputs.AUDIENCE_REPORTS,
                new ReportAudiences(settings.audience(), asOf).apply(sent, fromSeal.asked(), decided, figures));
        describe(fromSeal, figures, run);
        List<String> statuses =
                Outputs.AUDIENCE_REPORTS.table().column("status").words();
        for (Row status : Counts.by(reports, Map.of("status", statuses))) {
            run.count("audiences " + status.getString(0), status.getLong(1));
        }
        return staged.write(
                Outputs.AUDIENCE_MEMBERS,
                new DeliverMembers(settings.audience()).apply(members, reports, fromSeal.asked()));
    }

    /** {@code turn, user_id}: members by the id under which every figure charges a person. */
    private static Dataset<Row> people(Dataset<Row> members, Dataset<Row> links) {
        return members.join(
                        links.filter(col("purpose").equalTo(Purpose.ADS.word())).select("account_id", "user_id"),
                        "account_id")
                .select(col("audience_id").as("turn"), col("user_id"));
    }
}
