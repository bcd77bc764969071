package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/**
 * Guarantees 4, 5 and 9 in {@code abuse_signals}: both sides agreed, the other platform knows something that the signal names, and reports
 * alone name nobody. Scores are not computed again.
 */
final class CheckAbuseSignals {
    private static final SinkTable TABLE = Outputs.ABUSE_SIGNALS;
    private static final String[] SUBJECT = {"platform", "subject_id"};

    private final Derived derived;
    private final ReadAbuse abuse;

    CheckAbuseSignals(Derived derived) {
        this.derived = derived;
        abuse = new ReadAbuse(derived);
    }

    List<Verdict> check(RunTables run) {
        try (var kept = new Kept(abuse.known())) {
            return check(run.rows(TABLE), ReadAbuse.told(kept.rows()), ReadAbuse.borneOut(kept.rows()));
        }
    }

    private List<Verdict> check(Dataset<Row> found, Dataset<Row> told, Dataset<Row> borneOut) {
        Dataset<Row> rows = found.withColumn("twice", Broken.repeated(SUBJECT));
        rows = Mark.among(rows, "exists", everybody(), SUBJECT);
        rows = Mark.among(rows, "linked", abuse.people(), SUBJECT);
        rows = Mark.among(rows, "explained", told, "platform", "subject_id", "signal");
        rows = Mark.among(rows, "on_that_day", told, "platform", "subject_id", "signal", "evidence_day");
        rows = Mark.among(rows, "borne_out", borneOut, SUBJECT);
        Column explained = col("linked").and(col("explained"));
        Column inRange = col("score")
                .geq(derived.facts().safety().threshold())
                .and(col("score").lt(1));
        var verdicts = new ArrayList<Verdict>(new Broken(TABLE)
                .rule(4, "signals about nobody", not(col("exists")))
                .rule(4, "signals about people who are not linked and agreed on both sides", not(col("linked")))
                .rule(
                        5,
                        "signals of which the other platform knows nothing",
                        col("linked").and(not(col("explained"))))
                .rule(5, "signals of another day than their evidence", explained.and(not(col("on_that_day"))))
                .rule(5, "signals that rest on reports alone", col("linked").and(not(col("borne_out"))))
                .rule(5, "signals whose score is below safety.threshold, or not below 1", not(inRange))
                .rule(9, "people who are named twice to one platform", col("twice"))
                .in(rows));
        verdicts.add(
                Broken.missing(TABLE, "people linked to a sanctioned one who are missing", due(told), found, SUBJECT));
        return verdicts;
    }

    private Dataset<Row> everybody() {
        return derived.input()
                .rows(Inputs.MESSAGING_USERS)
                .select(
                        lit(Platform.MESSAGING.word()).as("platform"),
                        col("user_id").as("subject_id"))
                .union(derived.input()
                        .rows(Inputs.SOCIAL_ACCOUNTS)
                        .select(lit(Platform.SOCIAL.word()), col("account_id")));
    }

    private Dataset<Row> due(Dataset<Row> told) {
        boolean named = derived.facts().safety().threshold() <= SafetyFacts.SANCTION_ALONE;
        return told.filter(lit(named).and(col("signal").equalTo("sanction"))).select("platform", "subject_id");
    }
}
