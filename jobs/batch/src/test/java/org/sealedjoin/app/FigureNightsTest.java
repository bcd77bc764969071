package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.seal.SealWorld;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.verify.WorldToVerify;

/**
 * Nights one after the other under one noise key, as an advertiser sees them while people come and go. Noise is switched off by its width, so
 * that whatever differs differs for another reason; two questions fit into an advertiser's month.
 */
@Tag("nights")
class FigureNightsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Ended night(String output, String asOf, String... more) {
        String[] settings = {
            "--set",
            "privacy.noise-key-provider=localjceks://file" + folder.resolve("noise.jceks"),
            "--set",
            "audience.min-people=2",
            "--set",
            "privacy.figure-epsilon=20",
            "--set",
            "privacy.asker-budget=20",
            "--set",
            "privacy.person-budget=60"
        };
        return InProcess.tiny(
                "audiences",
                folder.resolve("in"),
                folder.resolve(output),
                asOf,
                Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new));
    }

    private Path current() throws IOException {
        return folder.resolve("out/runs")
                .resolve(Files.readString(folder.resolve("out/CURRENT")).strip());
    }

    private static List<String> rows(Path run, SinkTable sink) {
        return LocalSpark.session().read().parquet(run.resolve(sink.folder()).toString()).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private static List<String> statuses(Path run) {
        return LocalSpark.session()
                .read()
                .parquet(run.resolve(Outputs.AUDIENCE_REPORTS.folder()).toString())
                .orderBy("audience_id")
                .collectAsList()
                .stream()
                .map(row -> row.get(1) + " " + row.get(2) + " " + row.get(3))
                .toList();
    }

    private static JsonNode ledger(Path run) throws IOException {
        return JSON.readTree(Files.readString(run.resolve("manifest.json"))).path("ledger");
    }

    private void append(String table, String... rows) throws IOException {
        Path file;
        try (var files = Files.list(folder.resolve("in").resolve(table))) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, String.join("\n", rows) + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }

    private static String upload(int audience, String session, String op, int n, String at) {
        return audience + "," + session + ",1,true," + op + "," + SealWorld.hash(WorldToVerify.number(n), HashForm.E164)
                + ",e164," + at;
    }

    @Test
    void nights_oneAfterTheOther_freezeFiguresAndKeepBudgets() throws IOException {
        WorldToVerify.write(folder.resolve("in"));

        assertThat(night("out", "2016-10-15T00:00:00Z").said()).isEmpty();
        Path first = current();
        assertThat(statuses(first))
                .containsExactly("1 ready 2", "2 too_small null", "3 suspended null", "4 processing null");
        assertThat(rows(first, Outputs.AUDIENCE_MEMBERS)).containsExactly("[1,101]", "[1,102]", "[1,103]");
        List<String> charged = rows(first, Outputs.BUDGET_LEDGER);
        // One question of the advertiser, which reaches three people; a list of one row is none. What usage figures may
        // cost is set aside
        // whether or not this run makes them.
        assertThat(charged).hasSize(5).contains("[everybody,0,2016-10,usage,1.0]");
        assertThat(ledger(first).path("sequence").asLong()).isEqualTo(1);

        // The same night once more, and a session that says the same in another way, charge nothing.
        append("audience_uploads", upload(1, "s3", "add", 2, "2016-10-15T01:00:00Z"));
        assertThat(night("out", "2016-10-15T00:00:00Z").said()).isEmpty();
        assertThat(rows(current(), Outputs.BUDGET_LEDGER)).isEqualTo(charged);
        assertThat(ledger(current()).path("sequence").asLong()).isEqualTo(2);
        assertThat(rows(current(), Outputs.RELEASED_FIGURES)).isEqualTo(rows(first, Outputs.RELEASED_FIGURES));

        // Two of three leave: the figure stays for the month, but the one who is left is not served alone.
        append(
                "consent_events",
                "w1,social,101,ads,deny,2016-08,2016-10-16T10:00:00Z,2016-10-16T10:00:00Z",
                "w2,social,102,ads,deny,2016-08,2016-10-16T10:00:00Z,2016-10-16T10:00:00Z");
        // A second question does not fit.
        append(
                "audience_uploads",
                upload(4, "s1", "add", 3, "2016-10-16T00:00:00Z"),
                upload(4, "s1", "add", 5, "2016-10-16T00:00:00Z"));
        assertThat(night("out", "2016-10-17T00:00:00Z").said()).isEmpty();
        Path third = current();
        assertThat(statuses(third))
                .containsExactly("1 ready 2", "2 too_small null", "3 suspended null", "4 over_budget null");
        assertThat(rows(third, Outputs.AUDIENCE_MEMBERS)).isEmpty();
        assertThat(rows(third, Outputs.BUDGET_LEDGER)).isEqualTo(charged);
        assertThat(rows(third, Outputs.RELEASED_FIGURES)).isEqualTo(rows(first, Outputs.RELEASED_FIGURES));

        // A night before the last one answers nothing new, whatever its budget, and is carried on by nobody.
        assertThat(night("out", "2016-09-30T12:00:00Z", "--set", "privacy.asker-budget=40")
                        .said())
                .isEmpty();
        assertThat(current()).isEqualTo(third);
        Path backFilled = startingWith("20160930");
        assertThat(statuses(backFilled)).contains("1 processing null");
        // Its ledger is empty. Going on from it would give the month's budgets back.
        assertThat(rows(backFilled, Outputs.BUDGET_LEDGER)).isEmpty();
        assertThat(ledger(backFilled).isMissingNode()).isTrue();

        // Another folder under the same key would tell the same people's figures again.
        Ended elsewhere = night("elsewhere", "2016-10-17T00:00:00Z");
        assertThat(elsewhere.status()).isEqualTo(4);
        assertThat(elsewhere.said())
                .containsExactly(
                        "Cannot release figures into this output folder: the budget ledger of its noise key is in another one, or was"
                                + " removed (need the --output of that ledger; to try things out, privacy.noise-key-provider = rehearsal)");

        // A new month: new noise, new budgets, and nobody's charges of the old one.
        assertThat(night("out", "2016-11-01T00:00:00Z").said()).isEmpty();
        assertThat(rows(current(), Outputs.BUDGET_LEDGER)).isNotEmpty().allMatch(row -> row.contains(",2016-11,"));
        assertThat(statuses(current())).contains("1 too_small null", "4 over_budget null");
    }

    private Path startingWith(String day) throws IOException {
        try (var runs = Files.list(folder.resolve("out/runs"))) {
            return runs.filter(run -> run.getFileName().toString().startsWith(day))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
