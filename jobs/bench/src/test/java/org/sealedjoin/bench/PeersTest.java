package org.sealedjoin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealedjoin.app.OwnCommand;

/** Peers do the same job: on a small generated world they write the rows that the real command writes, and a rule that differs shows. */
class PeersTest {
    private static final String AS_OF = "2016-10-15T00:00:00Z";

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
                "friends", "--input", input().toString(), "--output", output.toString(), "--as-of", AS_OF,
                // So few people have more bad rows by chance.
                "--set", "input.max-rejected-share=0.05");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "old-yes          | a.yes_at > a.no_at                  | true",
                "terms            | t.effective_at <= {as_of}           | true",
                "status           | p.status = 'active' OR              | true OR",
                "epoch            | g.verified_at >= h.epoch_start      | true",
                "margin           | INTERVAL '30' DAY                   | INTERVAL '0' DAY",
                "two-factor       | two_factor = 0                      | true",
                "entry-in-epoch   | b.added_at >= h.epoch_start         | true",
                "one-entry        | c.friend OR c.made AND c.received   | true",
                "second-contact   | t.contacts >= 2                     | t.contacts >= 1",
                "age-groups       | q.adult = p.adult                   | true",
                "discoverable     | AND q.discoverable                  | AND true",
                "dismissed        | 'dismissed'                         | 'shown'",
                "impressions      | ln(1e0 + coalesce(s.times, 0))      | 0",
                "fewer            | place <= 50                         | place <= 20"
            })
    void compare_oneRuleOfAPeerDiffers_isNoticed(String name, String rule, String other) {
        List<Difference> found = differences(name, PeerScript.ofFriends().with(rule, other), duckdb(name));

        assertThat(found).anyMatch(difference -> !difference.explained());
    }
}
