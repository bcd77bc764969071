package org.sealedjoin.products.audience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.sealedjoin.privacy.BudgetPolicy;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.products.audience.AudienceRows.Upload;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;

/**
 * Nights of the release alone: who asks what and who is reached are given, budgets, figures, reports and delivery are the program's own. Many
 * worlds share each night by disjoint ids, and so its few jobs.
 */
public final class ReachLab {
    public static final Epsilon FIGURE = new Epsilon(50_000);
    public static final BudgetPolicy BUDGETS =
            new BudgetPolicy(FIGURE, new Epsilon(400_000), new Epsilon(4_000_000), new Epsilon(1_000_000));

    private final AudiencePolicy policy;
    private final BudgetPolicy budgets;
    private final Set<Long> advertisers = new HashSet<>();
    private AudienceRows rows = new AudienceRows();
    private List<Row> asked = new ArrayList<>();
    private List<Row> members = new ArrayList<>();
    private Dataset<Row> ledger = none(Outputs.BUDGET_LEDGER.table().schema().toDDL());
    private Dataset<Row> figures =
            none(Outputs.RELEASED_FIGURES.table().schema().toDDL());

    public ReachLab(long minPeople, BudgetPolicy budgets) {
        policy = new AudiencePolicy(minPeople, 1_000_000);
        this.budgets = budgets;
    }

    /**
     * What one night showed.
     *
     * @param reports status, and the range if there is one, by audience
     * @param served how many people an audience was delivered
     * @param values noisy counts by figure
     */
    public record Night(Map<Long, String> reports, Map<Long, Integer> served, Map<String, Long> values) {}

    /** Tonight an audience asks a question that reaches these people. */
    public void ask(long audience, long advertiser, String figure, long noise, Iterable<Long> people) {
        if (advertisers.add(advertiser)) {
            rows.advertiser(advertiser, "active");
        }
        rows.audience(audience, advertiser, 30);
        rows.upload(new Upload(audience, "s", 1, true, "add", AudienceRows.AS_OF.minus(Duration.ofDays(1)), 1L));
        asked.add(RowFactory.create(audience, advertiser, figure, noise));
        people.forEach(person -> members.add(RowFactory.create(audience, person)));
    }

    /** Runs the night and carries ledger and figures on to the next. Compiling code for so few rows would take most of it. */
    public Night night() {
        var conf = LocalSpark.session().conf();
        String wholeStage = conf.get("spark.sql.codegen.wholeStage");
        String mode = conf.get("spark.sql.codegen.factoryMode");
        conf.set("spark.sql.codegen.wholeStage", "false");
        conf.set("spark.sql.codegen.factoryMode", "NO_CODEGEN");
        try {
            return run();
        } finally {
            conf.set("spark.sql.codegen.wholeStage", wholeStage);
            conf.set("spark.sql.codegen.factoryMode", mode);
        }
    }

    private Night run() {
        ReleaseReach release = ReleaseReach.answering(budgets, Period.of(AudienceRows.AS_OF));
        Dataset<Row> asking =
                AudienceRows.rows(asked, "audience_id LONG, advertiser_id LONG, figure_key STRING, noise LONG");
        Dataset<Row> reached = AudienceRows.rows(members, "audience_id LONG, user_id LONG");
        Dataset<Row> decided = release.decide(asking, ledger).localCheckpoint();
        Dataset<Row> counted =
                release.reached(decided, reached, ledger, figures).localCheckpoint();
        Dataset<Row> newLedger = release.ledger(decided, counted, ledger).localCheckpoint();
        Dataset<Row> newFigures =
                release.figures(asking, decided, counted, figures).localCheckpoint();
        var sent = new ReportAudiences.Sent(
                none("audience_id LONG, rows_received LONG, rows_malformed LONG"),
                rows.uploads(),
                rows.sessions(),
                rows.audiences(),
                rows.advertisers());
        Dataset<Row> reports = new ReportAudiences(policy, AudienceRows.AS_OF)
                .apply(sent, asking, decided, newFigures)
                .localCheckpoint();
        var seen = new HashMap<Long, String>();
        reports.collectAsList()
                .forEach(row -> seen.put(
                        row.getLong(1),
                        row.getString(2) + (row.isNullAt(3) ? "" : " " + row.getLong(3) + " " + row.getLong(4))));
        var served = new HashMap<Long, Integer>();
        new DeliverMembers(policy)
                .apply(reached.withColumnRenamed("user_id", "account_id"), reports, asking)
                .collectAsList()
                .forEach(row -> served.merge(row.getLong(0), 1, Integer::sum));
        var values = new HashMap<String, Long>();
        newFigures.collectAsList().forEach(row -> values.put(row.getString(1), row.getLong(2)));
        ledger = newLedger;
        figures = newFigures;
        asked = new ArrayList<>();
        members = new ArrayList<>();
        rows = new AudienceRows();
        advertisers.clear();
        return new Night(seen, served, values);
    }

    /** Sets a part of everybody's budget aside, as the first night of a month does. */
    public void setAside(double part) {
        ledger = ledger.unionByName(AudienceRows.rows(
                List.of(RowFactory.create(
                        "everybody", 0L, Period.of(AudienceRows.AS_OF).toString(), "usage", part)),
                Outputs.BUDGET_LEDGER.table().schema().toDDL()));
    }

    /** Losses charged so far, by {@code who id}. */
    public Map<String, Double> spent() {
        var spent = new HashMap<String, Double>();
        ledger.collectAsList()
                .forEach(row -> spent.merge(row.get(0) + " " + row.get(1), row.getDouble(4), Double::sum));
        return spent;
    }

    private static Dataset<Row> none(String schema) {
        return LocalSpark.session().createDataFrame(List.of(), org.apache.spark.sql.types.StructType.fromDDL(schema));
    }
}
