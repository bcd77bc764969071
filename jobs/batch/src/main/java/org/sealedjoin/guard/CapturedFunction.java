package org.sealedjoin.guard;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;

/** The object that an expression calls: a function given to Spark, or the one whose {@code invoke} Spark calls on its own values. */
final class CapturedFunction {
    /** The method of Spark's contract for functions of catalogs. A call of any other method of the object is another function. */
    private static final String METHOD = "invoke";

    private CapturedFunction() {}

    static Optional<Object> calledBy(Expression expression) {
        if (expression instanceof ScalaUDF function) {
            return captured(function.function());
        }
        return expression instanceof Invoke call
                        && call.functionName().equals(METHOD)
                        && call.targetObject() instanceof Literal function
                ? Optional.ofNullable(function.value())
                : Optional.empty();
    }

    /** Spark wraps a Java function in a lambda that captured it. */
    private static Optional<Object> captured(Object function) {
        if (!function.getClass().isHidden() && !function.getClass().isSynthetic()) {
            return Optional.of(function);
        }
        try {
            Method form = function.getClass().getDeclaredMethod("writeReplace");
            form.setAccessible(true);
            return form.invoke(function) instanceof SerializedLambda lambda
                            && lambda.getCapturedArgCount() == 1
                            // Anybody's lambda can capture a known function, and do other things beside calling it.
                            && lambda.getCapturingClass().startsWith("org/apache/spark/sql/")
                    ? Optional.of(lambda.getCapturedArg(0))
                    : Optional.empty();
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
