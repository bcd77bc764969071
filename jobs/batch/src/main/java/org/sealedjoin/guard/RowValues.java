package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;

/** Columns that a condition holds to one value: flows that rows of that value are free of are gone. */
record RowValues(List<Held> held) {
    private record Held(ExprId column, String value) {}

    static RowValues of(Expression condition) {
        var held = new ArrayList<Held>();
        collect(condition, held);
        return new RowValues(held);
    }

    private static void collect(Expression condition, List<Held> held) {
        if (condition instanceof And and) {
            collect(and.left(), held);
            collect(and.right(), held);
        } else if (condition instanceof EqualTo equal) {
            hold(equal.left(), equal.right(), held);
            hold(equal.right(), equal.left(), held);
        }
    }

    private static void hold(Expression column, Expression value, List<Held> held) {
        if (column instanceof Attribute attribute && value instanceof Literal literal && literal.value() != null) {
            held.add(new Held(attribute.exprId(), literal.value().toString()));
        }
    }

    PlanFlows apply(PlanFlows in) {
        return held.isEmpty() ? in : in.map(flows -> flows.without(this::free));
    }

    private boolean free(Flow flow) {
        Flow.Unless rows = flow.unless();
        return rows != null
                && held.stream()
                        .anyMatch(each -> rows.columns().contains(each.column())
                                && rows.value().equals(each.value()));
    }
}
