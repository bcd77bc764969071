package org.sealedjoin.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.udf;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.sealedjoin.phone.NumberReader;

/**
 * Milliseconds for Spark to tokenize a million numbers that lie in memory, on one core: by the function that it calls on its own values,
 * and by a Java function around the same two classes, for which Spark decodes each text and turns each row to an object and back. The
 * difference of either to {@link #scan} is what it costs. In this package since the tokenizer is its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 10)
@Fork(1)
// JMH fills the fields before it measures.
@SuppressWarnings("NullAway.Init")
public class SparkFunctionBenchmark {
    private static final int ROWS = 1_000_000;

    private SparkSession spark;
    private RunKey key;
    private Dataset<Row> numbers;
    private Column javaFunction;

    /** Starts Spark and makes the numbers. */
    @Setup
    public void start() {
        spark = SparkSession.builder()
                .master("local[1]")
                .config("spark.plugins", RunKeyPlugin.class.getName())
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
        key = RunKey.draw(new SecureRandom());
        numbers = spark.range(0, ROWS, 1, 1)
                .select(
                        concat(lit("+1202"), lpad(col("id").cast("string"), 7, "5"))
                                .as("phone"),
                        lit("US").as("region"))
                .cache();
        numbers.count();
        javaFunction = udf(new OfText(key.handle()), TokenizeNumber.RESULT).apply(col("phone"), col("region"));
    }

    /** Closes the key and Spark. */
    @TearDown
    public void stop() {
        key.close();
        spark.stop();
    }

    /** Reads the texts and their length. */
    @Benchmark
    public void scan() {
        run(length(col("phone")));
    }

    /** As a run does it. */
    @Benchmark
    public void invoke() {
        run(TokenizeNumber.tokens(key, col("phone"), col("region")));
    }

    /** As a Java UDF. */
    @Benchmark
    public void javaFunction() {
        run(javaFunction);
    }

    private void run(Column result) {
        numbers.select(result).write().format("noop").mode("overwrite").save();
    }

    /** The same reader of numbers and the same tokenizer, handed Java's types. */
    private static final class OfText implements UDF2<String, String, Row> {
        private static final long serialVersionUID = 1L;

        private final String handle;
        private transient NumberReader reader;
        private transient Tokenizer tokenizer;

        OfText(String handle) {
            this.handle = handle;
        }

        @Override
        public Row call(String phone, String region) {
            if (tokenizer == null) {
                reader = new NumberReader();
                tokenizer = Tokenizer.of(handle);
            }
            byte[] text = phone.getBytes(UTF_8);
            byte[] home = region.getBytes(UTF_8);
            int length = reader.read(text, text.length, home, home.length);
            return length > 0
                    ? RowFactory.create(
                            tokenizer.tokenOf(reader.form(), 0, length),
                            tokenizer.tokenOf(reader.form(), 1, length - 1),
                            null)
                    : RowFactory.create(null, null, reader.refusal().word());
        }
    }
}
