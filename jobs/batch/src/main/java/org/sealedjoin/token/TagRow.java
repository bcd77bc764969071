package org.sealedjoin.token;

import static org.apache.spark.sql.functions.udf;

import java.nio.ByteBuffer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.phone.HashReading;
import org.sealedjoin.phone.HashedNumber;

/**
 * An advertiser's form and hashed number to a tag of 128 bits, {@code struct<high LONG, low LONG>}, inside the task that scans the row;
 * null if the text is no SHA-256. Equal for equal digests of one form, however they were written, and otherwise as good as random.
 */
public final class TagRow implements UDF2<@Nullable String, @Nullable String, @Nullable Row> {
    private static final long serialVersionUID = 1L;

    private static final StructType RESULT =
            new StructType().add("high", DataTypes.LongType).add("low", DataTypes.LongType);

    private final String keyHandle;
    private transient @Nullable Tokenizer tokenizer;

    private TagRow(String keyHandle) {
        this.keyHandle = keyHandle;
    }

    /** The function under {@code key}, applied to two text columns. Evaluated once a row. */
    public static Column tag(TagKey key, Column form, Column hashedNumber) {
        return udf(new TagRow(key.handle()), RESULT).asNondeterministic().apply(form, hashedNumber);
    }

    @Override
    public @Nullable Row call(@Nullable String form, @Nullable String text) {
        return HashedNumber.parse(text) instanceof HashReading.Hashed hashed ? tag(form, hashed.number()) : null;
    }

    private Row tag(@Nullable String form, HashedNumber number) {
        Tokenizer current = tokenizer;
        if (current == null) {
            current = Tokenizer.of(keyHandle);
            tokenizer = current;
        }
        byte[] digest = number.bytes();
        var message = ByteBuffer.allocate(1 + digest.length);
        message.put((byte) ("digits".equals(form) ? 1 : 0)).put(digest);
        ByteBuffer mac = ByteBuffer.wrap(current.mac(message.array()));
        return RowFactory.create(mac.getLong(), mac.getLong());
    }
}
