package org.sealedjoin.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.QueryPlan;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
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

    /** Options of a reader, their names in small letters. */
    static Map<String, String> options(HadoopFsRelation files) {
        var options = new HashMap<String, String>();
        CollectionConverters.asJava(files.options())
                .forEach((key, value) -> options.put(key.toLowerCase(Locale.ROOT), value));
        return options;
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
