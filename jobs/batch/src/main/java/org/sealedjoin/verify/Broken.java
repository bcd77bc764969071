package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.SinkTable;

/** Rules about the rows of one table. Counts in one pass how many rows break each; nothing else of a row reaches the driver. */
final class Broken {
    private record Rule(int guarantee, String check, Column breaks) {}

    private final String table;
    private final List<Rule> rules = new ArrayList<>();

    Broken(SinkTable sink) {
        table = sink.folder();
    }

    /**
     * One more rule.
     *
     * @param breaks BOOLEAN: whether a row breaks it; null if not
     */
    Broken rule(int guarantee, String check, Column breaks) {
        rules.add(new Rule(guarantee, check, breaks));
        return this;
    }

    /** A verdict for each rule, in their order. Starts one Spark job. */
    List<Verdict> in(Dataset<Row> rows) {
        List<Long> found = Counts.meeting(rows, rules.stream().map(Rule::breaks).toList());
        var verdicts = new ArrayList<Verdict>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            verdicts.add(Verdict.none(rule.guarantee, table + ": " + rule.check, found.get(i)));
        }
        return verdicts;
    }

    /** The verdict on rows that should be there and are not: how many {@code due} have no row in {@code found} with the same keys. */
    static Verdict missing(SinkTable sink, String check, Dataset<Row> due, Dataset<Row> found, String... keys) {
        return Verdict.none(9, sink.folder() + ": " + check, Counts.of(due.join(found, keys, "left_anti")));
    }

    /** Whether the row's values in {@code keys} stand in another row too. */
    static Column repeated(String... keys) {
        Column[] columns = Arrays.stream(keys).map(functions::col).toArray(Column[]::new);
        return count(lit(1)).over(Window.partitionBy(columns)).gt(1);
    }

    /** Says of each row whether it is there at all after an outer join that gave {@code mark}. */
    static Column absent(String mark) {
        return col(mark).isNull();
    }
}
