package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;

/** Guarantees 4, 5, 7 and 8 in {@code contact_edges}. */
final class CheckContactEdges {
    private static final String TABLE = Outputs.CONTACT_EDGES.folder();
    private static final String[] KEY = {"purpose", "account_id", "contact_account_id"};

    private final Derived derived;

    CheckContactEdges(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> found = run.rows(Outputs.CONTACT_EDGES);
        Dataset<Row> entries = derived.entries();
        Dataset<Row> links = derived.links();
        Dataset<Row> rows = found;
        rows = Mark.among(rows, "owner", links, "purpose", "account_id");
        rows = Mark.among(
                rows,
                "contact",
                links.withColumnRenamed("account_id", "contact_account_id"),
                "purpose",
                "contact_account_id");
        rows = Mark.among(rows, "in_book", entries, KEY);
        rows = Mark.among(rows, "while_held", entries.filter(col("while_held")), KEY);
        rows = Mark.among(rows, "hub", entries.filter(col("hub")), KEY);
        Column forFriends = col("purpose").equalTo(Purpose.FRIENDS.word());
        Column agreed = col("owner").and(col("contact"));
        return List.of(
                verdict(
                        5,
                        "edges for another purpose than friends and safety",
                        rows.filter(not(col("purpose").isin(Purpose.FRIENDS.word(), Purpose.SAFETY.word())))),
                verdict(4, "edges of which an end is not linked and agreed", rows.filter(not(agreed))),
                verdict(8, "edges that stand in no address book", rows.filter(agreed.and(not(col("in_book"))))),
                verdict(
                        7,
                        "edges by entries made when others had the number",
                        rows.filter(col("in_book").and(not(col("while_held"))))),
                verdict(8, "edges to a hub", rows.filter(forFriends.and(col("hub")))),
                verdict(9, "edges that stand twice", Mark.repeated(found, KEY)),
                verdict(9, "edges that are missing", derived.edgesAllowed().join(found, KEY, "left_anti")));
    }

    private static Verdict verdict(int guarantee, String check, Dataset<Row> violations) {
        return Verdict.none(guarantee, TABLE + ": " + check, Violations.count(violations));
    }
}
