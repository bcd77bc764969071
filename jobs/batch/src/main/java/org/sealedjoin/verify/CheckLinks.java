package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantees 4, 5 and 7 in {@code account_links}. */
final class CheckLinks {
    private static final SinkTable TABLE = Outputs.ACCOUNT_LINKS;
    private static final String[] KEY = {"purpose", "user_id", "account_id"};
    private static final String[] PAIR = {"user_id", "account_id"};

    private final Derived derived;

    CheckLinks(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> found = run.rows(TABLE);
        Dataset<Row> hands = derived.pairs()
                .groupBy(PAIR[0], PAIR[1])
                .agg(max("two_factor").as("two_factor"), lit(true).as("same_hands"));
        Dataset<Row> claimed = derived.claimed().withColumnRenamed("linked_since", "due_since");
        Dataset<Row> rows = found.withColumn("twice", Broken.repeated(KEY));
        rows = Mark.among(rows, "user_agreed", derived.yes(Platform.MESSAGING, "user_id"), "user_id", "purpose");
        rows = Mark.among(rows, "account_agreed", derived.yes(Platform.SOCIAL, "account_id"), "account_id", "purpose");
        rows = rows.join(hands, PAIR, "left_outer").join(claimed, KEY, "left_outer");

        Column sameHands = col("same_hands").isNotNull();
        Column byTwoFactor =
                coalesce(col("two_factor"), lit(false)).and(col("purpose").notEqual(Purpose.SAFETY.word()));
        Column clear = col("due_since").isNotNull();
        Column agreed = col("user_agreed").and(col("account_agreed"));
        var verdicts = new ArrayList<Verdict>(new Broken(TABLE)
                .rule(4, "links that not both sides agreed to", not(agreed))
                .rule(5, "links by a two-factor number", byTwoFactor)
                .rule(7, "links without one number in the same hands", not(sameHands))
                .rule(
                        7,
                        "links whose claim is rivalled",
                        sameHands.and(not(byTwoFactor)).and(not(clear)))
                .rule(
                        7,
                        "links with another beginning",
                        clear.and(agreed).and(not(col("due_since").eqNullSafe(col("linked_since")))))
                .rule(9, "links that stand twice", col("twice"))
                .in(rows));
        verdicts.add(Broken.missing(TABLE, "links that are missing", derived.links(), found, KEY));
        return verdicts;
    }
}
