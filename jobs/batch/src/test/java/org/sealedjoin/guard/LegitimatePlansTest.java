package org.sealedjoin.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.testing.LocalSpark;

/**
 * A guard that refused everything would pass every test of leaks. These plans are honest: nothing labelled leaves without approval, or
 * it goes where it may. Each is run to its end, and gives what it gives without a guard.
 */
class LegitimatePlansTest {
    private static final SparkSession SPARK = LocalSpark.session();

    @TempDir
    static Path folder;

    private static Clinic clinic;

    @BeforeAll
    static void open() {
        clinic = new Clinic(SPARK, folder);
        clinic.rows("city STRING, country STRING", Clinic.row("Aarhus", "DK"), Clinic.row("Bergen", "NO"))
                .write()
                .parquet(unprotected());
    }

    @AfterAll
    static void shut() {
        clinic.close();
    }

    static String unprotected() {
        return folder.resolve("countries").toString();
    }

    static Stream<Honest> plans() {
        return Stream.concat(HonestQueries.all().stream(), HonestReleases.all().stream());
    }

    @Test
    void corpus_countOfPlans_atLeastForty() {
        assertThat(plans().map(Honest::name).distinct().count())
                .isEqualTo(plans().count())
                .isGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("plans")
    void run_honestPlan_givesItsRows(Honest plan) {
        long refused = FlowGuard.of(SPARK).tally().refused();

        assertThat(plan.run().apply(clinic)).containsExactlyElementsOf(plan.gives());

        assertThat(FlowGuard.of(SPARK).tally().refused() - refused)
                .as("refused on the way")
                .isZero();
    }
}
