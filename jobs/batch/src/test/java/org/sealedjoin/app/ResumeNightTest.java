package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/** A night that a fault of the machine stops after its last product, and the nights after it. */
@Tag("nights")
class ResumeNightTest {
    private static final Instant AS_OF = Instant.parse(TinyInput.AS_OF);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private Nightly nightly() {
        var err = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Nightly(
                LocalSpark.session(),
                Settings.read(null, List.of("privacy.noise-key-provider=rehearsal")),
                AS_OF,
                Clock.systemUTC().instant(),
                EnumSet.of(Product.FRIENDS, Product.SAFETY, Product.AUDIENCES),
                new Progress(err, Clock.systemUTC()),
                new SecureRandom());
    }

    private void stopped(String output) {
        assertThatThrownBy(() -> nightly()
                        .run(
                                folder.resolve("in").toString(),
                                folder.resolve(output).toString(),
                                (tables, staged, run) -> {
                                    throw new IllegalStateException("the machine fails, as the test wants");
                                }))
                .hasMessage("the machine fails, as the test wants");
    }

    private JsonNode night(String output) throws IOException {
        nightly().run(folder.resolve("in").toString(), folder.resolve(output).toString());
        return new ObjectMapper().readTree(Files.readString(current(output).resolve("manifest.json")));
    }

    private Path current(String output) throws IOException {
        return folder.resolve(output)
                .resolve("runs")
                .resolve(Files.readString(folder.resolve(output).resolve("CURRENT"))
                        .strip());
    }

    private List<String> rows(String output, SinkTable sink) throws IOException {
        return LocalSpark.session()
                .read()
                .parquet(current(output).resolve(sink.folder()).toString())
                .collectAsList()
                .stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    @Test
    void nightly_afterAFault_takesOverWhatIsTheSameAndNothingStale() throws IOException {
        Path input = TinyInput.write(folder.resolve("in"));
        JsonNode undisturbed = night("undisturbed");
        assertThat(undisturbed.path("resumed")).isEmpty();

        stopped("out");
        assertThat(folder.resolve("out/CURRENT")).doesNotExist();
        said.reset();
        JsonNode resumed = night("out");

        assertThat(resumed.path("resumed").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyInAnyOrder("products/friend_suggestions", "products/abuse_signals");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("friend_suggestions taken over from 20161015T000000Z-");
        for (SinkTable sink : List.of(
                Outputs.ACCOUNT_LINKS,
                Outputs.CONTACT_EDGES,
                Outputs.FRIEND_SUGGESTIONS,
                Outputs.ABUSE_SIGNALS,
                Outputs.AUDIENCE_MEMBERS)) {
            assertThat(rows("out", sink)).as(sink.folder()).isEqualTo(rows("undisturbed", sink));
        }
        assertThat(rows("out", Outputs.FRIEND_SUGGESTIONS)).hasSize(6);
        assertThat(folder.resolve("out/.unfinished")).doesNotExist();
        assertThat(folder.resolve("out/.staging")).doesNotExist();

        // Somebody says no after the night that was stopped: its suggestions are those of other people.
        stopped("out");
        Path events = input.resolve("consent_events/part-0.csv");
        Files.writeString(
                events,
                Files.readString(events) + "w,social,102,friends,deny,,2016-10-01T10:00:00Z,2016-10-01T10:00:00Z\n");
        assertThat(night("out").path("resumed")).isEmpty();
        assertThat(rows("out", Outputs.FRIEND_SUGGESTIONS)).hasSize(2);
    }
}
