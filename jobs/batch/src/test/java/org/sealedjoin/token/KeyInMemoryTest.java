package org.sealedjoin.token;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.HmacKey;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.phone.HashedNumber;
import org.sealedjoin.phone.Normalization;
import org.sealedjoin.phone.PhoneNormalizer;
import org.sealedjoin.testing.LocalSpark;

/** Where the run key's bytes are while it is in use, and that they are zeros afterwards. CanaryRunIT looks at a whole heap. */
class KeyInMemoryTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final HashedNumber NUMBER = HashedNumber.of(
            ((Normalization.Accepted) new PhoneNormalizer().normalize("+16502530000", "US")).number(), HashForm.E164);

    /** Tokenizers ask the driver of a Spark session for their key. */
    @BeforeAll
    static void startSession() {
        LocalSpark.session();
    }

    @Test
    void close_afterUse_overwritesDriversAndExecutorsCopy() throws ReflectiveOperationException {
        RunKey key = RunKey.draw(RANDOM);
        byte[] own = (byte[]) field(OpenSecret.class, field(RunKey.class, key, "secret"), "bytes");
        use(key);
        byte[] executors = heldBytes(key.handle());
        assertThat(executors).isEqualTo(own).isNotEqualTo(new byte[32]);

        key.close();

        assertThat(own).isEqualTo(new byte[32]);
        assertThat(executors).isEqualTo(new byte[32]);
        assertThat(held().containsKey(key.handle())).isFalse();
    }

    @Test
    void close_tokenizersInUse_makeNoMoreTokens() {
        RunKey key = RunKey.draw(RANDOM);
        Tokenizer tokenizer = Tokenizer.of(key.handle());
        assertThat(tokenizer.tokenOf(NUMBER)).isEqualTo(tokenizer.tokenOf(NUMBER));
        assertThat(Tokenizer.of(key.handle())).isSameAs(tokenizer);

        key.close();

        assertThatThrownBy(() -> tokenizer.tokenOf(NUMBER))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The run key is gone: no token can be made");
    }

    /** After closing, both digests inside have seen nothing: what they kept of the run key was overwritten. */
    @Test
    void close_tokenizer_overwritesWhatItMadeOfTheKey() throws Exception {
        var key = new byte[32];
        RANDOM.nextBytes(key);
        var tokenizer = new Tokenizer(key);
        tokenizer.mac(new byte[3]);
        byte[] ofNothing = MessageDigest.getInstance("SHA-256").digest(new byte[3]);
        for (String name : List.of("inner", "outer")) {
            var inUse = (MessageDigest) field(Tokenizer.class, tokenizer, name);
            assertThat(((MessageDigest) inUse.clone()).digest(new byte[3])).isNotEqualTo(ofNothing);
        }

        tokenizer.close();

        for (String name : List.of("inner", "outer", "plain")) {
            var left = (MessageDigest) field(Tokenizer.class, tokenizer, name);
            assertThat(left.digest(new byte[3])).as(name).isEqualTo(ofNothing);
        }
        assertThat((byte[]) field(Tokenizer.class, tokenizer, "digest")).isEqualTo(new byte[32]);
    }

    /** An executor on another machine is not told that the key was closed; it asks. */
    @Test
    void forgetClosed_keyClosedElsewhere_overwritesCopy() throws ReflectiveOperationException {
        RunKey key = RunKey.draw(RANDOM);
        use(key);
        byte[] executors = heldBytes(key.handle());

        ExecutorKeys.forgetClosed();
        assertThat(executors).as("still open").isNotEqualTo(new byte[32]);

        ((Map<?, ?>) field(OpenSecret.class, null, "OPEN")).remove(key.handle());
        ExecutorKeys.forgetClosed();
        assertThat(executors).isEqualTo(new byte[32]);
        assertThat(held().containsKey(key.handle())).isFalse();
        key.close();
    }

    @Test
    void hmacKey_destroyed_overwritesCopiesThatItHandedOut() {
        var key = new HmacKey(new byte[] {1, 2, 3});
        byte[] copy = key.getEncoded();
        assertThat(copy).containsExactly(1, 2, 3);

        key.destroy();

        assertThat(copy).containsExactly(0, 0, 0);
        assertThat(key.isDestroyed()).isTrue();
        assertThatThrownBy(key::getEncoded)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The key was destroyed");
    }

    @Test
    void hmacKey_printedOrSerialized_showsNothing() {
        var key = new HmacKey(new byte[] {1, 2, 3});

        assertThat(key).hasToString("HmacKey[not shown]");
        assertThatThrownBy(() -> {
                    try (var out = new ObjectOutputStream(new ByteArrayOutputStream())) {
                        out.writeObject(key);
                    }
                })
                .isInstanceOf(NotSerializableException.class);
    }

    private static void use(RunKey key) {
        Dataset<Row> rows = LocalSpark.session().sql("SELECT '+16502530000' AS number, 'US' AS region FROM range(10)");
        assertThat(rows.select(TokenizeNumber.tokens(key, col("number"), col("region")))
                        .collectAsList())
                .hasSize(10);
    }

    private static Map<?, ?> held() throws ReflectiveOperationException {
        return (Map<?, ?>) field(ExecutorKeys.class, null, "RECEIVED");
    }

    private static byte[] heldBytes(String handle) throws ReflectiveOperationException {
        return (byte[]) field(HeldKey.class, held().get(handle), "bytes");
    }

    private static Object field(Class<?> type, Object of, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }
}
