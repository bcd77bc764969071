package org.sealedjoin.table;

import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.columnar.CachedBatch;
import org.apache.spark.sql.execution.RDDScanExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.adaptive.AdaptiveSparkPlanExec;
import org.apache.spark.sql.execution.columnar.CachedRDDBuilder;
import org.apache.spark.sql.execution.columnar.InMemoryRelation;
import scala.Option;

/**
 * Rows in Spark's cache, read without all that led to them. For each query Spark describes its plan to its listeners, with the plan behind
 * each cache in it, and the plans behind the caches in that: with caches on caches, each read several times, a tree of many thousand
 * steps (seen: a gigabyte and half a minute for the samples; two gigabytes of heap, collected over and over, for 5 million address-book rows). What
 * reads these rows sees one step in its place.
 *
 * <p>The plan of adaptive execution changes while it runs, and Spark looks into it. Rows that such a plan makes are therefore computed at once; Spark
 * then also knows how many there are when it plans what reads them.
 */
public final class CachedRows {
    private CachedRows() {}

    /** The same rows; if they are in the cache as they are, whatever was computed before them is out of sight. */
    public static Dataset<Row> of(Dataset<Row> cached) {
        var classic = (org.apache.spark.sql.classic.Dataset<Row>) cached;
        // Asked of a new query: the one that filled the cache was looked at before that.
        LogicalPlan plan = org.apache.spark.sql.classic.Dataset.ofRows(classic.sparkSession(), classic.logicalPlan())
                .queryExecution()
                .withCachedData();
        if (!(plan instanceof InMemoryRelation relation)) {
            return org.apache.spark.sql.classic.Dataset.ofRows(classic.sparkSession(), plan);
        }
        if (relation.cacheBuilder().cachedPlan() instanceof AdaptiveSparkPlanExec) {
            long unused = Counts.of(cached);
        }
        return org.apache.spark.sql.classic.Dataset.ofRows(classic.sparkSession(), shortened(relation));
    }

    private static InMemoryRelation shortened(InMemoryRelation relation) {
        var same = new InMemoryRelation(
                relation.output(), new Shortened(relation.cacheBuilder()), relation.outputOrdering());
        same.statsOfPlanToCache_$eq(relation.statsOfPlanToCache());
        return same;
    }

    /** The same buffers behind another plan. */
    private static final class Shortened extends CachedRDDBuilder {
        private static final long serialVersionUID = 1L;

        private final transient CachedRDDBuilder whole;

        Shortened(CachedRDDBuilder whole) {
            super(
                    whole.serializer(),
                    whole.storageLevel(),
                    oneStep(whole.cachedPlan()),
                    whole.tableName(),
                    whole.logicalPlan());
            this.whole = whole;
        }

        private static SparkPlan oneStep(SparkPlan plan) {
            RDD<InternalRow> none =
                    plan.session().sparkContext().emptyRDD(scala.reflect.ClassTag$.MODULE$.apply(InternalRow.class));
            return new RDDScanExec(
                    plan.output(), none, "cached", plan.outputPartitioning(), plan.outputOrdering(), Option.empty());
        }

        @Override
        public RDD<CachedBatch> cachedColumnBuffers() {
            return whole.cachedColumnBuffers();
        }

        @Override
        public boolean isCachedColumnBuffersLoaded() {
            return whole.isCachedColumnBuffersLoaded();
        }

        @Override
        public long materializedRowCount() {
            return whole.materializedRowCount();
        }

        @Override
        public long materializedSizeInBytes() {
            return whole.materializedSizeInBytes();
        }

        @Override
        public void clearCache(boolean blocking) {
            whole.clearCache(blocking);
        }
    }
}
