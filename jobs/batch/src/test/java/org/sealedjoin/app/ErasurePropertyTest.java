package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.Platform;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;

/**
 * A run after an erasure is the run in which that person said no to everything, in every table: told over seeded worlds, one person erased in each,
 * against a night that was told of the denials. Figures that were told and charges of others stay in both.
 */
@Tag("nights")
class ErasurePropertyTest {
    private static final int WORLDS = System.getProperty("test.cases", "few").equals("all") ? 100 : 12;

    /** Not made of people in the rows: the same in both runs, word for word. */
    private static final Set<SinkTable> TOLD =
            Set.of(Outputs.RELEASED_FIGURES, Outputs.USAGE_METRICS, Outputs.AUDIENCE_REPORTS, Outputs.REACH_REPORTS);

    @TempDir
    Path folder;

    private List<String> settings() {
        return List.of(
                "privacy.noise-key-provider=localjceks://file" + folder.resolve("noise.jceks"),
                "release.receipt-key-provider=localjceks://file" + folder.resolve("receipts.jceks"),
                "audience.min-people=2",
                "business.min-people=2",
                "privacy.figure-epsilon=16",
                "privacy.asker-budget=96",
                "privacy.person-budget=200",
                "usage.month-budget=40",
                "usage.min-people=10",
                "usage.regions=GB",
                "friends.per-person=3",
                "friends.max-connections=4");
    }

    private void night(String input, String output) {
        var more = new ArrayList<String>();
        settings().forEach(setting -> more.addAll(List.of("--set", setting)));
        InProcess.Ended ended = InProcess.tiny(
                "nightly",
                folder.resolve(input),
                folder.resolve(output),
                ErasureWorlds.AS_OF,
                more.toArray(String[]::new));
        assertThat(ended.status()).as(ended.err()).isZero();
    }

    @Test
    void erase_onePersonAWorld_equalsANightOfDenials() throws IOException {
        ErasureWorlds worlds = ErasureWorlds.of(WORLDS);
        worlds.write(folder.resolve("in"));
        night("in", "out");
        copy(folder.resolve("out"), folder.resolve("denied"));
        copy(folder.resolve("out"), folder.resolve("withdrawn"));
        Map<SinkTable, List<String>> before = tables("out");

        var said = new ByteArrayOutputStream();
        ErasePeople.Erased erased = new ErasePeople(
                        LocalSpark.session(),
                        Settings.read(null, settings()),
                        Clock.systemUTC().instant(),
                        new Progress(new PrintStream(said, true, StandardCharsets.UTF_8), Clock.systemUTC()),
                        new SecureRandom())
                .of(
                        worlds.erased(),
                        folder.resolve("in").toString(),
                        folder.resolve("out").toString());
        Map<SinkTable, List<String>> after = tables("out");

        worlds.write(
                folder.resolve("in-denied"),
                "consent_events",
                worlds.denials(erased.receipt().erasedAt().toString()));
        night("in-denied", "denied");
        Map<SinkTable, List<String>> denied = tables("denied");
        Set<Long> charged = worlds.erased().stream()
                .filter(person -> person.platform() == Platform.MESSAGING)
                .map(ErasePeople.Person::id)
                .collect(Collectors.toSet());
        denied.computeIfPresent(
                Outputs.BUDGET_LEDGER,
                (sink, rows) -> rows.stream()
                        .filter(row -> charged.stream().noneMatch(id -> row.startsWith("[person," + id + ",")))
                        .toList());

        for (SinkTable sink : TOLD) {
            assertThat(after.get(sink))
                    .as(sink.folder())
                    .isNotEmpty()
                    .isEqualTo(before.get(sink))
                    .isEqualTo(denied.get(sink));
        }
        assertThat(differing(after, denied)).as("worlds that differ").isEmpty();
        assertThat(after.get(Outputs.BUDGET_LEDGER))
                .hasSizeLessThan(before.get(Outputs.BUDGET_LEDGER).size());
        // Worlds in which rows that name the person are all that goes: the others show what the property is for.
        Set<Long> naive = differing(without(before, worlds), denied);
        System.out.println("erasure property: "
                + (WORLDS - differing(after, denied).size()) + " / " + WORLDS
                + " worlds equal; dropping rows that name the person: " + (WORLDS - naive.size()) + " / " + WORLDS);
        assertThat(naive).as("worlds in which dropping rows is not enough").hasSizeGreaterThan(WORLDS / 3);
        withdraw("in-denied", "withdrawn");
        assertWithdrawn(tables("withdrawn"), before, denied);
        assertThat(everything(folder.resolve("out")))
                .as("ids of who was erased")
                .noneMatch(
                        text -> worlds.erased().stream().anyMatch(person -> text.contains("\"" + person.id() + "\"")));
    }

