package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;
import static org.sealedjoin.guard.attack.Misuse.released;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.Operation;
import scala.runtime.BoxedUnit;

/** Marks of operations that take labels off: forged, moved, or put around something that does not do what they say. */
final class MarkMisuses {
    private MarkMisuses() {}

    static List<Misuse> all() {
        var misuses = new ArrayList<Misuse>();
        misuses.addAll(forged());
        misuses.addAll(consent());
        misuses.addAll(subtract());
        return misuses;
    }

    private static List<Misuse> forged() {
        return List.of(
                new Misuse(
                        "a plan is tagged as one that passed",
                        clinic -> {
                            var rows = clinic.patients().select("phone");
                            tag(rows.queryExecution().optimizedPlan(), "passed", "yes");
                            return rows.collectAsList();
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "a plan takes over the tags of one that passes",
                        clinic -> {
                            Dataset<Row> honest = clinic.cities().select("city");
                            honest.collectAsList();
                            var rows = clinic.patients().select("phone");
                            LogicalPlan from = honest.queryExecution()
                                    .sparkPlan()
                                    .logicalLink()
                                    .get();
                            rows.queryExecution().optimizedPlan().foreach(node -> {
                                node.copyTagsFrom(from);
                                return BoxedUnit.UNIT;
                            });
                            return rows.collectAsList();
                        },
                        Clinic.PLANTED),
                new Misuse(
                        "a plan is tagged as judged, and the planner asked directly",
                        clinic -> {
                            var execution = clinic.patients().select("phone").queryExecution();
                            tag(execution.optimizedPlan(), "judged", true);
                            var plan = ((org.apache.spark.sql.classic.SparkSession) clinic.spark())
                                    .sessionState()
                                    .planner()
                                    .plan(execution.optimizedPlan())
                                    .next();
                            return plan.executeColumnar().collect();
                        },
                        ""),
                released(
                        "a mark that nobody made",
                        Clinic.PUBLIC,
                        clinic -> {
                            Dataset<Row> rows =
                                    clinic.patients().select("score").as("x");
                            tag(plan(rows), "start", "noise");
                            tag(plan(rows), "end", "noise");
                            return rows;
                        },
                        "13"),
                released(
                        "the mark of noise on figures without noise",
                        Clinic.PUBLIC,
                        clinic -> {
                            Dataset<Row> honest = Clinic.NOISY.mark(
                                    clinic.patients(),
                                    all -> all.groupBy()
                                            .agg(sum("score").divide(10).as("figure")));
                            Dataset<Row> input = clinic.patients().as("input");
                            Dataset<Row> rows =
                                    input.select(col("score").as("figure")).as("output");
                            plan(rows).copyTagsFrom(plan(honest));
                            for (LogicalPlan node = plan(honest);
                                    !node.children().isEmpty();
                                    node = node.children().head()) {
                                plan(input).mergeTagsFrom(node);
                            }
                            return rows;
                        },
                        "13"),
                released(
                        "a mark whose start was moved below a condition",
                        Clinic.BY_PURPOSE,
                        clinic -> {
                            Dataset<Row> few =
                                    clinic.patients().filter("score < 4").select("patient_id");
                            Dataset<Row> rows = Clinic.AGREED_BY_ROW.mark(few, all -> byPurpose(clinic, all));
                            LogicalPlan start = plan(rows);
                            while (!(start instanceof org.apache.spark.sql.catalyst.plans.logical.Filter)) {
                                start = start.children().head();
                                if (start instanceof org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias alias) {
                                    plan(few)
                                            .children()
                                            .head()
                                            .children()
                                            .head()
                                            .mergeTagsFrom(alias);
                                    alias.unsetTagValue(new TreeNodeTag<>("org.sealedjoin.guard.start"));
                                }
                            }
                            return rows;
                        },
                        "1,ads"),
                released(
                        "an operation of one's own",
                        Clinic.PUBLIC,
                        clinic -> new Operation.Release("noise", Set.of(Label.USAGE), List.of("figure"))
                                .mark(
                                        clinic.patients(),
                                        all -> all.select(col("score").as("figure"))),
                        "13"),
                released(
                        "a figure besides the noisy ones",
                        Clinic.PUBLIC,
                        clinic -> Clinic.NOISY.mark(
                                clinic.patients(),
                                all -> all.select(col("score").as("other"))),
                        "13"),
                released(
                        "noise over a number",
                        Clinic.PUBLIC,
                        clinic -> Clinic.NOISY.mark(
                                clinic.patients(),
                                all -> all.select(col("phone").as("figure"))),
                        Clinic.PLANTED),
                released(
                        "a count that shows its groups",
                        Clinic.PUBLIC,
                        clinic -> Clinic.COUNT.mark(
                                clinic.patients(),
                                all -> all.groupBy("patient_id")
                                        .agg(count(lit(1)).as("rows"))),
                        "7,1"),
                released(
                        "a count with a value beside it",
                        Clinic.PUBLIC,
                        clinic -> Clinic.COUNT.mark(
                                clinic.patients(),
                                all -> all.groupBy()
                                        .agg(
                                                count(lit(1)).as("rows"),
                                                sum("score").as("sum"))),
                        "5,30"),
                released(
                        "a count of what a condition on a number left",
                        Clinic.PUBLIC,
                        clinic -> Clinic.COUNT.mark(
                                clinic.patients().filter(col("phone").equalTo(Clinic.PLANTED)),
                                all -> all.groupBy().agg(count(lit(1)).as("rows"))),
                        "1"),
                released(
                        "tokens that were not left behind",
                        Clinic.INTERNAL,
                        clinic -> Clinic.LEAVE_TOKENS.mark(
                                clinic.patients()
                                        .select(tokenize().apply(col("phone")).as("t")),
                                UnaryOperator.identity()),
                        "t"),
                released(
                        "tokens compared with a guess",
                        Clinic.INTERNAL,
                        clinic -> Clinic.LEAVE_TOKENS.mark(
                                clinic.patients()
                                        .filter(tokenize()
                                                .apply(col("phone"))
                                                .equalTo("t" + Integer.toHexString(Clinic.PLANTED.hashCode())))
                                        .select("patient_id"),
                                UnaryOperator.identity()),
                        "7"));
    }

    private static List<Misuse> consent() {
        return List.of(
                consented(
                        "consent filter on another column of the decisions",
                        clinic -> yes(clinic, col("ads")).select("other_id"),
                        "other_id"),
                consented(
                        "consent filter of another purpose",
                        clinic -> yes(clinic, col("friends")).select("subject_id"),
                        "subject_id",
                        "3,Bergen"),
                consented(
                        "consent filter of refusals",
                        clinic -> yes(clinic, not(col("ads"))).select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter of everybody",
                        clinic -> clinic.decisions().filter("place = 'clinic'").select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter of either purpose",
                        clinic -> yes(clinic, col("ads").or(lit(true))).select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter of any place",
                        clinic -> clinic.decisions().filter("ads IS NOT NULL").select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter by a column that is called like the purpose",
                        clinic -> clinic.decisions()
                                .select(
                                        col("subject_id"),
                                        col("place"),
                                        lit(true).as("ads"))
                                .filter("ads")
                                .filter("place = 'clinic'")
                                .select("subject_id"),
                        "subject_id"),
                consented(
                        "consent filter by a changed id",
                        clinic -> yes(clinic, col("ads"))
                                .select(col("subject_id").multiply(0).plus(7).as("subject_id")),
                        "subject_id"),
                consented(
                        "consent filter by rows of one's own",
                        clinic -> clinic.rows("subject_id BIGINT", Clinic.row(7L)),
                        "subject_id"),
                consented(
                        "consent filter by another table",
                        clinic -> clinic.visits().select(col("patient_id").as("subject_id")),
                        "subject_id"),
                consented(
                        "consent filter by decisions and more",
                        clinic -> yes(clinic, col("ads"))
                                .select("subject_id")
                                .union(clinic.rows("subject_id BIGINT", Clinic.row(7L))),
                        "subject_id"),
                released(
                        "consent filter turned round",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> yes = yes(clinic, col("ads")).select("subject_id");
                            return Clinic.AGREED_TO_ADS.mark(
                                    people(clinic),
                                    all -> all.join(
                                            yes, all.col("patient_id").equalTo(yes.col("subject_id")), "left_anti"));
                        },
                        "7,Leaktown"),
                released(
                        "consent filter with a way around it",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> yes = yes(clinic, col("ads")).select("subject_id");
                            return Clinic.AGREED_TO_ADS.mark(
                                    people(clinic),
                                    all -> all.join(
                                            yes,
                                            all.col("patient_id")
                                                    .equalTo(yes.col("subject_id"))
                                                    .or(all.col("city").equalTo("Leaktown")),
                                            "left_semi"));
                        },
                        "7,Leaktown"),
                released(
                        "consent filter that keeps who is missing",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> yes = yes(clinic, col("ads")).select("subject_id");
                            return Clinic.AGREED_TO_ADS.mark(
                                    people(clinic),
                                    all -> all.join(
                                                    yes,
                                                    all.col("patient_id").equalTo(yes.col("subject_id")),
                                                    "left_outer")
                                            .select("patient_id", "city"));
                        },
                        "7,Leaktown"),
                released(
                        "consent filter on the other person of a pair",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> pairs = clinic.patients()
                                    .select(col("patient_id"))
                                    .crossJoin(clinic.patients()
                                            .select(col("patient_id").as("friend_id")));
                            return clinic.agreedToAds(pairs).select("friend_id");
                        },
                        "7"),
                released(
                        "consent filter on an id of other people",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> moved = clinic.patients()
                                    .select(
                                            col("patient_id").minus(6).as("patient_id"),
                                            col("patient_id").as("whose"));
                            return clinic.agreedToAds(moved).select("whose");
                        },
                        "7"),
                released(
                        "id changed after the consent filter",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> most =
                                    clinic.patients().selectExpr("patient_id", "max(patient_id) OVER () AS other");
                            return clinic.agreedToAds(most)
                                    .filter("patient_id = 1")
                                    .select("other");
                        },
                        "9"),
                released(
                        "row for a purpose that nobody was asked for",
                        Clinic.BY_PURPOSE,
                        clinic -> clinic.agreedToAds()
                                .select(col("patient_id"), lit("friends").as("purpose")),
                        "1,friends"),
                released(
                        "purpose changed after consent by row",
                        Clinic.BY_PURPOSE,
                        clinic -> Clinic.AGREED_BY_ROW
                                .mark(clinic.patients().select("patient_id"), all -> byPurpose(clinic, all))
                                .select(col("patient_id"), lit("ads").as("purpose")),
                        "3,ads"));
    }

    private static List<Misuse> subtract() {
        return List.of(
                released(
                        "subtraction that repeats rows",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> visits = clinic.visits()
                                    .filter("minutes < 25")
                                    .select(col("patient_id").as("v"));
                            return Clinic.NOT_BLOCKED.mark(
                                    clinic.agreedToAds(),
                                    all -> all.join(
                                                    visits,
                                                    all.col("patient_id").equalTo(col("v")),
                                                    "left_outer")
                                            .select("patient_id", "city"));
                        },
                        "1,Aarhus\n1,Aarhus"),
                released(
                        "subtraction that brings a figure",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> long_ = clinic.visits()
                                    .filter("minutes < 25")
                                    .groupBy("patient_id")
                                    .agg(count(lit(1)).as("n"));
                            return Clinic.NOT_BLOCKED
                                    .mark(
                                            clinic.agreedToAds(),
                                            all -> all.join(long_, new String[] {"patient_id"}, "left_outer"))
                                    .select("patient_id", "n");
                        },
                        "1,2"),
                released(
                        "subtraction that brings a column",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED.mark(
                                clinic.agreedToAds(),
                                all -> all.join(
                                        clinic.patients().select("patient_id", "score"),
                                        new String[] {"patient_id"},
                                        "left_outer")),
                        "Aarhus,3"),
                released(
                        "subtraction that adds rows",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED.mark(
                                clinic.agreedToAds(),
                                all -> all.join(
                                        clinic.patients().select("patient_id"),
                                        new String[] {"patient_id"},
                                        "right_outer")),
                        "7,"),
                released(
                        "subtraction that adds rows on both sides",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED.mark(
                                clinic.agreedToAds(),
                                all -> all.join(
                                        clinic.patients().select("patient_id"),
                                        new String[] {"patient_id"},
                                        "full_outer")),
                        "7,"),
                released(
                        "subtraction that keeps",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED.mark(
                                clinic.agreedToAds(),
                                all -> all.join(
                                        clinic.patients().filter("score > 4").select("patient_id"),
                                        new String[] {"patient_id"},
                                        "left_semi")),
                        "2,Aarhus"),
                released(
                        "subtraction that multiplies",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED.mark(
                                clinic.agreedToAds(),
                                all -> all.join(
                                        clinic.visits().select("patient_id"), new String[] {"patient_id"}, "inner")),
                        "1,Aarhus\n1,Aarhus"),
                released(
                        "subtraction of the input from something else",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED.mark(
                                clinic.agreedToAds(),
                                all -> clinic.patients()
                                        .select("patient_id", "city")
                                        .join(all, new String[] {"patient_id"}, "left_anti")),
                        "7,Leaktown"),
                released(
                        "subtraction with a condition of its own",
                        Clinic.ADVERTS,
                        clinic -> Clinic.NOT_BLOCKED
                                .mark(
                                        clinic.agreedToAds(clinic.patients()),
                                        all -> all.filter("score > 4")
                                                .join(clinic.blocked(), new String[] {"patient_id"}, "left_anti"))
                                .filter("patient_id = 1")
                                .select("patient_id"),
                        ""),
                released(
                        "subtraction that compares a number",
                        Clinic.ADVERTS,
                        clinic -> {
                            Dataset<Row> guess = clinic.rows("guess STRING", Clinic.row("+15005550101"));
                            return Clinic.NOT_BLOCKED
                                    .mark(
                                            clinic.agreedToAds(clinic.patients()),
                                            all -> all.join(
                                                    guess, all.col("phone").equalTo(guess.col("guess")), "left_anti"))
                                    .select("patient_id", "city");
                        },
                        "2,Aarhus"));
    }

    private static Misuse consented(String name, java.util.function.Function<Clinic, Dataset<Row>> right, String id) {
        return consented(name, right, id, "7,Leaktown");
    }

    private static Misuse consented(
            String name, java.util.function.Function<Clinic, Dataset<Row>> right, String id, String evidence) {
        return released(
                name,
                Clinic.ADVERTS,
                clinic -> {
                    Dataset<Row> yes = right.apply(clinic);
                    return Clinic.AGREED_TO_ADS.mark(
                            people(clinic),
                            all -> all.join(yes, all.col("patient_id").equalTo(yes.col(id)), "left_semi"));
                },
                evidence);
    }

    private static Dataset<Row> people(Clinic clinic) {
        return clinic.patients().select("patient_id", "city");
    }

    private static Dataset<Row> yes(Clinic clinic, Column agreed) {
        return clinic.decisions().filter(agreed).filter("place = 'clinic'");
    }

    private static Dataset<Row> byPurpose(Clinic clinic, Dataset<Row> all) {
        Dataset<Row> yes = clinic.decisions()
                .filter("place = 'clinic'")
                .selectExpr(
                        "subject_id",
                        "explode(filter(array(if(ads, 'ads', null), if(friends, 'friends', null)), x -> x IS NOT NULL)) AS purpose");
        return all.join(yes, all.col("patient_id").equalTo(yes.col("subject_id")))
                .select("patient_id", "purpose");
    }

    private static org.apache.spark.sql.expressions.UserDefinedFunction tokenize() {
        return org.apache.spark.sql.functions.udf(
                new Clinic.Tokenize(), org.apache.spark.sql.types.DataTypes.StringType);
    }

    private static void tag(LogicalPlan plan, String name, Object value) {
        plan.foreach(node -> {
            node.setTagValue(new TreeNodeTag<>("org.sealedjoin.guard." + name), value);
            return BoxedUnit.UNIT;
        });
    }

    private static LogicalPlan plan(Dataset<Row> rows) {
        return ((org.apache.spark.sql.classic.Dataset<?>) rows).logicalPlan();
    }
}
