package org.sealedjoin.guard;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's plans as Java collections. */
final class Plans {
    private Plans() {}

    static <T> List<T> list(Iterable<T> elements) {
        return List.copyOf(CollectionConverters.asJavaCollection(elements));
    }

    static <T> Optional<T> optional(scala.Option<T> option) {
        return option.isDefined() ? Optional.of(option.get()) : Optional.empty();
    }

    static List<ExprId> ids(Iterable<? extends Attribute> attributes) {
        return CollectionConverters.asJavaCollection(attributes).stream()
                .map(Attribute::exprId)
                .toList();
    }

    static List<LogicalPlan> children(LogicalPlan plan) {
        return list(plan.children());
    }

    static List<Expression> children(Expression expression) {
        return list(expression.children());
    }

    static List<Attribute> output(QueryPlan<?> plan) {
        return list(plan.output());
    }
}
