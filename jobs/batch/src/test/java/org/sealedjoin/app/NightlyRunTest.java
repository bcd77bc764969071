package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.report.Pages;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.PrometheusText;
import org.sealedjoin.testing.TinyInput;

/** Whole runs, and what they leave in the output folder. */
class NightlyRunTest {
    private static final String EARLIER = "2016-10-10T00:00:00Z";

    /** The input of most tests, and an output folder with one run that all look at and none changes. */
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Ended first;

    @BeforeAll
    static void runOnce() {
        first = InProcess.tiny(
                "nightly",
                TinyInput.write(shared.resolve("in")),
                shared.resolve("out"),
                TinyInput.AS_OF,
                "--set",
                "report.metrics-file=" + shared.resolve("sealedjoin.prom"));
    }

    /** A night that leaves out what the test does not look at. */
    private Ended nightly(String asOf, String... more) {
        return InProcess.tiny(
                "nightly",
                folder.resolve("in"),
                folder.resolve("out"),
                asOf,
                Stream.concat(Stream.of("--without", "safety,usage,business"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String current(Path output) throws IOException {
        return Files.readString(output.resolve("CURRENT"));
    }

    private static Path folderOfCurrent(Path output) throws IOException {
        return output.resolve("runs").resolve(current(output).strip());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        }
    }

    private static List<Row> rows(Path run, SinkTable sink) {
        return LocalSpark.session()
                .read()
                .parquet(run.resolve(sink.folder()).toString())
                .collectAsList();
    }

    private static List<String> sorted(Path run, SinkTable sink) {
        return rows(run, sink).stream().map(Row::toString).sorted().toList();
    }

    @Test
    void nightly_tinyInput_publishesAndSaysSo() throws IOException {
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.said()).isEmpty();
        assertThat(first.out())
                .startsWith("Run " + current(shared.resolve("out")).strip() + " is published\n")
                .contains("  internal/account_links                  8 rows\n");
    }

    @Test
    void nightly_tinyInput_linksAndSuggests() throws IOException {
        Path run = folderOfCurrent(shared.resolve("out"));
        assertThat(sorted(run, Outputs.ACCOUNT_LINKS))
                .containsExactly(
                        "[ads,1,101,2014-02-01 00:00:00.0]",
                        "[ads,2,102,2014-02-01 00:00:00.0]",
                        "[ads,3,103,2014-02-01 00:00:00.0]",
                        "[ads,4,104,2014-02-01 00:00:00.0]",
                        "[friends,1,101,2014-02-01 00:00:00.0]",
                        "[friends,2,102,2014-02-01 00:00:00.0]",
                        "[friends,3,103,2014-02-01 00:00:00.0]",
                        "[friends,4,104,2014-02-01 00:00:00.0]");
        assertThat(sorted(run, Outputs.CONTACT_EDGES)).containsExactly("[friends,101,104]", "[friends,104,101]");
        assertThat(rows(run, Outputs.FRIEND_SUGGESTIONS))
                .extracting(row -> row.getLong(0) + " " + row.getLong(1) + " " + row.getString(4))
                .containsExactlyInAnyOrder(
                        "101 104 in_your_contacts",
                        "104 101 in_your_contacts",
                        "101 103 shared_friends",
                        "103 101 shared_friends",
                        "102 104 shared_friends",
                        "104 102 shared_friends");
    }

    @Test
    void nightly_sinks_areFoldersOfParquetEvenWithoutRows() throws IOException {
        Path run = folderOfCurrent(shared.resolve("out"));
        assertThat(names(run))
                .containsExactly(
                        "advertiser", "business", "internal", "manifest.json", "measurement", "products", "report");
        for (SinkTable sink : Outputs.all()) {
            assertThat(names(run.resolve(sink.folder())))
                    .as(sink.folder())
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(name).endsWith(".parquet").doesNotStartWith("."));
        }
        assertThat(rows(run, Outputs.AUDIENCE_REPORTS)).isEmpty();
        assertThat(names(run.resolve(Outputs.AUDIENCE_REPORTS.folder()))).hasSize(1);
    }

    @Test
    void nightly_output_holdsNothingElse() throws IOException {
        assertThat(names(shared.resolve("out"))).containsExactly(".lock", "CURRENT", "runs");
        assertThat(tree(shared.resolve("out")))
                .noneMatch(path -> path.toString().matches(".*(\\.crc|_SUCCESS|_temporary|\\.kept|\\.tmp)"));
    }

    @Test
    void nightly_current_isRunIdAndNewline() throws IOException {
        assertThat(current(shared.resolve("out"))).matches("20161015T000000Z-[0-9a-f]{8}\n");
        assertThat(names(shared.resolve("out").resolve("runs")))
                .containsExactly(current(shared.resolve("out")).strip());
    }

    @Test
    void nightly_manifest_tellsInputsAndSinks() throws IOException {
        JsonNode manifest = new ObjectMapper()
                .readTree(
                        Files.readString(folderOfCurrent(shared.resolve("out")).resolve("manifest.json")));
        assertThat(manifest.path("run_id").asText())
                .isEqualTo(current(shared.resolve("out")).strip());
        assertThat(manifest.path("as_of").asText()).isEqualTo("2016-10-15T00:00:00Z");
        assertThat(manifest.path("config").path("friends.per-person").asInt()).isEqualTo(50);
        assertThat(manifest.path("inputs")).hasSize(22).allSatisfy(table -> {
            assertThat(table.path("rows_read").asLong())
                    .isEqualTo(table.path("rows_used").asLong()
                            + table.path("rows_rejected").asLong());
            assertThat(table.path("files").size())
                    .isEqualTo(table.path("present").asBoolean() ? 1 : 0);
        });
        JsonNode users = manifest.path("inputs").get(0);
        assertThat(users.path("table").asText()).isEqualTo("messaging_users");
        assertThat(users.path("rows_read").asLong()).isEqualTo(4);
        assertThat(users.path("files").get(0).path("path").asText()).endsWith("/in/messaging_users/part-0.csv");
        assertThat(manifest.path("off_because_absent")).hasSize(15);
        assertThat(manifest.path("sinks").path("internal/account_links").asLong())
                .isEqualTo(8);
        assertThat(manifest.path("sinks").path("products/friend_suggestions").asLong())
                .isEqualTo(6);
        assertThat(manifest.path("verify")).hasSizeGreaterThan(60).allSatisfy(verdict -> {
            assertThat(verdict.path("check").asText()).isNotEmpty();
            assertThat(verdict.path("violations").asLong()).isZero();
        });
        assertThat(manifest.path("stage_seconds").path("input").asDouble()).isGreaterThan(0);
        // Four people agreed: fewer than a group may show.
        assertThat(manifest.path("counts")
                        .path("people who agreed")
                        .path("social friends")
                        .asText())
                .isEqualTo("below 20");
        assertThat(manifest.toString()).doesNotContain("201555010");
    }

    @Test
    void nightly_page_showsTheManifest() throws IOException {
        Path run = folderOfCurrent(shared.resolve("out"));
        String page = Files.readString(run.resolve("report/index.html"));
        JsonNode manifest = new ObjectMapper().readTree(Files.readString(run.resolve("manifest.json")));
        assertThat(Pages.data(page)).isEqualTo(manifest);
        assertThat(Pages.figures(page)).isGreaterThan(200);
        assertThat(Pages.wrongFigures(page, manifest)).isEmpty();
        assertThat(page).contains("There is no earlier night in this output folder.");
        assertThat(manifest.path("settings_changed").toString())
                .isEqualTo("[\"privacy.noise-key-provider\",\"report.metrics-file\"]");
        assertThat(manifest.path("nights")).hasSize(1);

        TinyInput.file(run.resolve("report/index.html"), "damaged");
        Ended rebuilt =
                InProcess.run("report", "--output", shared.resolve("out").toString());
        assertThat(rebuilt.status()).as(rebuilt.err()).isZero();
        assertThat(Files.readString(run.resolve("report/index.html"))).isEqualTo(page);
        assertThat(names(run.resolve("report"))).containsExactly("index.html");
    }

    @Test
    void nightly_metrics_areWhatAPublishedRunSays() throws IOException {
        assertThat(PrometheusText.parse(Files.readString(shared.resolve("sealedjoin.prom"))))
                .containsEntry("sealedjoin_run_status", 0.0)
                .containsEntry("sealedjoin_published_current", 1.0)
                .containsEntry("sealedjoin_published_as_of_timestamp_seconds", 1476489600.0)
                .containsEntry("sealedjoin_published_rows{table=\"internal/account_links\"}", 8.0)
                .containsEntry("sealedjoin_published_verify_violations", 0.0);
        assertThat(names(shared)).containsExactly("in", "out", "sealedjoin.prom");
    }

    @Test
    void nightly_badRowWithinLimit_isCountedInManifest() throws IOException {
        TinyInput.write(folder.resolve("in"));
        var contacts = new ArrayList<>(List.of("1,,"));
        for (int i = 1; i < 100; i++) {
            contacts.add("1,+44 20 7946 00" + (i % 90 + 10) + ",");
        }
        TinyInput.table(folder.resolve("in"), "messaging_contacts", "owner_user_id,contact_phone,added_at", contacts);
        assertThat(nightly(TinyInput.AS_OF).status()).isZero();
        JsonNode table = new ObjectMapper()
                .readTree(
                        Files.readString(folderOfCurrent(folder.resolve("out")).resolve("manifest.json")))
                .path("inputs")
                .get(1);
        assertThat(table.path("rows_read").asLong()).isEqualTo(100);
        assertThat(table.path("rows_used").asLong()).isEqualTo(99);
        assertThat(table.path("rejected").toString()).isEqualTo("{\"contact_phone: null\":1}");
    }

    /** One story, so that its runs are paid for once: each step stands on the folder that the last one left. */
    @Test
    void nightly_nightAfterNight_keepsCurrentWhole() throws Exception {
        TinyInput.write(folder.resolve("in"));
        Path output = folder.resolve("out");

        // A run that died left its staging behind.
        TinyInput.file(output.resolve(".staging/20161014T000000Z-00000000/internal/account_links/part.parquet"), "x");
        assertThat(nightly(TinyInput.AS_OF).status()).isZero();
        assertThat(output.resolve(".staging")).doesNotExist();
        String night1 = current(output);
        List<Path> kept1 = tree(folderOfCurrent(output));

        // An earlier as-of is kept, but not made current.
        Ended back = nightly(EARLIER);
        assertThat(back.status()).isZero();
        assertThat(back.out()).contains(" is kept; CURRENT stays at a later as-of\n");
        assertThat(current(output)).isEqualTo(night1);
        assertThat(names(output.resolve("runs"))).hasSize(2);

        // The same as-of again is current; a reader sees the one or the other run, never nothing.
        var seen = new ConcurrentLinkedQueue<String>();
        var done = new AtomicBoolean();
        var reader = new Thread(() -> {
            while (!done.get()) {
                try {
                    String id = current(output);
                    seen.add(
                            Files.exists(output.resolve("runs")
                                            .resolve(id.strip())
                                            .resolve("manifest.json"))
                                    ? id
                                    : "names no complete run: " + id);
                    Thread.sleep(0, 200_000);
                } catch (Exception e) {
                    seen.add("no reading: " + e.getClass().getSimpleName());
                }
            }
        });
        reader.start();
        try {
            assertThat(nightly(TinyInput.AS_OF).status()).isZero();
        } finally {
            done.set(true);
            reader.join();
        }
        String night2 = current(output);
        JsonNode changes = new ObjectMapper()
                .readTree(Files.readString(folderOfCurrent(output).resolve("manifest.json")))
                .path("changes");
        assertThat(changes.path("as_of").asText()).isEqualTo(EARLIER);
        assertThat(changes.path("figures").toString())
                .contains(
                        "{\"figure\":\"internal/account_links\",\"before\":8,\"now\":8,\"change\":0.0,\"jumped\":false}");
        assertThat(night2).isNotEqualTo(night1).matches("20161015T000000Z-[0-9a-f]{8}\n");
        assertThat(seen).hasSizeGreaterThan(100).allMatch(id -> id.equals(night1) || id.equals(night2));
        assertThat(tree(output.resolve("runs").resolve(night1.strip()))).isEqualTo(kept1);

        // A run that fails, late or early, leaves it as it was.
        TinyInput.file(output.resolve(".staging/20161014T000000Z-00000000/left"), "x");
        TinyInput.file(folder.resolve("in/terms/part-0.csv"), "terms_version\n");
        Path metrics = Files.copy(shared.resolve("sealedjoin.prom"), folder.resolve("sealedjoin.prom"));
        assertThat(nightly(TinyInput.AS_OF, "--set", "report.metrics-file=" + metrics)
                        .status())
                .isEqualTo(3);
        assertThat(PrometheusText.parse(Files.readString(metrics)))
                .containsEntry("sealedjoin_run_status", 3.0)
                .containsEntry("sealedjoin_published_rows{table=\"internal/account_links\"}", 8.0);
        assertThat(current(output)).isEqualTo(night2);
        assertThat(names(output.resolve("runs"))).hasSize(3);
        assertThat(output.resolve(".staging")).doesNotExist();
    }

    @Test
    void oneProduct_alone_makesOnlyItsTables() throws IOException {
        Path output = folder.resolve("out");
        assertThat(InProcess.tiny("friends", shared.resolve("in"), output, EARLIER)
                        .status())
                .isZero();
        Path friends = folderOfCurrent(output);
        assertThat(names(friends)).containsExactly("internal", "manifest.json", "products", "report");
        assertThat(names(friends.resolve("products"))).containsExactly("friend_suggestions");
        assertThat(names(friends.resolve("internal"))).containsExactly("account_links", "contact_edges");

        // Ten times the contacts of the night before, where an operator allows half as many more.
        TinyInput.write(folder.resolve("in"));
        TinyInput.table(
                folder.resolve("in"),
                "messaging_contacts",
                "owner_user_id,contact_phone,added_at",
                Collections.nCopies(1000, "1,(201) 555-0104,"));
        Ended jumped = InProcess.tiny(
                "friends",
                folder.resolve("in"),
                output,
                TinyInput.AS_OF,
                "--set",
                "release.drift-limits=input/messaging_contacts=0.5");
        assertThat(jumped.status()).isEqualTo(4);
        assertThat(jumped.said())
                .containsExactly(
                        "Cannot publish the run: input/messaging_contacts went from 2 to 1000 since the night before, a change of"
                                + " 499.0 (limit 0.5, release.drift-limits)");
        assertThat(folderOfCurrent(output)).isEqualTo(friends);

        assertThat(InProcess.tiny("audiences", shared.resolve("in"), output, TinyInput.AS_OF)
                        .status())
                .isZero();
        Path audiences = folderOfCurrent(output);
        assertThat(audiences).isNotEqualTo(friends);
        assertThat(names(audiences))
                .containsExactly("advertiser", "internal", "manifest.json", "measurement", "products", "report");
        assertThat(names(audiences.resolve("products"))).containsExactly("audience_members");
        assertThat(names(audiences.resolve("internal")))
                .containsExactly("account_links", "budget_ledger", "released_figures");
        assertThat(names(audiences.resolve("advertiser"))).containsExactly("audience_reports");

        assertThat(InProcess.tiny(
                                "nightly",
                                shared.resolve("in"),
                                output,
                                TinyInput.AS_OF,
                                "--without",
                                "friends,audiences,safety,usage")
                        .status())
                .isZero();
        Path business = folderOfCurrent(output);
        assertThat(names(business))
                .containsExactly("business", "internal", "manifest.json", "measurement", "products", "report");
        assertThat(names(business.resolve("products"))).containsExactly("business_eligibility");
        assertThat(names(business.resolve("internal")))
                .containsExactly("account_links", "budget_ledger", "released_figures");
        assertThat(names(business.resolve("business"))).containsExactly("reach_reports");
    }

    @Test
    void nightly_checkInput_writesNothing() {
        Ended ended = InProcess.tiny(
                "nightly", shared.resolve("in"), folder.resolve("out"), TinyInput.AS_OF, "--check-input");
        assertThat(ended.status()).isZero();
        assertThat(ended.out())
                .contains("messaging_users                   4 rows, 0 rejected\n")
                .contains("social_blocks          absent\n");
        assertThat(folder.resolve("out")).doesNotExist();
    }
}
