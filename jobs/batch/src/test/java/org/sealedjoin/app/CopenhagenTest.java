package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.testing.LocalSpark;

/** Suggestions for real students (Sapiezynski et al., Scientific Data 6, 2019), against friendships held back from the tables. */
@Tag("external")
class CopenhagenTest {
    @TempDir
    Path folder;

    @Test
    void evaluate_realStudents_beatsEveryClassicalScoreWithAllSafetyRulesOn() throws Exception {
        Path data = Path.of(System.getProperty("external.data")).resolve("copenhagen");
        Path figures = folder.resolve("figures.json");
        var said = new ByteArrayOutputStream();
        var printed = new PrintStream(said, true);
        LocalSpark.session();

        int status = SealedJoin.run(
                new Context(Clock.systemUTC(), new SecureRandom(), printed, printed),
                "evaluate",
                "--input=" + data.resolve("tables"),
                "--as-of=2015-01-01T00:00:00Z",
                "--hidden=" + data.resolve("dev_friendships.csv"),
                "--json=" + figures);

        assertThat(status).as(said.toString()).isZero();
        var read = new ObjectMapper().readTree(figures.toFile());
        assertThat(read.path("accounts").asLong()).isEqualTo(686);
        // The best classical scores without the rules that protect people reach 0.436 and 0.510.
        assertThat(read.path("recall_at_10").asDouble()).isGreaterThan(0.436);
        assertThat(read.path("mrr_at_10").asDouble()).isGreaterThan(0.510);
        assertThat(read.path("coverage").asDouble()).isGreaterThan(0.98);
        // Of pairs that share somebody, hidden friends stand above the others more often than not by a wide margin.
        assertThat(read.path("auc_two_steps").asDouble()).isGreaterThan(0.65);
    }
}
