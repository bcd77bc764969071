package org.sealedjoin.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.trim;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.InputFailure;

/** A CSV file of two columns of ids, with a header or without, such as friendships held back for evaluation. */
public final class PairFile {
    private PairFile() {}

    /**
     * Reads the file, strictly.
     *
     * @throws InputFailure if it cannot be read, has no pair or not two columns, its header is another, or a row is no pair of ids
     */
    public static Dataset<Row> read(SparkSession spark, String file, String first, String second) {
        try {
            Dataset<Row> text = spark.read().option("header", false).csv(file);
            if (text.columns().length != 2) {
                throw new InputFailure(
                        "Cannot read the file of pairs: it has " + text.columns().length + " columns (need 2)");
            }
            Column one = trim(col(text.columns()[0]));
            Column other = trim(col(text.columns()[1]));
            Dataset<Row> rows = text.filter(
                    not(one.equalTo(first).and(other.equalTo(second))).or(one.isNull()));
            Dataset<Row> pairs = rows.select(
                    one.try_cast("long").as(first), other.try_cast("long").as(second));
            long bad =
                    pairs.filter(col(first).isNull().or(col(second).isNull())).count();
            if (bad > 0) {
                throw new InputFailure("Cannot read the file of pairs: " + bad + " rows are no two ids, nor a header "
                        + first + "," + second + " (limit 0)");
            }
            if (pairs.isEmpty()) {
                throw new InputFailure("Cannot read the file of pairs: it holds none (need 1 or more)");
            }
            return pairs;
        } catch (InputFailure e) {
            throw e;
        } catch (Exception e) {
            throw new InputFailure(
                    "Cannot read the file of pairs: " + e.getClass().getSimpleName());
        }
    }
}
