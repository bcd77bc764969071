package org.sealedjoin.token;

import static org.apache.spark.sql.functions.udf;

import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * A platform's word and the id of a person there to the instant at which the person was erased, in microseconds since 1970; null for everybody
 * else. No plan that holds it holds an id or the key: people are known by their digests.
 */
public final class ErasedAt implements UDF2<@Nullable String, @Nullable Long, @Nullable Long> {
    private static final long serialVersionUID = 1L;

    private final String keyHandle;
    private final Map<String, Long> microsByDigest;
    private transient @Nullable Tokenizer tokenizer;

    private ErasedAt(String keyHandle, Map<String, Long> microsByDigest) {
        this.keyHandle = keyHandle;
        this.microsByDigest = Map.copyOf(microsByDigest);
    }

    /**
     * The function over two columns.
     *
     * @param microsByDigest of every person who was erased, under {@code key}
     */
    public static Column of(ReceiptKey key, Map<String, Long> microsByDigest, Column platform, Column id) {
        return udf(new ErasedAt(key.handle(), microsByDigest), DataTypes.LongType)
                .apply(platform, id);
    }

    @Override
    public @Nullable Long call(@Nullable String platform, @Nullable Long id) {
        if (platform == null || id == null) {
            return null;
        }
        Tokenizer current = tokenizer;
        if (current == null) {
            current = Tokenizer.of(keyHandle);
            tokenizer = current;
        }
        return microsByDigest.get(ReceiptKey.digest(current, platform, id));
    }
}
