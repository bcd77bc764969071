package org.sealedjoin.token;

import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.phone.E164;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.phone.HashedNumber;
import org.sealedjoin.phone.Normalization;
import org.sealedjoin.phone.PhoneNormalizer;

/**
 * Raw number and default region to tokens, inside the task that scans the row: normalize, hash, tokenize, nothing in between leaves
 * the call.
 *
 * <p>Gives {@code struct<token BINARY, digits_token BINARY, refusal STRING>}: the tokens of {@code +12…} and of {@code 12…}, or a
 * reason word and no token.
 */
public final class TokenizeNumber implements UDF2<@Nullable String, @Nullable String, Row> {
    private static final long serialVersionUID = 1L;

    /** Type of the result. */
    static final StructType RESULT = new StructType()
            .add("token", DataTypes.BinaryType)
            .add("digits_token", DataTypes.BinaryType)
            .add("refusal", DataTypes.StringType);

    private static final PhoneNormalizer NORMALIZER = new PhoneNormalizer();

    private final String keyHandle;
    private transient @Nullable Tokenizer tokenizer;

    private TokenizeNumber(String keyHandle) {
        this.keyHandle = keyHandle;
    }

    /** The function under {@code key}, applied to two text columns. Evaluated once a row. */
    public static Column tokens(RunKey key, Column phone, Column region) {
        return udf(new TokenizeNumber(key.handle()), RESULT)
                .asNondeterministic()
                .apply(phone, region);
    }

    @Override
    public Row call(@Nullable String phone, @Nullable String region) {
        Normalization normalization = NORMALIZER.normalize(phone, region);
        if (normalization instanceof Normalization.Accepted accepted) {
            E164 number = accepted.number();
            return RowFactory.create(token(number, HashForm.E164), token(number, HashForm.DIGITS), null);
        }
        return RowFactory.create(
                null, null, ((Normalization.Refused) normalization).reason().word());
    }

    private byte[] token(E164 number, HashForm form) {
        Tokenizer current = tokenizer;
        if (current == null) {
            current = Tokenizer.of(keyHandle);
            tokenizer = current;
        }
        return current.tokenOf(HashedNumber.of(number, form)).bytes();
    }
}
