package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.table.ColumnType;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.table.Table;

/** Guarantees 1 and 3 in what lies in the files: declared columns only, declared words only, nothing that looks like a number. */
final class CheckValues {
    /** Seven digits with or without separators, or sixteen hexadecimal digits, or what Base64 makes of a hash. */
    private static final String LOOKS_LIKE_A_NUMBER = "(\\d[ .()/-]{0,2}){7,}|[0-9A-Fa-f]{16,}|[0-9A-Za-z+/]{43}=";

    /** A day, which has eight digits too. That it is one of those that a figure may have is for the check of its table. */
    private static final String IS_A_DAY = "^(19|20)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$";

    private static final Pattern NUMBER = Pattern.compile(LOOKS_LIKE_A_NUMBER);

    private CheckValues() {}

    static boolean looksLikeANumber(String text) {
        return NUMBER.matcher(text).find();
    }

    /** Whether the files of each table hold its declared columns and no others; if not, no other check can read them. */
    static List<Verdict> columns(RunTables run) {
        var verdicts = new ArrayList<Verdict>();
        for (SinkTable sink : Outputs.all()) {
            if (run.has(sink)) {
                verdicts.add(columns(sink, run.columns(sink)));
            }
        }
        return verdicts;
    }

    static Verdict columns(SinkTable sink, Optional<StructType> found) {
        String check = sink.folder() + ": columns that are missing, not declared or of another type";
        return Verdict.none(
                3, check, found.map(columns -> differing(sink.table(), columns)).orElse(1L));
    }

    private static long differing(Table table, StructType found) {
        StructType declared = table.schema();
        long differing = 0;
        for (StructField column : declared.fields()) {
            boolean there = found.getFieldIndex(column.name())
                    .exists(at -> found.fields()[(int) at].dataType().equals(column.dataType()));
            differing += there ? 0 : 1;
        }
        for (StructField column : found.fields()) {
            differing += declared.getFieldIndex(column.name()).isEmpty() ? 1 : 0;
        }
        return differing;
    }

    /** Whether the values of each table are as declared. */
    static List<Verdict> values(RunTables run) {
        var verdicts = new ArrayList<Verdict>();
        for (SinkTable sink : Outputs.all()) {
            if (run.has(sink)) {
                verdicts.addAll(values(sink, run.rows(sink)));
                if (sink.oneFile()) {
                    verdicts.add(Verdict.none(6, sink.folder() + ": not one file", run.filesOf(sink) == 1 ? 0 : 1));
                }
            }
        }
        return verdicts;
    }

    static List<Verdict> values(SinkTable sink, Dataset<Row> rows) {
        Column undeclared = lit(false);
        Column number = lit(false);
        for (DeclaredColumn column : sink.table().columns()) {
            Column value = col(column.name());
            undeclared = undeclared.or(broken(column, value));
            if (column.type() == ColumnType.STRING) {
                Column suspicious = undeclaredWord(column, value)
                        .and(value.rlike(LOOKS_LIKE_A_NUMBER))
                        .and(not(value.rlike(IS_A_DAY)));
                number = number.or(coalesce(suspicious, lit(false)));
            }
        }
        return new Broken(sink)
                .rule(1, "text like a number, hash or token", number)
                .rule(3, "nulls, words or values that are not declared", undeclared)
                .in(rows);
    }

    /** Asked first: matching a pattern takes far longer than comparing with a few words, none of which looks like a number. */
    private static Column undeclaredWord(DeclaredColumn column, Column value) {
        return column.words().isEmpty()
                ? lit(true)
                : not(value.isin(column.words().toArray()));
    }

    private static Column broken(DeclaredColumn column, Column value) {
        Column broken = column.required() ? value.isNull() : lit(false);
        if (!column.words().isEmpty()) {
            broken = broken.or(coalesce(undeclaredWord(column, value), lit(false)));
        }
        if (column.least().isPresent()) {
            broken = broken.or(coalesce(value.lt(column.least().getAsLong()), lit(false)));
        }
        return broken;
    }
}
