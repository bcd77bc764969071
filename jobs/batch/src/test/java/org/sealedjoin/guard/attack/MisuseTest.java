package org.sealedjoin.guard.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
import org.sealedjoin.testing.LocalSpark;

/**
 * Somebody who may ask the guard for approvals and put marks into plans uses both for what they are not for. Each attempt is made twice:
 * with the guard it is refused, without it the same attempt gets its value out.
 */
class MisuseTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    private static Clinic clinic;

    @BeforeAll
    static void open() {
        clinic = new Clinic(SPARK, folder);
    }

    @AfterAll
    static void shut() {
        clinic.close();
    }

    @AfterEach
    void cleanUp() {
        SPARK.catalog().clearCache();
        clinic.guard();
    }

    static Stream<Misuse> misuses() {
        return Stream.of(
                        ApprovalMisuses.all(),
                        MarkMisuses.all(),
                        FunctionMisuses.all(),
                        ConsentMarkMisuses.all(),
                        SubtractMarkMisuses.all(),
                        ConfinedMisuses.all())
                .flatMap(List::stream);
    }

    @Test
    void corpus_names_areDistinct() {
        assertThat(misuses().map(Misuse::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    void run_misuse_refused(Misuse misuse) {
        Throwable thrown = catchThrowable(() -> misuse.attack().apply(clinic));

        GuaranteeFailure refusal = Refusals.in(thrown);
        assertThat(refusal).as("refusal of %s, not %s", misuse, thrown).isNotNull();
        Refusals.requireNoValue(refusal.line());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    void run_misuseWithoutGuard_getsItsValueOut(Misuse misuse) {
        if (misuse.evidence().isEmpty()) {
            return;
        }
        clinic.unguard();
        assertThat(Clinic.text(misuse.attack().apply(clinic))).contains(misuse.evidence());
    }
}
