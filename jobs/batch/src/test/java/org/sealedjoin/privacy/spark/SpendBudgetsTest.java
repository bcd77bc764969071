package org.sealedjoin.privacy.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.BudgetPolicy;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.Period;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;

/** One ledger for all who ask, and for figures that count everybody: a person's budget is one. */
class SpendBudgetsTest {
    private static final Period OCTOBER = Period.of(Instant.parse("2016-10-15T00:00:00Z"));
    /** Four figures an asker, ten a person. */
    private static final BudgetPolicy POLICY =
            new BudgetPolicy(new Epsilon(50_000), new Epsilon(200_000), new Epsilon(500_000), new Epsilon(300_000));

    private final List<Row> ledger = new ArrayList<>();

    @Test
    void people_somethingSetAsideOfEverybody_haveLostItBeforeTheyAreCharged() {
        charged("everybody", 0, "usage", 0.3);
        charged("person", 7, "reach", 0.05);

        // Of ten figures six are everybody's; number 7 lost one more, and pays for "reach" no second time.
        assertThat(outcomes(SpendBudgets.ofPeople(POLICY, OCTOBER), 7, "a", "b", "c", "d", "reach"))
                .isEqualTo(Map.of(
                        "a", "pays_now", "b", "pays_now", "c", "pays_now", "d", "refused", "reach", "paid_before"));
        assertThat(outcomes(SpendBudgets.ofPeople(POLICY, OCTOBER), 8, "a", "b", "c", "d", "e"))
                .isEqualTo(Map.of("a", "pays_now", "b", "pays_now", "c", "pays_now", "d", "pays_now", "e", "refused"));
    }

    @Test
    void people_chargedByAdvertisersAndBusinesses_haveOneBudget() {
        for (int figure = 0; figure < 9; figure++) {
            charged("person", 7, "of-" + (figure % 2 == 0 ? "advertiser" : "business") + figure, 0.05);
        }

        assertThat(outcomes(SpendBudgets.ofPeople(POLICY, OCTOBER), 7, "a", "b"))
                .isEqualTo(Map.of("a", "pays_now", "b", "refused"));
    }

    @Test
    void askers_somethingSetAsideOfEverybody_loseNothing() {
        charged("everybody", 0, "usage", 0.3);
        charged("advertiser", 7, "x", 0.05);
        charged("person", 7, "y", 0.2);

        assertThat(outcomes(SpendBudgets.ofAdvertisers(POLICY, OCTOBER), 7, "a", "b", "c", "d"))
                .isEqualTo(Map.of("a", "pays_now", "b", "pays_now", "c", "pays_now", "d", "refused"));
        // An advertiser and an owner of businesses of one id are two.
        assertThat(outcomes(SpendBudgets.ofBusinesses(POLICY, OCTOBER), 7, "a", "b", "c", "d", "e"))
                .isEqualTo(Map.of("a", "pays_now", "b", "pays_now", "c", "pays_now", "d", "pays_now", "e", "refused"));
    }

    @Test
    void people_chargesOfAnotherMonth_countNothing() {
        ledger.add(RowFactory.create("everybody", 0L, "2016-09", "usage", 0.5));

        assertThat(outcomes(SpendBudgets.ofPeople(POLICY, OCTOBER), 7, "a")).isEqualTo(Map.of("a", "pays_now"));
    }

    private void charged(String who, long id, String figure, double epsilon) {
        ledger.add(RowFactory.create(who, id, "2016-10", figure, epsilon));
    }

    /** What becomes of charges to one payer, by figure. */
    private Map<String, String> outcomes(SpendBudgets budgets, long id, String... figures) {
        var wanted = new ArrayList<Row>();
        for (String figure : figures) {
            wanted.add(RowFactory.create(id, figure, 0L));
        }
        var outcomes = new TreeMap<String, String>();
        budgets.apply(
                        rows(wanted, StructType.fromDDL("id LONG, figure_key STRING, turn LONG")),
                        rows(ledger, Outputs.BUDGET_LEDGER.table().schema()))
                .collectAsList()
                .forEach(row -> outcomes.put(row.getString(1), row.getString(3)));
        return outcomes;
    }

    private static Dataset<Row> rows(List<Row> rows, StructType schema) {
        return LocalSpark.session().createDataFrame(rows, schema);
    }
}
