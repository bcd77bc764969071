package org.sealedjoin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.app.OwnCommand;

/** Peers do the same job: on a small generated world they write the rows that the real command writes, and a rule that differs shows. */
class PeersTest {
    private static final String AS_OF = "2016-10-15T00:00:00Z";
    private static final int FEW = 5;

    @TempDir
    static Path folder;

    private static Path ours;

    @BeforeAll
    static void runOurs() throws IOException {
        Map.of(
                        "spark.master", "local[2]",
                        "spark.ui.enabled", "false",
                        "spark.driver.host", "127.0.0.1",
                        "spark.driver.bindAddress", "127.0.0.1",
                        // A textbook's 200 are made for more rows.
                        "spark.sql.shuffle.partitions", "1")
                .forEach(System::setProperty);
        OwnCommand.run(
                "generate", "--people", "2000", "--forms", "e164", "--seed", "7", "--output", input().toString());
        Path output = folder.resolve("ours");
        OwnCommand.run(
                "friends",
                "--input",
                input().toString(),
                "--output",
                output.toString(),
                "--as-of",
                AS_OF,
                // So few people have more bad rows by chance.
                "--set",
                "input.max-rejected-share=0.05");
        SparkSession.active().stop();
        ours = output.resolve("runs")
                .resolve(Files.readString(output.resolve("CURRENT")).strip());
    }

    private static Path input() {
        return folder.resolve("input");
    }

    /** What differs between our rows and those of a peer that runs the script. */
    private static List<Difference> differences(String name, PeerScript script, Engine engine) {
        Path theirs = folder.resolve(name);
        try (engine;
                var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8)) {
            new PeerJob(script, Instant.parse(AS_OF), Instant.now(), nowhere)
                    .run(engine, input().toString(), theirs.toString());
        }
        return CompareRows.between("ours", ours, name, theirs, folder.resolve("compare-" + name));
    }

    private static Engine duckdb(String name) {
        return new DuckEngine(2, "512MB", folder.resolve("work-" + name));
    }

    @Test
    void textbook_smallWorld_writesOurRows() {
        var engine = new SparkEngine(SparkEngine.Reader.LIBRARY, folder.resolve("work-textbook"));

        assertThat(differences("textbook", PeerScript.ofFriends(), engine)).isEmpty();
    }

    @Test
    void duckdb_smallWorld_writesOurRows() {
        assertThat(differences("duckdb", PeerScript.ofFriends(), duckdb("duckdb")))
                .isEmpty();
    }

    /** Rules of the job, each with another in its place; the first few in every build, all with {@code -Dtest.cases=all}. */
    static Stream<Arguments> rules() {
        List<Arguments> all = List.of(
                arguments("terms", "t.effective_at <= {as_of}", "true"),
                arguments("epoch", "g.verified_at >= h.epoch_start", "true"),
                arguments("one-entry", "c.friend OR c.made AND c.received", "true"),
                arguments("discoverable", "AND q.discoverable", "AND true"),
                arguments("impressions", "ln(1e0 + coalesce(s.times, 0))", "0"),
                arguments("old-yes", "a.yes_at > a.no_at", "true"),
                arguments("status", "p.status = 'active' OR", "true OR"),
                arguments("margin", "INTERVAL '30' DAY", "INTERVAL '0' DAY"),
                arguments("two-factor", "two_factor = 0", "true"),
                arguments("entry-in-epoch", "b.added_at >= h.epoch_start", "true"),
                arguments("second-contact", "t.contacts >= 2", "t.contacts >= 1"),
                arguments("age-groups", "q.adult = p.adult", "true"),
                arguments("dismissed", "'dismissed'", "'shown'"),
                arguments("fewer", "place <= 50", "place <= 20"));
        return System.getProperty("test.cases", "few").equals("all")
                ? all.stream()
                : all.stream().limit(FEW);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void compare_oneRuleOfAPeerDiffers_isNoticed(String name, String rule, String other) {
        List<Difference> found = differences(name, PeerScript.ofFriends().with(rule, other), duckdb(name));

        assertThat(found).anyMatch(difference -> !difference.explained());
    }
}
