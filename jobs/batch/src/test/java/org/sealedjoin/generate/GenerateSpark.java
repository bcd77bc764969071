package org.sealedjoin.generate;

import org.apache.spark.sql.SparkSession;

/** The one local session of these tests. */
final class GenerateSpark {
    private GenerateSpark() {}

    static SparkSession session() {
        return Holder.SESSION;
    }

    private static final class Holder {
        // Tiny data: one shuffle partition saves hundreds of empty tasks a query. Two cores, so that tasks do run side
        // by side.
        static final SparkSession SESSION = start();

        private static SparkSession start() {
            SparkSession session = SparkSession.builder()
                    .master("local[2]")
                    .appName("generate-tests")
                    .config("spark.ui.enabled", "false")
                    .config("spark.sql.shuffle.partitions", "1")
                    .config("spark.sql.session.timeZone", "UTC")
                    .getOrCreate();
            session.sparkContext().setLogLevel("WARN");
            return session;
        }
    }
}
