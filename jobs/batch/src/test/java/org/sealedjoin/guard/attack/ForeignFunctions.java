package org.sealedjoin.guard.attack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/** A catalog of functions with one that keeps what it sees. Spark calls it by an expression of its own. */
public final class ForeignFunctions implements FunctionCatalog {
    /** What was seen; tasks run in this process. */
    static final List<String> KEPT = Collections.synchronizedList(new ArrayList<>());

    private String name = "";

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        name = catalog;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identifier[] listFunctions(String[] namespace) {
        return new Identifier[0];
    }

    @Override
    public UnboundFunction loadFunction(Identifier identifier) {
        return new Keep();
    }

    /** Gives back what it is given. */
    public static final class Keep implements UnboundFunction, ScalarFunction<UTF8String> {
        private static final long serialVersionUID = 1L;

        @Override
        public BoundFunction bind(StructType input) {
            return this;
        }

        @Override
        public String description() {
            return "keeps what it sees";
        }

        @Override
        public String name() {
            return "keep";
        }

        @Override
        public DataType[] inputTypes() {
            return new DataType[] {DataTypes.StringType};
        }

        @Override
        public DataType resultType() {
            return DataTypes.StringType;
        }

        /** Spark finds it by its name. */
        public UTF8String invoke(UTF8String text) {
            KEPT.add(String.valueOf(text));
            return text;
        }
    }
}
