package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;

/** Guarantees 4, 5 and 7 in {@code account_links}. */
final class CheckLinks {
    private static final String TABLE = Outputs.ACCOUNT_LINKS.folder();

    private final Derived derived;

    CheckLinks(Derived derived) {
        this.derived = derived;
    }

    List<Verdict> check(RunTables run) {
        Dataset<Row> found = run.rows(Outputs.ACCOUNT_LINKS);
        Dataset<Row> rows = found;
        rows = Mark.among(rows, "user_agreed", derived.yes(Platform.MESSAGING, "user_id"), "user_id", "purpose");
        rows = Mark.among(rows, "account_agreed", derived.yes(Platform.SOCIAL, "account_id"), "account_id", "purpose");
        rows = Mark.among(rows, "same_hands", derived.pairs(), "user_id", "account_id");
        rows = Mark.among(rows, "two_factor", derived.pairs().filter(col("two_factor")), "user_id", "account_id");
        rows = Mark.among(rows, "clear", derived.claimed(), "purpose", "user_id", "account_id");
        rows = Mark.among(rows, "since", derived.links(), "purpose", "user_id", "account_id", "linked_since");
        Column byTwoFactor = col("two_factor").and(col("purpose").notEqual(Purpose.SAFETY.word()));
        Column agreed = col("user_agreed").and(col("account_agreed"));
        Column clear = col("same_hands").and(col("clear"));
        return List.of(
                verdict(4, "links that not both sides agreed to", rows.filter(not(agreed))),
                verdict(5, "links by a two-factor number", rows.filter(byTwoFactor)),
                verdict(7, "links without one number in the same hands", rows.filter(not(col("same_hands")))),
                verdict(
                        7,
                        "links whose claim is rivalled",
                        rows.filter(col("same_hands").and(not(byTwoFactor)).and(not(col("clear"))))),
                verdict(
                        7,
                        "links with another beginning",
                        rows.filter(clear.and(agreed).and(not(col("since"))))),
                verdict(9, "links that stand twice", Mark.repeated(found, "purpose", "user_id", "account_id")),
                verdict(
                        9,
                        "links that are missing",
                        derived.links().join(found, new String[] {"purpose", "user_id", "account_id"}, "left_anti")));
    }

    private static Verdict verdict(int guarantee, String check, Dataset<Row> violations) {
        return Verdict.none(guarantee, TABLE + ": " + check, Violations.count(violations));
    }
}
