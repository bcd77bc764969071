package org.sealedjoin.products.friends;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Gathers what {@link PackEvidence} packed, one viewer after the other, and scores the persons whom enough evidence supports. Memory is bounded
 * by the candidates of one viewer.
 *
 * <p>In: rows of a partition, sorted by {@code account_id, step}. Out: {@link #SCHEMA}.
 */
final class GatherEvidence implements MapPartitionsFunction<Row, Row> {
    /** Rows with features, for fitting and judging; without them, for suggesting. */
    static final StructType SCHEMA = StructType.fromDDL(
            "account_id LONG, suggested_account_id LONG, score DOUBLE, reason STRING, features ARRAY<DOUBLE>");

    /** What is told of each viewer. */
    enum Told {
        /** The best, and as many more as may be taken out afterwards. No features. */
        BEST,
        /** Everybody whom the evidence supports, with features. */
        ALL_WITH_FEATURES
    }

    private final FriendsPolicy policy;
    private final Told told;

    GatherEvidence(FriendsPolicy policy, Told told) {
        this.policy = policy;
        this.told = told;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Viewers(rows, policy, told);
    }

    private static final class Viewers implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final FriendsPolicy policy;
        private final Told told;
        private final Evidence evidence;
        private final BestFew best = new BestFew();
        private final double[] weights;
        private final double[] features = new double[Feature.values().length];
        private final Deque<Row> ready = new ArrayDeque<>();
        private Row ahead;

        Viewers(Iterator<Row> rows, FriendsPolicy policy, Told told) {
            this.rows = rows;
            this.policy = policy;
            this.told = told;
            this.evidence = new Evidence(policy);
            this.weights = policy.model().weightsInOrder();
            this.ahead = rows.hasNext() ? rows.next() : NOBODY;
        }

        private static final Row NOBODY = RowFactory.create();

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && ahead != NOBODY) {
                gather();
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.remove();
        }

        private void gather() {
            long viewer = ahead.getLong(0);
            evidence.start(viewer);
            while (ahead != NOBODY && ahead.getLong(0) == viewer) {
                byte[] packed = ahead.getAs(2);
                int step = ahead.getInt(1);
                if (step == PackPerson.OWN) {
                    evidence.own(packed);
                } else {
                    evidence.path(step == PackPerson.BY_FRIENDSHIP, packed);
                }
                ahead = rows.hasNext() ? rows.next() : NOBODY;
            }
            choose(viewer);
        }

        private void choose(long viewer) {
            best.start(
                    told == Told.BEST
                            ? (int) Math.min(Integer.MAX_VALUE, (long) policy.perPerson() + evidence.removed())
                            : Integer.MAX_VALUE);
            for (int slot = 0; slot < evidence.size(); slot++) {
                if (evidence.suffices(slot)) {
                    evidence.describe(slot, features);
                    best.offer(
                            Logistic.probability(policy.model().intercept(), weights, features),
                            evidence.id(slot),
                            slot);
                }
            }
            for (int place = 0; place < best.size(); place++) {
                int slot = best.slot(place);
                ready.add(RowFactory.create(
                        viewer,
                        evidence.id(slot),
                        best.score(place),
                        evidence.reason(slot),
                        told == Told.BEST ? null : described(slot)));
            }
        }

        private Double[] described(int slot) {
            evidence.describe(slot, features);
            return java.util.Arrays.stream(features).boxed().toArray(Double[]::new);
        }
    }
}
