package org.sealedjoin.token;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.sealedjoin.testing.LocalSpark;

class RunKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void tokens_twoKeysOverManyNumbers_shareNone() {
        try (RunKey first = RunKey.draw(RANDOM);
                RunKey second = RunKey.draw(RANDOM)) {
            List<String> left = tokens(numbers(first));
            List<String> right = tokens(numbers(second));
            var shared = new HashSet<>(left);
            shared.retainAll(right);

            assertThat(new HashSet<>(left)).hasSize(200);
            assertThat(new HashSet<>(right)).hasSize(200);
            assertThat(shared).isEmpty();
            assertThat(tokens(numbers(first))).isEqualTo(left);
        }
    }

    @Test
    void tokens_keyClosed_refused() {
        RunKey key = RunKey.draw(RANDOM);
        Dataset<Row> rows = numbers(key);
        key.close();

        assertThatThrownBy(rows::collectAsList)
                .isInstanceOf(SparkException.class)
                .rootCause()
                .hasMessageContaining("The driver did not hand out the run key");
    }

    @Test
    void reveal_keyClosed_refused() {
        RunKey key = RunKey.draw(RANDOM);
        String handle = key.handle();
        key.close();

        assertThatThrownBy(() -> OpenSecret.reveal(handle, SecretUse.SEND_TO_EXECUTOR))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The run key is gone: no token can be made for SEND_TO_EXECUTOR");
    }

    @Test
    void toString_key_showsNothing() {
        try (RunKey key = RunKey.draw(RANDOM)) {
            assertThat(key).hasToString("RunKey[not shown]");
        }
    }

    @Test
    void handle_twoKeys_differAndAreNoPartOfTheKey() throws ReflectiveOperationException {
        try (RunKey first = RunKey.draw(RANDOM);
                RunKey second = RunKey.draw(RANDOM)) {
            assertThat(first.handle()).isNotEqualTo(second.handle());
            assertThat(HexFormat.of().formatHex(bytesOf(first))).doesNotContain(first.handle());
        }
    }

    @Test
    void serialize_key_refused() {
        try (RunKey key = RunKey.draw(RANDOM)) {
            assertThatThrownBy(() -> serialized(key)).isInstanceOf(NotSerializableException.class);
        }
    }

    @Test
    void explain_plansThatTokenize_holdNoKey() throws ReflectiveOperationException {
        try (RunKey key = RunKey.draw(RANDOM)) {
            Dataset<Row> rows = numbers(key);
            tokens(rows);
            String plans = rows.queryExecution().toString()
                    + rows.queryExecution().analyzed().treeString()
                    + rows.queryExecution().executedPlan().treeString();

            assertThat(plans).isNotBlank();
            assertThat(formsOf(bytesOf(key))).noneMatch(plans::contains);
            // The search finds a key that is in a plan.
            String leaking = rows.filter(col("number").notEqual(HexFormat.of().formatHex(bytesOf(key))))
                    .queryExecution()
                    .toString();
            assertThat(formsOf(bytesOf(key))).anyMatch(leaking::contains);
        }
    }

    /** The functions as Spark ships them, even after they have been used in this process. */
    @Test
    void serialize_functions_holdNoKey() throws Exception {
        try (RunKey key = RunKey.draw(RANDOM)) {
            TokenizeNumber numbers = function(TokenizeNumber.class, key.handle(), true);
            TokenizeHash hashes = function(TokenizeHash.class, key.handle());
            numbers.invoke(UTF8String.fromString("+16502530000"), UTF8String.fromString("US"));
            hashes.invoke(UTF8String.fromString("no hash"));
            hashes.invoke(UTF8String.fromString("a".repeat(64)));
            byte[] secret = bytesOf(key);

            for (Object function : List.of(numbers, hashes)) {
                byte[] sent = serialized(function);
                assertThat(contains(sent, key.handle().getBytes(StandardCharsets.US_ASCII)))
                        .isTrue();
                assertThat(contains(sent, secret)).isFalse();
                assertThat(formsOf(secret)).noneMatch(new String(sent, StandardCharsets.ISO_8859_1)::contains);
            }
            assertThat(contains(serialized(secret), secret))
                    .as("the search finds a key")
                    .isTrue();
        }
    }

    /** Who compares numbers with numbers only need not pay for two hashes; the token is the same. */
    @Test
    void token_ofOneForm_isThatOfBoth() {
        try (RunKey key = RunKey.draw(new SecureRandom())) {
            Dataset<Row> both = numbers(key).withColumn("one", TokenizeNumber.token(key, col("number"), lit("US")));

            assertThat(both.filter("one.token = tokens.token AND one.digits_token IS NULL AND one.refusal IS NULL")
                            .count())
                    .isEqualTo(100);
        }
    }

    private static Dataset<Row> numbers(RunKey key) {
        return LocalSpark.session()
                .range(100)
                .selectExpr("concat('+1650253', lpad(cast(id AS STRING), 4, '0')) AS number", "'US' AS region")
                .select(
                        col("number"),
                        TokenizeNumber.tokens(key, col("number"), col("region")).as("tokens"));
    }

    private static List<String> tokens(Dataset<Row> rows) {
        return rows.selectExpr("explode(array(hex(tokens.token), hex(tokens.digits_token)))")
                .as(Encoders.STRING())
                .collectAsList();
    }

    private static byte[] bytesOf(RunKey key) throws ReflectiveOperationException {
        Field secret = RunKey.class.getDeclaredField("secret");
        secret.setAccessible(true);
        Field bytes = OpenSecret.class.getDeclaredField("bytes");
        bytes.setAccessible(true);
        return (byte[]) bytes.get(secret.get(key));
    }

    @SuppressWarnings("unchecked")
    private static <T> T function(Class<T> type, Object... arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return (T) constructor.newInstance(arguments);
    }

    private static byte[] serialized(Object thing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(thing);
        }
        return bytes.toByteArray();
    }

    private static List<String> formsOf(byte[] secret) {
        String hex = HexFormat.of().formatHex(secret);
        return List.of(
                hex,
                hex.toUpperCase(Locale.ROOT),
                Base64.getEncoder().encodeToString(secret),
                Arrays.toString(secret),
                new String(secret, StandardCharsets.ISO_8859_1));
    }

    private static boolean contains(byte[] whole, byte[] part) {
        for (int at = 0; at + part.length <= whole.length; at++) {
            if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
