package org.sealedjoin.products.friends;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Scores the persons whom enough evidence supports and chooses among them, for one viewer after the other. Memory is bounded by the candidates
 * of one viewer; no path is ever a row. Used by one task at a time.
 */
final class ChooseBest {
    /** Rows with features, for fitting and judging; without them, for suggesting. */
    static final StructType SCHEMA = StructType.fromDDL(
            "account_id LONG, suggested_account_id LONG, score DOUBLE, reason STRING, features ARRAY<DOUBLE>");

    /** What is told of each viewer. */
    enum Told {
        /** The best first, and as many more as may be taken out afterwards. No features. */
        BEST,
        /** Everybody whom the evidence supports, with features. */
        ALL_WITH_FEATURES
    }

    private final FriendsPolicy policy;
    private final Told told;
    private final People people;
    private final Evidence evidence;
    private final BestFew best = new BestFew();
    private final double[] weights;
    private final double[] features = new double[Feature.values().length];

    ChooseBest(FriendsPolicy policy, Told told, People people, Ties ties) {
        this.policy = policy;
        this.told = told;
        this.people = people;
        this.evidence = new Evidence(policy, people, ties);
        this.weights = policy.model().weightsInOrder();
    }

    /**
     * Rows of one viewer, see {@link #SCHEMA}.
     *
     * @param removed how many of the viewer's suggestions may be taken out afterwards
     * @param shown how often each was shown without a reaction
     */
    Iterator<Row> of(long viewer, long removed, List<Shown> shown) {
        evidence.gather(people.indexOf(viewer));
        for (Shown each : shown) {
            int person = people.find(each.account());
            if (person != People.NOBODY) {
                evidence.shown(person, each.times());
            }
        }
        best.start(
                told == Told.BEST
                        ? (int) Math.min(Integer.MAX_VALUE, policy.perPerson() + removed)
                        : Integer.MAX_VALUE);
        for (int slot = 0; slot < evidence.size(); slot++) {
            if (evidence.suffices(slot)) {
                evidence.describe(slot, features);
                best.offer(
                        Logistic.probability(policy.model().intercept(), weights, features), evidence.id(slot), slot);
            }
        }
        best.sort();
        var rows = new ArrayList<Row>(best.size());
        for (int place = 0; place < best.size(); place++) {
            int slot = best.slot(place);
            rows.add(RowFactory.create(
                    viewer,
                    evidence.id(slot),
                    best.score(place),
                    evidence.reason(slot),
                    told == Told.BEST ? null : described(slot)));
        }
        return rows.iterator();
    }

    private Double[] described(int slot) {
        evidence.describe(slot, features);
        return Arrays.stream(features).boxed().toArray(Double[]::new);
    }

    /** How often a suggestion was shown to a viewer who did nothing about it. */
    record Shown(long account, int times) {
        /** Of rows {@code suggested_account_id, times}; null: none. */
        static List<Shown> of(List<Row> rows) {
            return rows.stream()
                    .map(row -> new Shown(row.getLong(0), Math.toIntExact(row.getLong(1))))
                    .toList();
        }
    }
}
