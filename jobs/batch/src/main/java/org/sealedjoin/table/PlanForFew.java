package org.sealedjoin.table;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * While it is open, Spark plans for few rows: it compiles no code and revises no plan, both of which take longer than the rows do. What a query
 * gives is the same.
 */
public final class PlanForFew implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.sql.shuffle.partitions", "1",
            "spark.sql.adaptive.enabled", "false",
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN");

    private final SparkSession spark;
    private final Map<String, String> before = new LinkedHashMap<>();

    PlanForFew(SparkSession spark) {
        this.spark = spark;
        SETTINGS.forEach((key, value) -> {
            before.put(key, spark.conf().get(key));
            spark.conf().set(key, value);
        });
    }

    /** The settings of Spark that it makes. */
    public static Map<String, String> settings() {
        return SETTINGS;
    }

    @Override
    public void close() {
        before.forEach(spark.conf()::set);
    }
}
