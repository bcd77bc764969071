package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;

/** Guarantees 4, 5 and 6 in {@code audience_members}: every member is explained by an upload, and by nothing else. */
final class CheckAudiences {
    private static final String TABLE = Outputs.AUDIENCE_MEMBERS.folder();
    private static final String[] KEY = {"audience_id", "account_id"};

    private final Derived derived;

    CheckAudiences(Derived derived) {
        this.derived = derived;
    }

    /** @param touched see {@link ReadAudiences#touched} */
    List<Verdict> check(RunTables run, Dataset<Row> touched) {
        Dataset<Row> found = run.rows(Outputs.AUDIENCE_MEMBERS);
        Dataset<Row> ready =
                run.rows(Outputs.AUDIENCE_REPORTS).filter(col("status").equalTo("ready"));
        Dataset<Row> agreed = derived.links().filter(col("purpose").equalTo(Purpose.ADS.word()));
        Dataset<Row> served = new ReadAudiences(derived)
                .audiences()
                .join(
                        derived.input()
                                .rows(Inputs.ADVERTISERS)
                                .filter(col("status").equalTo("active")),
                        "advertiser_id");
        Dataset<Row> rows = Mark.among(found, "agreed", agreed, "account_id");
        rows = Mark.among(rows, "two_factor", onlyByTwoFactor(), "account_id");
        rows = Mark.among(rows, "touched", touched, KEY);
        rows = Mark.among(rows, "stays", touched.filter(col("stays")), KEY);
        rows = Mark.among(rows, "in_time", touched.filter(col("in_time")), KEY);
        rows = Mark.among(rows, "hidden", touched.filter(col("hidden")), KEY);
        rows = Mark.among(rows, "ready", ready, "audience_id");
        rows = Mark.among(rows, "served", served, "audience_id");
        Column in = col("touched");
        return List.of(
                verdict(5, "members by a two-factor number", rows.filter(col("two_factor"))),
                verdict(4, "members who are not linked and agreed on both sides", rows.filter(not(col("agreed")))),
                verdict(
                        5,
                        "members whom no upload put in",
                        rows.filter(col("agreed").and(not(in)))),
                verdict(6, "members whom the newest row took out", rows.filter(in.and(not(col("stays"))))),
                verdict(6, "members after the retention of their row", rows.filter(in.and(not(col("in_time"))))),
                verdict(4, "members who hid the advertiser", rows.filter(col("hidden"))),
                verdict(6, "members of an audience of no active advertiser", rows.filter(not(col("served")))),
                verdict(6, "members of an audience that is not ready", rows.filter(not(col("ready")))),
                verdict(9, "members who stand twice", Mark.repeated(found, KEY)),
                verdict(
                        9,
                        "members who are missing",
                        ReadAudiences.members(touched)
                                .join(ready, new String[] {"audience_id"}, "left_semi")
                                .join(found, KEY, "left_anti")));
    }

    /** Accounts that share a number with a user, but only numbers given for two-factor sign-in. */
    private Dataset<Row> onlyByTwoFactor() {
        return derived.pairs()
                .filter(col("two_factor"))
                .join(derived.pairs().filter(not(col("two_factor"))), new String[] {"account_id"}, "left_anti");
    }

    private static Verdict verdict(int guarantee, String check, Dataset<Row> violations) {
        return Verdict.none(guarantee, TABLE + ": " + check, Violations.count(violations));
    }
}
