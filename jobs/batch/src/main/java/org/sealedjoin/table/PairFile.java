package org.sealedjoin.table;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.InputFailure;

/** A CSV file with a header and two columns of ids, such as friendships held back for evaluation. */
public final class PairFile {
    private PairFile() {}

    /**
     * Reads the file, strictly.
     *
     * @throws InputFailure if it cannot be read, its header is another, or a row is no pair of ids
     */
    public static Dataset<Row> read(SparkSession spark, String file, String first, String second) {
        Dataset<Row> text;
        long bad;
        Dataset<Row> pairs;
        try {
            text = spark.read().option("header", true).csv(file);
            if (!List.of(text.columns()).equals(List.of(first, second))) {
                throw new InputFailure("Cannot read the file of pairs: its header is not " + first + "," + second);
            }
            pairs = spark.read()
                    .schema(new StructType().add(first, DataTypes.LongType).add(second, DataTypes.LongType))
                    .option("header", true)
                    .csv(file);
            bad = pairs.filter(col(first).isNull().or(col(second).isNull())).count();
        } catch (InputFailure e) {
            throw e;
        } catch (Exception e) {
            throw new InputFailure(
                    "Cannot read the file of pairs: " + e.getClass().getSimpleName());
        }
        if (bad > 0) {
            throw new InputFailure("Cannot read the file of pairs: " + bad + " rows are no two ids (limit 0)");
        }
        return pairs;
    }
}
