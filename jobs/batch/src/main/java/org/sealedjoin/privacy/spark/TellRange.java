package org.sealedjoin.privacy.spark;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.privacy.ReachRange;

/** A noisy count to what is told of it, {@code struct<low LONG, high LONG>}; null if it is too small. See {@link ReachRange}. */
public final class TellRange implements UDF1<@Nullable Long, @Nullable Row> {
    private static final long serialVersionUID = 1L;

    private static final StructType RESULT =
            new StructType().add("low", DataTypes.LongType).add("high", DataTypes.LongType);

    private final long minPeople;

    private TellRange(long minPeople) {
        this.minPeople = minPeople;
    }

    /** The function applied to a LONG column. */
    public static Column range(long minPeople, Column noisy) {
        return udf(new TellRange(minPeople), RESULT).apply(noisy);
    }

    @Override
    public @Nullable Row call(@Nullable Long noisy) {
        return noisy != null && ReachRange.of(noisy, minPeople) instanceof ReachRange.Ready ready
                ? RowFactory.create(ready.low(), ready.high())
                : null;
    }
}
