package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantees 4, 5 and 6 in {@code audience_members}: every member is explained by an upload, and by nothing else. */
final class CheckAudiences {
    private static final SinkTable TABLE = Outputs.AUDIENCE_MEMBERS;
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
        Dataset<Row> rows = found.withColumn("twice", Broken.repeated(KEY));
        rows = Mark.among(rows, "agreed", agreed, "account_id");
        rows = Mark.among(rows, "two_factor", onlyByTwoFactor(), "account_id");
        rows = Mark.among(rows, "ready", ready, "audience_id");
        rows = Mark.among(rows, "served", served, "audience_id");
        rows = rows.join(touched, KEY, "left_outer")
                .join(ReadAudiences.reach(touched), new String[] {"audience_id"}, "left_outer");
        long least = derived.facts().minPeople() - derived.facts().farthestNoise();
        var verdicts = new ArrayList<Verdict>(new Broken(TABLE)
                .rule(5, "members by a two-factor number", col("two_factor"))
                .rule(4, "members who are not linked and agreed on both sides", not(col("agreed")))
                .rule(5, "members whom no upload put in", col("agreed").and(Broken.absent("stays")))
                .rule(6, "members whom the newest row took out", not(col("stays")))
                .rule(6, "members after the retention of their row", not(col("in_time")))
                .rule(4, "members who hid the advertiser", col("hidden"))
                .rule(6, "members of an audience of no active advertiser", not(col("served")))
                .rule(6, "members of an audience that is not ready", not(col("ready")))
                .rule(
                        6,
                        "members of an audience that is too small today",
                        col("reach").lt(least))
                .rule(9, "members who stand twice", col("twice"))
                .in(rows));
        Dataset<Row> due = ReadAudiences.members(touched)
                .join(delivered(found, ready, touched), new String[] {"audience_id"}, "left_semi");
        verdicts.add(Broken.missing(TABLE, "members who are missing", due, found, KEY));
        return verdicts;
    }

    /** Ready audiences of which every member is due: any that has members at all, and any that no noise could have held back. */
    private Dataset<Row> delivered(Dataset<Row> found, Dataset<Row> ready, Dataset<Row> touched) {
        long most = derived.facts().minPeople() + derived.facts().farthestNoise();
        return ReadAudiences.reach(touched)
                .filter(col("reach").geq(most))
                .select("audience_id")
                .union(found.select("audience_id"))
                .join(ready, new String[] {"audience_id"}, "left_semi");
    }

    /** Accounts that share a number with a user, but only numbers given for two-factor sign-in. */
    private Dataset<Row> onlyByTwoFactor() {
        return derived.pairs()
                .filter(col("two_factor"))
                .join(derived.pairs().filter(not(col("two_factor"))), new String[] {"account_id"}, "left_anti");
    }
}
