package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantees 4, 5, 7 and 8 in {@code contact_edges}. */
final class CheckContactEdges {
    private static final SinkTable TABLE = Outputs.CONTACT_EDGES;
    private static final String[] KEY = {"purpose", "account_id", "contact_account_id"};

    private final Derived derived;

    CheckContactEdges(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> found = run.rows(TABLE);
        Dataset<Row> links = derived.links();
        Dataset<Row> entries = derived.entries()
                .groupBy(KEY[0], KEY[1], KEY[2])
                .agg(
                        max("while_held").as("while_held"),
                        max("recent").as("recent"),
                        max("hub").as("hub"),
                        lit(true).as("in_book"));
        Dataset<Row> rows = found.withColumn("twice", Broken.repeated(KEY));
        rows = Mark.among(rows, "owner", links, "purpose", "account_id");
        rows = Mark.among(
                rows,
                "contact",
                links.withColumnRenamed("account_id", "contact_account_id"),
                "purpose",
                "contact_account_id");
        rows = rows.join(entries, KEY, "left_outer");
        Column forFriends = col("purpose").equalTo(Purpose.FRIENDS.word());
        Column agreed = col("owner").and(col("contact"));
        var verdicts = new ArrayList<Verdict>(new Broken(TABLE)
                .rule(
                        5,
                        "edges for another purpose than friends and safety",
                        not(col("purpose").isin(Purpose.FRIENDS.word(), Purpose.SAFETY.word())))
                .rule(4, "edges of which an end is not linked and agreed", not(agreed))
                .rule(8, "edges that stand in no address book", agreed.and(Broken.absent("in_book")))
                .rule(7, "edges by entries made when others had the number", not(col("while_held")))
                .rule(8, "edges to a hub", forFriends.and(col("hub")))
                .rule(8, "edges by entries that are too old", forFriends.and(not(col("recent"))))
                .rule(9, "edges that stand twice", col("twice"))
                .in(rows));
        verdicts.add(Broken.missing(TABLE, "edges that are missing", derived.edgesAllowed(), found, KEY));
        return verdicts;
    }
}
