package org.sealedjoin.table;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The types a declared column may have. Instants are UTC. */
public enum ColumnType {
    LONG(DataTypes.LongType),
    INT(DataTypes.IntegerType),
    DOUBLE(DataTypes.DoubleType),
    BOOLEAN(DataTypes.BooleanType),
    STRING(DataTypes.StringType),
    DATE(DataTypes.DateType),
    TIMESTAMP(DataTypes.TimestampType);

    private final DataType sparkType;

    ColumnType(DataType sparkType) {
        this.sparkType = sparkType;
    }

    /** The Spark type that a column of this type has once it is read. */
    public DataType sparkType() {
        return sparkType;
    }

    /** True if a file may hold {@code found} in a column of this type: the type itself, or one that widens to it without loss. */
    boolean accepts(DataType found) {
        return switch (this) {
            case LONG -> found.equals(DataTypes.LongType) || isSmallInteger(found);
            case INT -> isSmallInteger(found);
            // An instant without a zone, as other engines write it, is read as UTC.
            case TIMESTAMP -> found.equals(DataTypes.TimestampType) || found.equals(DataTypes.TimestampNTZType);
            default -> found.equals(sparkType);
        };
    }

    private static boolean isSmallInteger(DataType found) {
        return found.equals(DataTypes.IntegerType)
                || found.equals(DataTypes.ShortType)
                || found.equals(DataTypes.ByteType);
    }
}
