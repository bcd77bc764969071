package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.Join;
import org.apache.spark.sql.catalyst.plans.logical.JoinHint;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation$;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.guard.Subtractions;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Why the right side of a subtraction adds no label: whatever rows come to it, none comes to the result. Every subtraction of a real
 * night is taken out of its plan, its two sides are replaced by small random tables, and the right one grows.
 */
@Tag("nights")
class SubtractPropertyTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final int WORLDS = 10;

    @TempDir
    static Path folder;

    private static final Map<String, Subtractions.Found> FOUND = new TreeMap<>();

    @BeforeAll
    static void runNight() throws Exception {
        Path input = TinyInput.write(folder.resolve("in"));
        // Somebody stands twice: repeated keys are taken out, too.
        TinyInput.table(
                input, "messaging_blocks", "user_id,blocked_user_id,blocked_at", List.of("1,2,2015-01-01T00:00:00Z"));
        Files.writeString(
                input.resolve("messaging_users").resolve("part-0.csv"),
                "5,+12015550105,US,2014-01-01T00:00:00Z,2014-01-02T00:00:00Z,active\n".repeat(2),
                StandardOpenOption.APPEND);
        var plans = new ConcurrentLinkedQueue<LogicalPlan>();
        var listener = new QueryExecutionListener() {
            @Override
            public void onSuccess(String function, QueryExecution execution, long nanos) {
                plans.add(execution.analyzed());
            }

            @Override
            public void onFailure(String function, QueryExecution execution, Exception failure) {}
        };
        SPARK.listenerManager().register(listener);
        try {
            InProcess.Ended ended = InProcess.tiny(
                    "nightly", input, folder.resolve("out"), TinyInput.AS_OF, "--set", "input.max-rejected-share=0.9");
            assertThat(ended.status()).as(ended.err()).isZero();
            // Fails for want of examples, but only once its own subtraction has run.
            InProcess.Ended trained = InProcess.run(
                    "train",
                    "--input",
                    input.toString(),
                    "--as-of",
                    TinyInput.AS_OF,
                    "--output",
                    folder.resolve("model.json").toString(),
                    "--set",
                    "input.max-rejected-share=0.9");
            assertThat(trained.said().toString()).contains("Cannot train");
            SPARK.sparkContext().listenerBus().waitUntilEmpty();
        } finally {
            SPARK.listenerManager().unregister(listener);
        }
        plans.forEach(plan -> Subtractions.in(plan).forEach(found -> FOUND.putIfAbsent(found.key(), found)));
    }

    static Stream<String> subtractions() {
        return FOUND.keySet().stream();
    }

    @Test
    void night_plans_holdEveryOperationThatClaimsToSubtract() {
        assertThat(FOUND.values().stream().map(found -> found.operation().name()))
                .containsAll(FlowRules.policy().operations().stream()
                        .filter(Operation.Subtract.class::isInstance)
                        .map(Operation::name)
                        .toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("subtractions")
    void join_rowsAddedOnTheRight_addNoRowToTheResult(String key) {
        Join join = FOUND.get(key).join();
        List<Attribute> left = attributes(join.left());
        List<Attribute> right = attributes(join.right());
        boolean removes = join.joinType().sql().equals("LEFT ANTI");
        long changed = 0;
        for (int i = 0; i < WORLDS; i++) {
            int world = i;
            var random = new Random(1_000L * key.hashCode() + world);
            List<Row> rows = rows(left, random, 12);
            // As the plans' own: groups of what is compared, so one row for each.
            List<Row> more = removes ? rows(right, random, 8) : unique(join, right, rows(right, random, 8));
            List<Row> fewer = more.subList(0, more.size() / 2);

            Map<String, Integer> before = counted(result(join, left, rows, right, fewer));
            Map<String, Integer> after = counted(result(join, left, rows, right, more));

            after.forEach((row, times) -> assertThat(before.getOrDefault(row, 0))
                    .as("world %d", world)
                    .isGreaterThanOrEqualTo(times));
            changed += before.equals(after) ? 0 : 1;
            if (!removes) {
                assertThat(after).as("world %d", world).isEqualTo(counted(text(local(left, rows), left.size())));
            }
        }
        // Worlds in which nothing ever happens would show nothing.
        assertThat(changed).isGreaterThan(removes ? 0 : -1);
    }

    /** What the join gives, of its left side, as text. */
    private static List<String> result(
            Join join, List<Attribute> left, List<Row> rows, List<Attribute> right, List<Row> others) {
        return text(
                new Join(local(left, rows), local(right, others), join.joinType(), join.condition(), JoinHint.NONE()),
                left.size());
    }

    private static List<String> text(LogicalPlan plan, int columns) {
        Dataset<Row> all =
                org.apache.spark.sql.classic.Dataset.ofRows((org.apache.spark.sql.classic.SparkSession) SPARK, plan);
        return all.collectAsList().stream().map(row -> text(row, columns)).toList();
    }

    private static String text(Row row, int columns) {
        var values = new ArrayList<String>();
        for (int i = 0; i < columns; i++) {
            values.add(row.get(i) instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(row.get(i)));
        }
        return values.toString();
    }

    private static LogicalPlan local(List<Attribute> attributes, List<Row> rows) {
        return LocalRelation$.MODULE$.fromExternalRows(seq(attributes), seq(rows));
    }

    private static <T> Seq<T> seq(List<T> elements) {
        return CollectionConverters.asScala(elements).toList();
    }

    private static List<Attribute> attributes(LogicalPlan plan) {
        return List.copyOf(CollectionConverters.asJava(plan.output()));
    }

    /** Rows that differ in what the condition reads. */
    private static List<Row> unique(Join join, List<Attribute> right, List<Row> rows) {
        var kept = new HashMap<List<Object>, Row>();
        for (Row row : rows) {
            var compared = new ArrayList<Object>();
            for (int i = 0; i < right.size(); i++) {
                if (join.condition().get().references().contains(right.get(i))) {
                    compared.add(row.get(i) instanceof byte[] bytes ? bytes[0] : row.get(i));
                }
            }
            kept.putIfAbsent(compared, row);
        }
        return List.copyOf(kept.values());
    }

    private static Map<String, Integer> counted(List<String> rows) {
        var times = new HashMap<String, Integer>();
        rows.forEach(row -> times.merge(row, 1, Integer::sum));
        return times;
    }

    private static List<Row> rows(List<Attribute> attributes, Random random, int most) {
        var rows = new ArrayList<Row>();
        for (int i = 0; i < most; i++) {
            rows.add(RowFactory.create(attributes.stream()
                    .map(attribute ->
                            attribute.nullable() && random.nextInt(8) == 0 ? null : value(attribute.dataType(), random))
                    .toArray()));
        }
        return rows;
    }

    private static Object value(DataType type, Random random) {
        if (type instanceof LongType) {
            return (long) random.nextInt(3);
        }
        if (type instanceof IntegerType) {
            return random.nextInt(3);
        }
        if (type instanceof DoubleType) {
            return random.nextInt(3) / 2.0;
        }
        if (type instanceof BooleanType) {
            return random.nextBoolean();
        }
        if (type instanceof StringType) {
            return "s" + random.nextInt(3);
        }
        if (type instanceof TimestampType) {
            return new Timestamp(1_400_000_000_000L + 86_400_000L * random.nextInt(60));
        }
        if (type instanceof DateType) {
            return Date.valueOf(LocalDate.of(2016, 10, 1 + random.nextInt(3)));
        }
        if (type instanceof BinaryType) {
            return new byte[] {(byte) random.nextInt(3)};
        }
        if (type instanceof ArrayType array) {
            return new Object[] {value(array.elementType(), random)};
        }
        if (type instanceof StructType struct) {
            return RowFactory.create(Stream.of(struct.fields())
                    .map(field -> value(field.dataType(), random))
                    .toArray());
        }
        throw new IllegalArgumentException("Cannot make up a " + type.sql());
    }
}
