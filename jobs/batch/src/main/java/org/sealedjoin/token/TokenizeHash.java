package org.sealedjoin.token;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.phone.HashReading;
import org.sealedjoin.phone.HashedNumber;

/** An advertiser's hashed number to its token (BINARY), inside the task that scans the row; null if the text is no SHA-256. */
public final class TokenizeHash extends RowFunction {
    private static final long serialVersionUID = 1L;

    private final String keyHandle;
    private transient @Nullable Tokenizer tokenizer;

    private TokenizeHash(String keyHandle) {
        this.keyHandle = keyHandle;
    }

    /** The function under {@code key}, applied to a text column. Evaluated once a row. */
    public static Column token(RunKey key, Column hashedNumber) {
        return new TokenizeHash(key.handle()).over(DataTypes.BinaryType, hashedNumber);
    }

    /** Called by Spark. */
    public byte @Nullable [] invoke(@Nullable UTF8String text) {
        return HashedNumber.parse(text == null ? null : text.toString()) instanceof HashReading.Hashed hashed
                ? token(hashed.number())
                : null;
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
