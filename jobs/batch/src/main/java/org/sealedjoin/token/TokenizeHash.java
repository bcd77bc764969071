package org.sealedjoin.token;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.phone.HashReading;
import org.sealedjoin.phone.HashedNumber;

/** An advertiser's hashed number to its token (BINARY), inside the task that scans the row; null if the text is no SHA-256. */
public final class TokenizeHash implements UDF1<@Nullable String, byte @Nullable []> {
    private static final long serialVersionUID = 1L;

    private final String keyHandle;
    private transient @Nullable Tokenizer tokenizer;

    private TokenizeHash(String keyHandle) {
        this.keyHandle = keyHandle;
    }

    /** The function under {@code key}, applied to a text column. Evaluated once a row. */
    public static Column token(RunKey key, Column hashedNumber) {
        return udf(new TokenizeHash(key.handle()), DataTypes.BinaryType)
                .asNondeterministic()
                .apply(hashedNumber);
    }

    @Override
    public byte @Nullable [] call(@Nullable String text) {
        return HashedNumber.parse(text) instanceof HashReading.Hashed hashed ? token(hashed.number()) : null;
    }

    private byte[] token(HashedNumber number) {
        Tokenizer current = tokenizer;
        if (current == null) {
            current = Tokenizer.of(keyHandle);
            tokenizer = current;
        }
        return current.tokenOf(number).bytes();
    }
}
