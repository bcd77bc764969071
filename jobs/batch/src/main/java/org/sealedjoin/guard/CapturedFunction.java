package org.sealedjoin.guard;

import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Optional;

/** The object that a function given to Spark calls: Spark wraps a Java function in a lambda that captured it. */
final class CapturedFunction {
    private CapturedFunction() {}

    static Optional<Object> of(Object function) {
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
