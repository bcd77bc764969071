package org.sealedjoin.token;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.AbstractDataType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A function over columns that Spark calls on its own values, as it calls the {@code invoke} of a catalog's {@code ScalarFunction}: no
 * row is converted. Its class names it in plans; its {@code invoke} is public and takes one value for each column, a {@code UTF8String} for text
 * and an {@code Object} for binary, since Spark's compiler may not find a method that takes an array.
 *
 * <p>Evaluated once a row: Spark may evaluate a function twice that it takes for deterministic.
 */
public abstract class RowFunction implements Serializable {
    private static final long serialVersionUID = 1L;

    /** This function over columns of text, null where it gives null and wherever it wants to. */
    final Column over(DataType result, Column... columns) {
        return over(result, DataTypes.StringType, columns);
    }

    /** This function over columns of one type, null where it gives null and wherever it wants to. */
    protected final Column over(DataType result, AbstractDataType type, Column... columns) {
        List<Expression> arguments =
                Arrays.stream(columns).map(ExpressionUtils::expression).toList();
        List<AbstractDataType> types =
                Arrays.stream(columns).map(column -> type).toList();
        return ExpressionUtils.column(new Invoke(
                Literal.create(this, new ObjectType(getClass())),
                "invoke",
                result,
                CollectionConverters.asScala(arguments).toSeq(),
                CollectionConverters.asScala(types).toSeq(),
                false,
                true,
                false));
    }

    /** Its name: a plan shows no handle. */
    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}
