package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/**
 * Nights one after the other under one noise key, while late rows change what days that were told would be counted as now. What is set aside is so
 * much that the noise of a day is a few people: whatever is larger than that differs for another reason.
 */
@Tag("nights")
class UsageNightsTest {
    private static final int PEOPLE = 400;

    @TempDir
    Path folder;

    @Test
    void nights_lateRowsAndAnotherAsOf_tellEachDayOnceAndPayOnce() throws IOException {
        write(List.of("2016-09-30", "2016-10-01"), PEOPLE);

        assertThat(night("out", "2016-10-02T00:00:00Z").said()).isEmpty();
        Map<String, Double> first = figures(current());
        // 400 are active each day, half of them in each region; one person in four refused, and is no part of any
        // figure.
        assertThat(first.get("daily_active_people all 2016-10-01")).isBetween(250.0, 350.0);
        assertThat(first.get("daily_active_people US 2016-09-30")).isBetween(110.0, 190.0);
        assertThat(first.get("messages_per_active_person all 2016-10-01")).isBetween(2.0, 4.0);
        assertThat(first.get("daily_active_people FR 2016-10-01")).isNull();
        assertThat(first.get("active_on_both all 2016-10-01")).isNull();
        assertThat(first)
                .doesNotContainKey("daily_active_people all 2016-10-02")
                .containsKey("monthly_active_people all 2016-09");
        List<String> ledger = rows(current(), Outputs.BUDGET_LEDGER);
        assertThat(ledger).containsExactly("[everybody,0,2016-10,usage,600.0]");

        // Late rows for a day that was told, and a day more: what was told stays, word for word, and is paid for once.
        write(List.of("2016-09-30", "2016-10-02"), PEOPLE / 2);
        assertThat(night("out", "2016-10-03T00:00:00Z").said()).isEmpty();
        Map<String, Double> second = figures(current());
        assertThat(second).containsAllEntriesOf(first);
        assertThat(second.get("daily_active_people all 2016-10-02")).isBetween(110.0, 190.0);
        assertThat(rows(current(), Outputs.BUDGET_LEDGER)).isEqualTo(ledger);

        // The same night again tells nothing else; an earlier one tells nothing at all, and CURRENT stays.
        assertThat(night("out", "2016-10-03T00:00:00Z").said()).isEmpty();
        assertThat(figures(current())).isEqualTo(second);
        Path newest = current();
        assertThat(night("out", "2016-09-30T12:00:00Z").said()).isEmpty();
        assertThat(current()).isEqualTo(newest);
        assertThat(figures(startingWith("20160930"))).isEmpty();

        // A run of another product that tells figures carries them on.
        assertThat(InProcess.tiny(
                                "audiences",
                                folder.resolve("in"),
                                folder.resolve("out"),
                                "2016-10-03T06:00:00Z",
                                settings())
                        .said())
                .isEmpty();
        assertThat(figures(current())).isEqualTo(second);
        assertThat(rows(current(), Outputs.BUDGET_LEDGER)).isEqualTo(ledger);
    }

    private String[] settings() {
        return new String[] {
            "--set",
            "privacy.noise-key-provider=localjceks://file" + folder.resolve("noise.jceks"),
            "--set",
            "privacy.person-budget=1000",
            "--set",
            // Noise that hardly ever matters: what is told must not depend on it here.
            "usage.month-budget=600",
            "--set",
            "usage.regions=US,FR",
            "--set",
            "usage.min-people=10"
        };
    }

    private Ended night(String output, String asOf) {
        return InProcess.tiny("usage", folder.resolve("in"), folder.resolve(output), asOf, settings());
    }

    /** People of whom half are in the US and half in Canada, which is not told apart; all of them send three messages on each day. */
    private void write(List<String> days, int active) {
        TinyInput.write(folder.resolve("in"));
        var users = new ArrayList<String>();
        var consent = new ArrayList<String>();
        var usage = new ArrayList<String>();
        for (int n = 1; n <= PEOPLE; n++) {
            users.add(n + ",+12015550100," + (n % 2 == 0 ? "US" : "CA")
                    + ",2014-01-01T00:00:00Z,2014-01-02T00:00:00Z,active");
            consent.add("e" + n + ",messaging," + n + ",measurement," + (n % 8 < 2 ? "deny" : "grant")
                    + ",2016-08,2016-09-01T10:00:00Z,2016-09-01T10:00:01Z");
            for (String day : days) {
                if (n <= active) {
                    usage.add(n + "," + day + ",2,0,1,0,0");
                    usage.add(n + "," + day + ",1,0,1,0,0");
                }
            }
        }
        TinyInput.table(
                folder.resolve("in"),
                "messaging_users",
                "user_id,phone,region,registered_at,phone_verified_at,status",
                users);
        TinyInput.table(
                folder.resolve("in"),
                "consent_events",
                "event_id,platform,subject_id,purpose,decision,terms_version,occurred_at,recorded_at",
                consent);
        TinyInput.table(
                folder.resolve("in"),
                "usage_daily",
                "user_id,day,messages_sent,messages_received,distinct_recipients,recipients_without_sender_in_book,recipients_who_replied",
                usage);
        TinyInput.table(folder.resolve("in"), "social_activity_daily", "account_id,day", List.of());
    }

    private Path current() throws IOException {
        return folder.resolve("out/runs")
                .resolve(Files.readString(folder.resolve("out/CURRENT")).strip());
    }

    private Path startingWith(String day) throws IOException {
        try (var runs = Files.list(folder.resolve("out/runs"))) {
            return runs.filter(run -> run.getFileName().toString().startsWith(day))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Figures by metric, region and period; null if the cell is not told. */
    private static Map<String, Double> figures(Path run) {
        var figures = new TreeMap<String, Double>();
        LocalSpark.session()
                .read()
                .parquet(run.resolve(Outputs.USAGE_METRICS.folder()).toString())
                .collectAsList()
                .forEach(row -> figures.put(
                        row.get(0) + " " + row.get(1) + " " + row.get(2), row.isNullAt(3) ? null : row.getDouble(3)));
        return figures;
    }

    private static List<String> rows(Path run, SinkTable sink) {
        return LocalSpark.session().read().parquet(run.resolve(sink.folder()).toString()).collectAsList().stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }
}
