package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;

/**
 * Reads every staged table once more and refuses the run if one holds what it must not: a null or a word that is not declared, text
 * that could be a number, hash or token, or suggestions that break the rules visible in the tables.
 */
public final class CheckRelease {
    /** Seven digits in a row, with or without separators, or sixteen hexadecimal digits: more than any declared word holds. */
    private static final String LOOKS_LIKE_A_NUMBER = "(\\d[ .()/-]?){7,}|[0-9A-Fa-f]{16,}";

    /** What was checked. */
    public record Verdict(String guarantee, String checked) {}

    /**
     * Checks the tables of a run.
     *
     * @param written rows of each sink, as read back from staging
     * @param friendships {@code account_id, friend_account_id} of the input
     * @return what was checked, a line each
     * @throws GuaranteeFailure naming the guarantee that does not hold, with counts only
     */
    public List<Verdict> check(Map<SinkTable, Dataset<Row>> written, Dataset<Row> friendships) {
        var verdicts = new ArrayList<Verdict>();
        written.forEach((sink, rows) -> {
            checkColumns(sink, rows);
            verdicts.add(new Verdict(
                    "only declared columns leave", sink.folder() + ": columns, nulls and words as declared"));
        });
        Dataset<Row> suggestions = written.get(Outputs.FRIEND_SUGGESTIONS);
        if (suggestions != null) {
            checkSuggestions(suggestions, friendships);
            verdicts.add(new Verdict("a suggestion is no lookup", "ranks whole, nobody to themselves or to a friend"));
        }
        return verdicts;
    }

    private static void checkColumns(SinkTable sink, Dataset<Row> rows) {
        if (!Arrays.asList(rows.columns()).equals(sink.table().columnNames())) {
            throw new GuaranteeFailure(
                    "Cannot publish " + sink.folder() + ": it has other columns than declared (guarantee 3)");
        }
        Column bad = lit(false);
        for (DeclaredColumn column : sink.table().columns()) {
            Column value = col(column.name());
            if (column.required()) {
                bad = bad.or(value.isNull());
            }
            if (!column.words().isEmpty()) {
                bad = bad.or(value.isin(column.words().toArray()).equalTo(false));
            } else if (column.type().sparkType().equals(DataTypes.StringType)) {
                bad = bad.or(value.rlike(LOOKS_LIKE_A_NUMBER));
            }
        }
        refuseIfAny(rows.filter(bad), sink.folder() + ": rows with a null or text that is not declared", 1);
    }

    private static void checkSuggestions(Dataset<Row> suggestions, Dataset<Row> friendships) {
        String what = Outputs.FRIEND_SUGGESTIONS.folder();
        refuseIfAny(
                suggestions.filter(col("account_id").equalTo(col("suggested_account_id"))),
                what + ": people suggested to themselves",
                8);
        Dataset<Row> friends = friendships
                .select(col("account_id"), col("friend_account_id").as("suggested_account_id"))
                .union(friendships.select(col("friend_account_id"), col("account_id")));
        refuseIfAny(
                suggestions.join(friends, new String[] {"account_id", "suggested_account_id"}, "left_semi"),
                what + ": friends suggested to friends",
                8);
        Dataset<Row> broken = suggestions
                .groupBy("account_id")
                .agg(
                        min("rank").as("first"),
                        max("rank").as("last"),
                        count(lit(1)).as("rows"))
                .filter(col("first").notEqual(1).or(col("last").notEqual(col("rows"))));
        refuseIfAny(broken, what + ": people whose ranks have gaps", 8);
    }

    private static void refuseIfAny(Dataset<Row> violations, String what, int guarantee) {
        long found = Counts.of(violations);
        if (found > 0) {
            throw new GuaranteeFailure(
                    "Cannot publish " + what + ": " + found + " found (limit 0, guarantee " + guarantee + ")");
        }
    }
}
