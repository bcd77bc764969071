package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/** What an operator sees of withdrawals and erasures, over one output folder whose nights are paid for once. */
@Tag("nights")
class EraseStoryTest {
    @TempDir
    Path folder;

    private Ended command(String name, String... more) {
        var args = new ArrayList<>(List.of(
                name,
                "--output",
                folder.resolve("out").toString(),
                "--set",
                "release.receipt-key-provider=localjceks://file" + folder.resolve("receipts.jceks")));
        args.addAll(List.of(more));
        return InProcess.run(args.toArray(String[]::new));
    }

    private Ended night() {
        return InProcess.tiny(
                "nightly",
                folder.resolve("in"),
                folder.resolve("out"),
                TinyInput.AS_OF,
                // Erasing from the tables of these is ErasurePropertyTest's.
                "--without",
                "safety,usage,business",
                "--set",
                "release.receipt-key-provider=localjceks://file" + folder.resolve("receipts.jceks"));
    }

    private String current() throws IOException {
        return Files.readString(folder.resolve("out/CURRENT")).strip();
    }

    private List<String> rows(SinkTable sink) throws IOException {
        return LocalSpark.session()
                .read()
                .parquet(folder.resolve("out/runs")
                        .resolve(current())
                        .resolve(sink.folder())
                        .toString())
                .collectAsList()
                .stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private List<String> pairs() throws IOException {
        return rows(Outputs.FRIEND_SUGGESTIONS).stream()
                .map(row -> row.substring(1, 8))
                .toList();
    }

    private List<String> runs() throws IOException {
        try (Stream<Path> found = Files.list(folder.resolve("out/runs"))) {
            return found.map(run -> run.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void withdrawThenErase_oneFolder_takesPeopleOutForGood() throws IOException {
        String input = TinyInput.write(folder.resolve("in")).toString();
        assertThat(night().status()).isZero();
        String night = current();
        assertThat(pairs()).containsExactly("101,103", "101,104", "102,104", "103,101", "104,101", "104,102");

        // 102 denies; the next night is not to be waited for.
        Path events = folder.resolve("in/consent_events/part-0.csv");
        String before = Files.readString(events);
        Files.writeString(events, before + "w,social,102,friends,deny,,2016-10-16T10:00:00Z,2016-10-16T10:00:00Z\n");
        Ended withdrawn = command("withdraw", "--input", input);
        assertThat(withdrawn.status()).as(withdrawn.err()).isZero();
        assertThat(current()).isNotEqualTo(night);
        assertThat(runs()).hasSize(2);
        // 101 and 103 had nobody in common but 102.
        assertThat(pairs()).containsExactly("101,104", "104,101");
        assertThat(rows(Outputs.ACCOUNT_LINKS))
                .hasSize(7)
                .contains("[ads,2,102,2014-02-01 00:00:00.0]")
                .noneMatch(row -> row.startsWith("[friends,2,"));

        // User 4 is erased, from the night before too.
        Ended erased = command("erase", "--input", input, "--platform", "messaging", "--subject", "4");
        assertThat(erased.status()).as(erased.err()).isZero();
        assertThat(erased.out())
                .startsWith("Erased 1 person from 2 runs: receipt ")
                .contains(night + " is now ");
        assertThat(runs()).hasSize(2).doesNotContain(night).contains(current());
        assertThat(pairs()).isEmpty();
        assertThat(rows(Outputs.CONTACT_EDGES)).isEmpty();
        assertThat(rows(Outputs.ACCOUNT_LINKS)).hasSize(5).noneMatch(row -> row.contains(",4,104,"));

        // The input still has user 4 and what user 4 said; the receipt says no.
        Ended verified = command("verify", "--input", input);
        assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
        assertThat(night().status()).isZero();
        assertThat(rows(Outputs.ACCOUNT_LINKS)).hasSize(5).noneMatch(row -> row.contains(",4,104,"));
    }

    /** After a failed night there are the tables of the next day: what only they know must not come in, and a broken one must not hold it up. */
    @Test
    void withdraw_newerAndBrokenTables_onlyTakesAway() throws IOException {
        String input = TinyInput.write(folder.resolve("in")).toString();
        assertThat(night().status()).isZero();

        append("consent_events", "w,social,101,friends,deny,,2016-10-16T10:00:00Z,2016-10-16T10:00:00Z");
        // Known only now, though said to be old: 102 and 104 would have a second reason, 103 and 101 are out anyway.
        append("social_friendships", "102,101,2013-05-01T00:00:00Z");
        Files.writeString(folder.resolve("in/messaging_contacts/part-0.csv"), "no header of ours\n");
        assertThat(night().status()).isEqualTo(3);

        Ended withdrawn = command("withdraw", "--input", input);
        assertThat(withdrawn.status()).as(withdrawn.err()).isZero();
        assertThat(pairs()).containsExactly("102,104", "104,102");
        assertThat(rows(Outputs.CONTACT_EDGES)).isEmpty();
        assertThat(rows(Outputs.ACCOUNT_LINKS)).hasSize(7).noneMatch(row -> row.startsWith("[friends,1,"));
        assertThat(Files.readString(
                        folder.resolve("out/runs").resolve(current()).resolve("manifest.json")))
                .contains("\"by\" : \"withdraw\"")
                .contains("\"inputs_changed_since\" : [ \"consent_events\", \"messaging_contacts\"");
    }

    private void append(String table, String row) throws IOException {
        Path file = folder.resolve("in").resolve(table).resolve("part-0.csv");
        Files.writeString(file, Files.readString(file) + row + "\n");
    }
}
