package org.sealedjoin.token;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.phone.HashReading;
import org.sealedjoin.phone.HashedNumber;

/**
 * Why an advertiser's text is no SHA-256 (STRING, a word of {@link org.sealedjoin.phone.HashFlaw}), inside the task that scans the row; null
 * if it is one. Looks at nothing but the text, so that it cannot tell whom a hash matches.
 */
public final class JudgeHash implements UDF1<@Nullable String, @Nullable String> {
    private static final long serialVersionUID = 1L;

    private JudgeHash() {}

    /** The function applied to a text column. Evaluated once a row. */
    public static Column flaw(Column hashedNumber) {
        return udf(new JudgeHash(), DataTypes.StringType).asNondeterministic().apply(hashedNumber);
    }

    @Override
    public @Nullable String call(@Nullable String text) {
        return HashedNumber.parse(text) instanceof HashReading.Malformed malformed
                ? malformed.flaw().word()
                : null;
    }
}
