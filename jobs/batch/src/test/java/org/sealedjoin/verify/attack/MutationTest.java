package org.sealedjoin.verify.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.app.InProcess;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.testing.Cases;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.verify.CheckCurrent;
import org.sealedjoin.verify.ReadOnce;
import org.sealedjoin.verify.Verdict;
import org.sealedjoin.verify.WorldToVerify;

/**
 * Corrupts a good run in one place at a time, as a faulty or dishonest pipeline might, and asks whether the second reading names the
 * guarantee and the check. {@code mvn verify} tries some of the corruptions of tables, {@code -Pfull} all. Each corruption has a copy of the run to itself, so none can hide another.
 */
class MutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static String id;
    private static ReadOnce second;

    @BeforeAll
    static void makeOneGoodRun() throws IOException {
        Path input = WorldToVerify.write(shared.resolve("in"));
        var args = new ArrayList<>(List.of("nightly", "--input", input.toString(), "--output", output().toString()));
        args.addAll(List.of("--as-of", WorldToVerify.AS_OF));
        args.addAll(List.of(WorldToVerify.SETTINGS));
        InProcess.Ended made = InProcess.run(args.toArray(String[]::new));
        assertThat(made.status()).as(made.err()).isZero();
        id = Files.readString(output().resolve("CURRENT")).strip();
        second = new ReadOnce(input, run(output()));
    }

    @AfterAll
    static void forget() {
        if (second != null) {
            second.close();
        }
    }

    private static Path output() {
        return shared.resolve("out");
    }

    private static RunTables run(Path output) {
        return RunTables.finished(LocalSpark.session(), output.toString(), id);
    }

    @Test
    void verify_theRunAsItIs_passes() {
        assertThat(Outputs.all())
                .allSatisfy(sink ->
                        assertThat(second.of(run(output()), sink)).isNotEmpty().allMatch(Verdict::passed));
        assertThat(second.ofFolder(run(output()))).isNotEmpty().allMatch(Verdict::passed);
        assertThat(new CheckCurrent(LocalSpark.session(), output().toString()).verdicts())
                .hasSize(2)
                .allMatch(Verdict::passed);
    }

    static Stream<Corruptions.Corruption> tables() {
        return Cases.of(Corruptions.all(), 10);
    }

    @ParameterizedTest
    @MethodSource("tables")
    void verify_corruptedTable_isRefusedByName(Corruptions.Corruption corruption) throws IOException {
        copy(output(), folder);
        Path table =
                folder.resolve("runs").resolve(id).resolve(corruption.sink().folder());
        second.withoutGuard(() -> write(corruption, table));

        requireNamed(second.of(run(folder), corruption.sink()), corruption.guarantee(), corruption.check());
    }

    private static void write(Corruptions.Corruption corruption, Path table) {
        Dataset<Row> read = LocalSpark.session().read().parquet(table.toString());
        Dataset<Row> changed = corruption.change().apply(read);
        List<Row> rows = changed.collectAsList();
        LocalSpark.session()
                .createDataFrame(rows, changed.schema())
                .coalesce(1)
                .write()
                .mode("overwrite")
                .parquet(table.toString());
    }

    private static void requireNamed(List<Verdict> verdicts, int guarantee, String check) {
        assertThat(verdicts)
                .filteredOn(verdict -> !verdict.passed())
                .as("what was refused")
                .anySatisfy(verdict -> {
                    assertThat(verdict.guarantee()).isEqualTo(guarantee);
                    assertThat(verdict.check()).contains(check);
                });
    }

    /** A corruption of the manifest, and the check that must name it. */
    private record Told(String what, int guarantee, String check, Consumer<ObjectNode> change) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Told> manifests() {
        Function<String, Consumer<ObjectNode>> without =
                setting -> manifest -> ((ObjectNode) manifest.path("config")).remove(setting);
        return Stream.of(
                new Told("without a threshold", 9, "settings", without.apply("audience.min-people")),
                new Told("without the rule of silence", 9, "settings", without.apply("consent.silence")),
                new Told("without as-of", 9, "settings", manifest -> manifest.remove("as_of")),
                new Told(
                        "of another as-of",
                        9,
                        "run id and as-of",
                        manifest -> manifest.put("as_of", "2016-10-14T00:00:00Z")),
                new Told(
                        "executed before its as-of",
                        10,
                        "before its as-of",
                        manifest -> manifest.put("executed_at", "2016-10-14T00:00:00Z")),
                new Told(
                        "with another count of rows",
                        9,
                        "that of their files",
                        manifest -> ((ObjectNode) manifest.path("sinks")).put("internal/account_links", 1)),
                new Told(
                        "with a table that is not there",
                        9,
                        "without a folder",
                        manifest -> ((ObjectNode) manifest.path("sinks")).put("internal/other", 1)),
                new Told(
                        "with other rows read",
                        9,
                        "do not add up",
                        manifest -> ((ObjectNode) manifest.path("inputs").get(0)).put("rows_read", 1)),
                new Told(
                        "with a group of three people",
                        4,
                        "below 20",
                        manifest ->
                                ((ObjectNode) manifest.path("counts").path("people who agreed")).put("social ads", 3)),
                new Told(
                        "with a group of three people in an earlier night",
                        4,
                        "below 20",
                        manifest -> ((ObjectNode) manifest.path("nights").get(0))
                                .putObject("linked")
                                .put("ads", 3)),
                new Told(
                        "that its page does not show",
                        9,
                        "page: its figures",
                        manifest -> ((ObjectNode) manifest.path("stage_seconds")).put("input", 12345)),
                new Told(
                        "with a number in a note",
                        1,
                        "like a number",
                        manifest -> manifest.putArray("notes").add("+1 201 555 0101")));
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void verify_corruptedManifest_isRefusedByName(Told told) throws IOException {
        copy(output(), folder);
        Path file = folder.resolve("runs").resolve(id).resolve("manifest.json");
        var manifest = (ObjectNode) JSON.readTree(Files.readString(file));
        told.change.accept(manifest);
        Files.writeString(file, manifest.toString());

        requireNamed(second.ofFolder(run(folder)), told.guarantee, told.check);
    }

    @Test
    void verify_filesMoreOrFewer_areRefusedByName() throws IOException {
        copy(output(), folder);
        Path run = folder.resolve("runs").resolve(id);
        Files.writeString(run.resolve("numbers.txt"), "x");
        Files.writeString(run.resolve("internal/account_links/part.crc"), "x");
        List<Verdict> more = second.ofFolder(run(folder));
        requireNamed(more, 3, "files and folders that are not declared");
        assertThat(more)
                .filteredOn(verdict -> verdict.check().contains("files and folders that are not declared"))
                .extracting(Verdict::violations)
                .containsExactly(2L);

        delete(run.resolve(Outputs.AUDIENCE_REPORTS.folder()));
        requireNamed(second.ofFolder(run(folder)), 9, "products of which a table is missing");
        requireNamed(second.ofFolder(run(folder)), 9, "without a folder");

        Path page = run.resolve("report/index.html");
        Files.writeString(page, Files.readString(page).replace("Content-Security-Policy", "x-nothing"));
        requireNamed(second.ofFolder(run(folder)), 3, "page: may run what is not its own");

        Files.delete(run.resolve("manifest.json"));
        requireNamed(second.ofFolder(run(folder)), 9, "settings");
    }

    @Test
    void verify_current_mustNameTheNewestFinishedRun() throws IOException {
        copy(output(), folder);
        var check = new CheckCurrent(LocalSpark.session(), folder.toString());
        Files.writeString(folder.resolve("CURRENT"), "20161015T000000Z-00000000\n");
        requireNamed(check.verdicts(), 9, "CURRENT: not the id");
        Files.writeString(folder.resolve("CURRENT"), id);
        requireNamed(check.verdicts(), 9, "CURRENT: not the id");
        Files.delete(folder.resolve("CURRENT"));
        requireNamed(check.verdicts(), 9, "CURRENT: not the id");
        Files.writeString(folder.resolve("CURRENT"), id + "\n");
        assertThat(check.verdicts()).allMatch(Verdict::passed);
        Files.createDirectories(folder.resolve("runs/20161016T000000Z-00000000"));
        requireNamed(check.verdicts(), 9, "later as-of");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Path target = to.resolve(from.relativize(file).toString());
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(file, target);
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
