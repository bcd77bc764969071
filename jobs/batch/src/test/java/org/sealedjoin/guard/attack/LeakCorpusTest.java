package org.sealedjoin.guard.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.Refused;
import org.sealedjoin.guard.Review;
import org.sealedjoin.testing.LocalSpark;

/**
 * Somebody who may write any Spark program tries to read a number, or to learn something of it. Each attempt is made twice: with the
 * guard it is refused before a task starts, by a message that says what would have gone where and holds no value; without the guard
 * the same attempt succeeds, so there was something to refuse.
 */
class LeakCorpusTest {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final AtomicInteger TASKS = new AtomicInteger();
    private static final SparkListener COUNTS_TASKS = new SparkListener() {
        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            TASKS.incrementAndGet();
        }
    };

    @TempDir
    static Path folder;

    private static Clinic clinic;

    @BeforeAll
    static void open() {
        SPARK.sparkContext().addSparkListener(COUNTS_TASKS);
        clinic = new Clinic(SPARK, folder);
    }

    @AfterAll
    static void shut() {
        clinic.close();
        SPARK.sparkContext().removeSparkListener(COUNTS_TASKS);
    }

    @AfterEach
    void cleanUp() {
        SPARK.catalog().clearCache();
        for (String table : List.of("leaked", "leaked2")) {
            SPARK.sql("DROP TABLE IF EXISTS " + table);
        }
        clinic.guard();
    }

    static Stream<Leak> leaks() {
        return Stream.of(
                        ActionLeaks.all(),
                        FunctionLeaks.all(),
                        WriterLeaks.all(),
                        QueryLeaks.all(),
                        SourceLeaks.all(),
                        ReaderLeaks.all(),
                        ColumnLeaks.all())
                .flatMap(List::stream);
    }

    @Test
    void corpus_countOfLeaks_atLeastEighty() {
        assertThat(leaks().map(Leak::name).distinct().count())
                .isEqualTo(leaks().count())
                .isGreaterThanOrEqualTo(80);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaks")
    void run_leak_refusedBeforeATaskStarts(Leak leak) throws Exception {
        Supplier<Object> attempt = leak.prepare().apply(clinic);
        int before = tasks();
        Throwable thrown = catchThrowable(attempt::get);
        int started = tasks() - before;

        GuaranteeFailure refusal = Refusals.in(thrown);
        assertThat(refusal).as("refusal of %s, not %s", leak, thrown).isNotNull();
        Refusals.requireNoValue(refusal.line());
        Refusals.requireNames(refusal.line(), "Cannot run a query for an undeclared place: ", leak.names());
        assertThat(started).as("tasks started").isZero();
    }

    static Stream<Leak> queries() {
        return leaks().filter(leak -> leak.plan() != null);
    }

    /** The plan as it was written, before Spark makes it simpler: the guard must see it there too. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("queries")
    @SuppressWarnings("NullAway")
    void review_leakForASinkOfNothing_refused(Leak leak) {
        Review review = FlowGuard.of(SPARK).review(leak.plan().apply(clinic).toDF(), Clinic.PUBLIC);

        assertThat(review).isInstanceOf(Refused.class);
        String reason = ((Refused) review).reason();
        Refusals.requireNoValue(reason);
        Refusals.requireNames(reason, "Cannot release report/public: ", leak.names());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leaks")
    void run_leakWithoutGuard_getsItsValueOut(Leak leak) {
        if (leak.evidence().isEmpty()) {
            return;
        }
        clinic.unguard();
        assertThat(Clinic.text(leak.prepare().apply(clinic).get())).contains(leak.evidence());
    }

    /** Tasks that started so far; Spark tells its listeners late. */
    private static int tasks() throws Exception {
        SPARK.sparkContext().listenerBus().waitUntilEmpty();
        return TASKS.get();
    }
}
