package org.sealedjoin.token;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.phone.NumberReader;
import org.sealedjoin.phone.Refusal;

/**
 * Raw number and default region to tokens, inside the task that scans the row: normalize, hash, tokenize, nothing in between leaves
 * the call.
 *
 * <p>Gives {@code struct<token BINARY, digits_token BINARY, refusal STRING>}: the tokens of {@code +12…} and, if asked for, of {@code 12…}, or a
 * reason word and no token.
 */
public final class TokenizeNumber extends RowFunction {
    private static final long serialVersionUID = 1L;

    /** Type of the result. */
    static final StructType RESULT = new StructType()
            .add("token", DataTypes.BinaryType)
            .add("digits_token", DataTypes.BinaryType)
            .add("refusal", DataTypes.StringType);

    private static final UTF8String[] WORDS = Arrays.stream(Refusal.values())
            .map(reason -> UTF8String.fromString(reason.word()))
            .toArray(UTF8String[]::new);

    private final String keyHandle;
    private final boolean withDigits;
    private transient @Nullable Work work;

    private TokenizeNumber(String keyHandle, boolean withDigits) {
        this.keyHandle = keyHandle;
        this.withDigits = withDigits;
    }

    /** The function under {@code key}, applied to two text columns. Evaluated once a row. */
    public static Column tokens(RunKey key, Column phone, Column region) {
        return new TokenizeNumber(key.handle(), true).over(RESULT, phone, region);
    }

    /** The same for numbers that are compared with numbers only: {@code digits_token} is null, which halves the hashing. */
    public static Column token(RunKey key, Column phone, Column region) {
        return new TokenizeNumber(key.handle(), false).over(RESULT, phone, region);
    }

    /** Called by Spark. */
    public InternalRow invoke(@Nullable UTF8String phone, @Nullable UTF8String region) {
        Work current = work;
        if (current == null || current.thread != Thread.currentThread()) {
            current = new Work(Tokenizer.of(keyHandle), withDigits);
            work = current;
        }
        return current.tokens(phone, region);
    }

    /** What one thread needs for row after row. Nothing of it is in a result: Spark may keep results. */
    private static final class Work {
        private final Thread thread = Thread.currentThread();
        private final NumberReader numbers = new NumberReader();
        private final TextBytes phone = new TextBytes();
        private final TextBytes region = new TextBytes();
        private final Tokenizer tokenizer;
        private final boolean withDigits;

        Work(Tokenizer tokenizer, boolean withDigits) {
            this.tokenizer = tokenizer;
            this.withDigits = withDigits;
        }

        InternalRow tokens(@Nullable UTF8String phoneText, @Nullable UTF8String regionText) {
            phone.take(phoneText);
            region.take(regionText);
            int length = numbers.read(phone.array(), phone.length(), region.array(), region.length());
            var result = new Object[3];
            if (length > 0) {
                result[0] = tokenizer.tokenOf(numbers.form(), 0, length);
                result[1] = withDigits ? tokenizer.tokenOf(numbers.form(), 1, length - 1) : null;
            } else {
                result[2] = WORDS[numbers.refusal().ordinal()];
            }
            return new GenericInternalRow(result);
        }
    }
}
