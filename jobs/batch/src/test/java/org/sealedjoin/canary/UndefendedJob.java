package org.sealedjoin.canary;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.sealedjoin.testing.KeepFiles;

/**
 * What one would write without thinking of it: numbers shuffled and cached as they are, no encryption, one number in a plan, one in a
 * message. The same search has to find all of that, else its silence about the program would prove nothing.
 */
final class UndefendedJob {
    private UndefendedJob() {}

    /** Arguments: the input folder, a folder for what was kept, a number. */
    public static void main(String[] args) throws Exception {
        Path local = Path.of(System.getenv("SPARK_LOCAL_DIRS"));
        try (KeepFiles keeping = KeepFiles.start(List.of(local), Path.of(args[1]));
                SparkSession spark = SparkSession.builder().getOrCreate()) {
            Dataset<Row> contacts = spark.read()
                    .option("header", true)
                    .csv(args[0] + "/messaging_contacts")
                    .filter(col("contact_phone").notEqual(args[2]))
                    .persist(StorageLevel.DISK_ONLY());
            contacts.groupBy("contact_phone")
                    .agg(count(lit(1)).as("books"))
                    .orderBy("contact_phone")
                    .collectAsList();
            // At debug level Parquet prints the least and the greatest number of every file.
            spark.read()
                    .parquet(args[0] + "/messaging_users")
                    .groupBy("region")
                    .count()
                    .collectAsList();
            UDF1<String, String> strict = text -> {
                throw new IllegalArgumentException("Cannot parse " + text);
            };
            try {
                contacts.select(udf(strict, DataTypes.StringType).apply(col("contact_phone")))
                        .collectAsList();
            } catch (Exception e) {
                // It is in the log now.
            }
        }
    }
}