    private void withdraw(String input, String output) {
        InProcess.Ended ended = InProcess.run(
                "withdraw",
                "--input",
                folder.resolve(input).toString(),
                "--output",
                folder.resolve(output).toString());
        assertThat(ended.status()).as(ended.err()).isZero();
    }

    /**
     * The input is another one: its files are newer. What only loses rows loses the same; what rests on others holds nothing that the night of denials
     * would not hold, but for places that got free.
     */
    private static void assertWithdrawn(
            Map<SinkTable, List<String>> withdrawn,
            Map<SinkTable, List<String>> before,
            Map<SinkTable, List<String>> denied) {
        for (SinkTable sink : List.of(
                Outputs.ACCOUNT_LINKS, Outputs.CONTACT_EDGES, Outputs.AUDIENCE_MEMBERS, Outputs.BUSINESS_ELIGIBILITY)) {
            assertThat(withdrawn.get(sink)).as(sink.folder()).isNotEmpty().isEqualTo(denied.get(sink));
        }
        assertThat(withdrawn.get(Outputs.BUDGET_LEDGER)).isEqualTo(before.get(Outputs.BUDGET_LEDGER));
        assertThat(withdrawn.get(Outputs.RELEASED_FIGURES)).isEqualTo(before.get(Outputs.RELEASED_FIGURES));
        assertThat(denied.get(Outputs.ABUSE_SIGNALS)).containsAll(withdrawn.get(Outputs.ABUSE_SIGNALS));
        assertThat(pairs(before)).containsAll(pairs(withdrawn));
        assertThat(pairs(withdrawn)).hasSizeGreaterThan(pairs(denied).size() / 2);
    }

    private static List<String> pairs(Map<SinkTable, List<String>> tables) {
        return tables.get(Outputs.FRIEND_SUGGESTIONS).stream()
                .map(row -> String.join(
                        " ", List.of(row.substring(1).split(",", -1)).subList(0, 2)))
                .toList();
    }

    /** The obvious erasure: every row that names the person goes, nothing else. */
    private static Map<SinkTable, List<String>> without(Map<SinkTable, List<String>> tables, ErasureWorlds worlds) {
        Set<String> ids = new TreeSet<>();
        for (ErasePeople.Person person : worlds.erased()) {
            long other = person.platform() == Platform.MESSAGING ? 100 : -100;
            ids.add(String.valueOf(person.id()));
            ids.add(String.valueOf(person.id() + other));
        }
        var left = new TreeMap<SinkTable, List<String>>(Comparator.comparing(SinkTable::folder));
        tables.forEach((sink, rows) -> left.put(
                sink,
                rows.stream()
                        .filter(row -> Stream.of(
                                        row.substring(1, row.length() - 1).split(",", -1))
                                .noneMatch(ids::contains))
                        .toList()));
        return left;
    }

    /** Worlds whose rows in the tables about people are not the same. */
    private static Set<Long> differing(Map<SinkTable, List<String>> one, Map<SinkTable, List<String>> other) {
        var worlds = new TreeSet<Long>();
        for (SinkTable sink : one.keySet()) {
            if (!TOLD.contains(sink) && !sink.equals(Outputs.BUDGET_LEDGER)) {
                Stream.of(one.get(sink), other.get(sink))
                        .forEach(rows -> rows.stream()
                                .filter(row -> !(one.get(sink).contains(row)
                                        && other.get(sink).contains(row)))
                                .forEach(row -> worlds.add(worldOf(row))));
            }
        }
        if (!one.get(Outputs.BUDGET_LEDGER).equals(other.get(Outputs.BUDGET_LEDGER))) {
            worlds.add(0L);
        }
        return worlds;
    }

    private static long worldOf(String row) {
        return Stream.of(row.substring(1, row.length() - 1).split(",", -1))
                        .filter(value -> value.matches("\\d{4,6}"))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElseThrow()
                / ErasureWorlds.IDS;
    }

    private Map<SinkTable, List<String>> tables(String output) throws IOException {
        Path run = folder.resolve(output)
                .resolve("runs")
                .resolve(Files.readString(folder.resolve(output).resolve("CURRENT"))
                        .strip());
        var tables = new TreeMap<SinkTable, List<String>>(Comparator.comparing(SinkTable::folder));
        for (SinkTable sink : Outputs.all()) {
            tables.put(
                    sink,
                    LocalSpark.session()
                            .read()
                            .parquet(run.resolve(sink.folder()).toString())
                            .collectAsList()
                            .stream()
                            .map(Row::toString)
                            .sorted()
                            .toList());
        }
        return tables;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static List<String> everything(Path output) throws IOException {
        try (Stream<Path> files = Files.walk(output)) {
            var texts = new ArrayList<String>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".json")).toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        }
    }
}
