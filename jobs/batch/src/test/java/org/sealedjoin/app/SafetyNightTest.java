package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.verify.WorldToVerify;

/** The command {@code safety}, from tables to the published signals. */
@Tag("nights")
class SafetyNightTest {
    @TempDir
    Path folder;

    private List<String> signals(Path input, Path output) throws IOException {
        InProcess.Ended ended = InProcess.tiny("safety", input, output, WorldToVerify.AS_OF, WorldToVerify.SETTINGS);
        assertThat(ended.status()).as(ended.err()).isZero();
        Path run = output.resolve("runs")
                .resolve(Files.readString(output.resolve("CURRENT")).strip());
        assertThat(Files.readString(run.resolve("manifest.json"))).contains("\"social sanction\" : \"below 20\"");
        return LocalSpark.session()
                .read()
                .parquet(run.resolve(Outputs.ABUSE_SIGNALS.folder()).toString())
                .select("platform", "subject_id", "signal", "evidence_day")
                .collectAsList()
                .stream()
                .map(row -> row.mkString(" "))
                .sorted()
                .toList();
    }

    /** Two worlds that differ in what people who refused do and suffer give the same signals. */
    @Test
    void safety_whatRefusersDo_changesNoSignal() throws IOException {
        List<String> expected = List.of(
                "messaging 19 sanction 2016-10-15",
                "social 118 sanction 2016-10-15",
                "social 120 unsolicited_messages 2016-10-14");
        Path input = WorldToVerify.write(folder.resolve("in"));
        assertThat(signals(input, folder.resolve("out"))).isEqualTo(expected);

        // User 5 and account 105, who refused, spam; they report and are reported.
        StringBuilder usage = new StringBuilder();
        for (int day = 1; day <= 14; day++) {
            usage.append("5,2016-10-%02d,900,10,800,790,12%n".formatted(day));
        }
        append(input.resolve("usage_daily"), usage.toString());
        append(input.resolve("abuse_reports"), """
                messaging,1,5,spam,2016-10-12T10:00:00Z
                messaging,2,5,spam,2016-10-12T10:00:00Z
                messaging,5,4,spam,2016-10-12T10:00:00Z
                messaging,5,20,spam,2016-10-14T20:00:00Z
                social,105,104,spam,2016-10-12T10:00:00Z
                social,105,118,spam,2016-10-12T10:00:00Z
                """);
        assertThat(signals(input, folder.resolve("out2"))).isEqualTo(expected);
    }

    private static void append(Path table, String rows) throws IOException {
        Files.writeString(table.resolve("part-0.csv"), rows, StandardOpenOption.APPEND);
    }
}
