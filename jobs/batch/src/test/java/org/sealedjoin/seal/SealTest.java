package org.sealedjoin.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.CacheManager;
import org.junit.jupiter.api.Test;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.TablesInMemory;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.token.RunKey;

class SealTest {
    /** Spark's exception is a checked one that it does not declare, and comes when tokens have been cached for long. */
    @Test
    void make_failsAtItsLastStep_leavesNoTokensCached() {
        SparkSession spark = LocalSpark.session();
        CacheManager caches = spark.sharedState().cacheManager();
        int before = caches.numCachedEntries();
        Dataset<Row> saysNothing = spark.range(1).toDF();

        try (RunKey key = RunKey.draw(new SecureRandom())) {
            InputTables input = TablesInMemory.of(spark, Map.of());
            assertThatThrownBy(() -> new Seal(key, SealWorld.POLICY, SealWorld.AS_OF, input, saysNothing))
                    .isInstanceOf(AnalysisException.class);
        }

        assertThat(caches.numCachedEntries()).isEqualTo(before);
    }
}
