package org.sealedjoin.guard.attack;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.sealedjoin.guard.attack.Misuse.released;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.trees.TreeNodeTag;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.Operation;
import scala.runtime.BoxedUnit;

/** Marks of operations that take labels off: forged, moved, or put around figures and tokens that are none. */
final class MarkMisuses {
    private MarkMisuses() {}

    static List<Misuse> all() {
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
                            while (!(start instanceof Filter)) {
                                start = start.children().head();
                                if (start instanceof SubqueryAlias alias) {
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

    private static UserDefinedFunction tokenize() {
        return udf(new Clinic.Tokenize(), DataTypes.StringType);
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

    static Dataset<Row> byPurpose(Clinic clinic, Dataset<Row> all) {
        Dataset<Row> yes = clinic.decisions()
                .filter("place = 'clinic'")
                .selectExpr(
                        "subject_id",
                        "explode(filter(array(if(ads, 'ads', null), if(friends, 'friends', null)), x -> x IS NOT NULL)) AS purpose");
        return all.join(yes, all.col("patient_id").equalTo(yes.col("subject_id")))
                .select("patient_id", "purpose");
    }
}
