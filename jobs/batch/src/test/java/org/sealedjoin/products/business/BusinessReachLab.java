package org.sealedjoin.products.business;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.privacy.BudgetPolicy;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.privacy.spark.ReleaseReach;
import org.sealedjoin.privacy.spark.SpendBudgets;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;

/** Nights in which businesses ask and are told: whom a question reaches is given, the rest is the program's own. Many worlds share a night. */
public final class BusinessReachLab {
    public static final Epsilon FIGURE = new Epsilon(50_000);

    private static final BudgetPolicy BUDGETS =
            new BudgetPolicy(FIGURE, new Epsilon(400_000), new Epsilon(4_000_000), new Epsilon(1_000_000));
    private static final Period PERIOD = Period.of(BusinessRows.AS_OF);

    private final long minPeople;
    private final Set<Long> businesses = new HashSet<>();
    private final List<Row> asked = new ArrayList<>();
    private final List<Row> reach = new ArrayList<>();
    private Dataset<Row> ledger = none(Outputs.BUDGET_LEDGER.table().schema());
    private Dataset<Row> figures = none(Outputs.RELEASED_FIGURES.table().schema());

    public BusinessReachLab(long minPeople) {
        this.minPeople = minPeople;
    }

    /**
     * What one night showed.
     *
     * @param reports status, and the range if there is one, by {@code business category}
     * @param values noisy counts by figure
     */
    public record Night(Map<String, String> reports, Map<String, Long> values) {}

    /** Tonight a business asks how many it can send marketing to; it reaches these people. */
    public void ask(long business, long owner, String figure, long noise, Iterable<Long> people) {
        businesses.add(business);
        long turn = asked.size();
        asked.add(RowFactory.create(business, "marketing", owner, figure, turn, noise));
        people.forEach(person -> reach.add(RowFactory.create(turn, person)));
    }

    /** Runs the night and carries ledger and figures on to the next. */
    public Night night() {
        var conf = LocalSpark.session().conf();
        String wholeStage = conf.get("spark.sql.codegen.wholeStage");
        // Compiling code for so few rows would take most of the time.
        conf.set("spark.sql.codegen.wholeStage", "false");
        try {
            return run();
        } finally {
            conf.set("spark.sql.codegen.wholeStage", wholeStage);
        }
    }

    private Night run() {
        ReleaseReach release = ReleaseReach.answering(SpendBudgets.ofBusinesses(BUDGETS, PERIOD), BUDGETS, PERIOD);
        Dataset<Row> asking =
                rows(asked, "business_id LONG, category STRING, id LONG, figure_key STRING, turn LONG, noise LONG");
        Dataset<Row> decided = release.decide(asking, ledger).localCheckpoint();
        Dataset<Row> counted = release.reached(decided, rows(reach, "turn LONG, user_id LONG"), ledger, figures)
                .localCheckpoint();
        ledger = release.ledger(decided, counted, ledger).localCheckpoint();
        figures = release.figures(asking, decided, counted, figures).localCheckpoint();
        var reports = new HashMap<String, String>();
        new ReportReach(new BusinessPolicy(2, minPeople), Inputs.MESSAGE_CATEGORIES)
                .apply(
                        rows(businesses.stream().map(RowFactory::create).toList(), "business_id LONG"),
                        asking,
                        decided,
                        figures)
                .collectAsList()
                .forEach(row -> reports.put(
                        row.get(0) + " " + row.get(1),
                        row.getString(2) + (row.isNullAt(3) ? "" : " " + row.get(3) + " " + row.get(4))));
        var values = new HashMap<String, Long>();
        figures.collectAsList().forEach(row -> values.put(row.getString(1), row.getLong(2)));
        asked.clear();
        reach.clear();
        businesses.clear();
        return new Night(reports, values);
    }

    /** Losses charged so far, by {@code who id}. */
    public Map<String, Double> spent() {
        var spent = new HashMap<String, Double>();
        ledger.collectAsList()
                .forEach(row -> spent.merge(row.get(0) + " " + row.get(1), row.getDouble(4), Double::sum));
        return spent;
    }

    private static Dataset<Row> rows(List<Row> rows, String schema) {
        return LocalSpark.session().createDataFrame(List.copyOf(rows), StructType.fromDDL(schema));
    }

    private static Dataset<Row> none(StructType schema) {
        return LocalSpark.session().createDataFrame(List.of(), schema);
    }
}
