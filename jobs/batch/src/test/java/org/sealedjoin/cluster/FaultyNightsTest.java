package org.sealedjoin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.app.InProcess;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.canary.CanaryForms;
import org.sealedjoin.canary.CanaryInput;
import org.sealedjoin.canary.SearchBytes;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.testing.Cases;
import org.sealedjoin.testing.FaultTable;
import org.sealedjoin.testing.Faults;
import org.sealedjoin.testing.FaultyHdfs;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.SmallHdfs;
import org.sealedjoin.testing.TinyInput;

/**
 * Whole nights over planted numbers, published to HDFS, that meet a fault. All publish into one folder under one noise key: after each fault
 * CURRENT is whole, and the next night makes row by row what an undisturbed one makes, its budget ledger included. So no charge was lost, and none
 * was made twice.
 */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class FaultyNightsTest {
    private static final String CLIENT = "fs.hdfs.impl";
    private static final FaultTable TABLE = new FaultTable(FaultyNightsTest.class);

    @TempDir
    static Path folder;

    private static SmallHdfs hdfs;
    private static Published published;
    private static Map<String, List<String>> undisturbed;
    private static int changes;

    @BeforeAll
    static void runUndisturbed() throws IOException {
        hdfs = SmallHdfs.start(folder.resolve("blocks"));
        published = new Published(hdfs.place("out"));
        CanaryInput.write(folder.resolve("in"), Set.of(Inputs.MESSAGING_CONTACTS, Inputs.MESSAGING_USERS));
        LocalSpark.session().conf().set(CLIENT, FaultyHdfs.class.getName());
        Faults none = Faults.none();
        FaultyHdfs.meet(none);
        Ended ended = night();
        assertThat(ended.said()).isEmpty();
        assertThat(ended.status()).isZero();
        changes = none.made();
        undisturbed = published.rows();
        System.out.println("Faulty nights: a night changes the file system " + changes + " times");
        assertThat(changes).isGreaterThan(100);
        assertThat(undisturbed.get("internal/budget_ledger")).isNotEmpty();
        assertThat(undisturbed.get("products/friend_suggestions")).isNotEmpty();
    }

    @AfterAll
    static void stop() throws IOException {
        FaultyHdfs.meet(Faults.none());
        LocalSpark.session().conf().unset(CLIENT);
        hdfs.close();
        TABLE.write();
    }

    private static Ended night() {
        return night(folder.resolve("in"), line -> {});
    }

    private static Ended night(Path input, Consumer<String> hearer) {
        return night(Clock.systemUTC(), input, hearer);
    }

    private static Ended night(Clock clock, Path input, Consumer<String> hearer) {
        return InProcess.tiny(
                clock,
                hearer,
                "nightly",
                input,
                published.output(),
                TinyInput.AS_OF,
                "--set",
                "input.max-rejected-share=0.5",
                "--set",
                "privacy.noise-key-provider=localjceks://file" + folder.resolve("noise.jceks"));
    }

    private static void requireWhole() throws IOException {
        assertThat(published.rows()).as("the run that CURRENT names").isEqualTo(undisturbed);
    }

    private static void requireRepaired() throws IOException {
        Ended ended = night();
        assertThat(ended.said()).isEmpty();
        assertThat(ended.status()).isZero();
        requireWhole();
        assertThat(published.hasStaging()).isFalse();
    }

    private interface Act {
        void now() throws IOException;
    }

    /** Does something as soon as a line of progress ends so. */
    private static Consumer<String> when(String end, Act act) {
        return line -> {
            if (line.endsWith(end) || line.contains(end + " done")) {
                try {
                    act.now();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    // ---- the driver dies

    static Stream<Long> seeds() {
        return Cases.seeds(50, 4);
    }

    /** Nothing reaches the store once it has died: between two changes, in the middle of writing a file, or just behind one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void night_driverKilledAtAnyChange_isRepairedByTheNext(long seed) throws IOException {
        var random = new Random(seed);
        // What lies behind is publishing, which HdfsOutputTest kills at every change.
        int change = random.nextInt(changes * 95 / 100);
        Faults.Place place = Faults.Place.values()[random.nextInt(Faults.Place.values().length)];
        var faults = new Faults(change, place, Faults.Kind.DEATH);
        FaultyHdfs.meet(faults);
        Ended killed = night();
        FaultyHdfs.meet(Faults.none());

        assertThat(faults.struck()).isTrue();
        assertThat(killed.status()).isNotZero();
        requireWhole();
        requireRepaired();
        TABLE.tried(
                "driver killed and started again",
                place == Faults.Place.INSIDE ? "in the middle of a change of HDFS" : "between two changes of HDFS");
    }

    // ---- the store fails

    @Test
    void night_dataNodeGone_goesOnWithTheOthers() throws IOException {
        Ended ended = night(folder.resolve("in"), when("contact edges …", hdfs::stopDataNode));
        hdfs.startDataNode();

        assertThat(ended.said()).isEmpty();
        assertThat(ended.status()).isZero();
        requireWhole();
        TABLE.tried("data node taken away", "while contact edges are made");
    }

    /** A quota is the full disk that every machine can have: the name node refuses the next block. */
    @Test
    void night_storeFull_isRefusedAndRepaired() throws IOException {
        for (String stage : List.of("links …", "verify")) {
            Ended ended = night(folder.resolve("in"), when(stage, () -> hdfs.fill(published.output())));
            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.said()).hasSize(1);
            hdfs.makeRoom(published.output());
            requireWhole();
            TABLE.tried(
                    "HDFS full", stage.equals("verify") ? "when the manifest is written" : "when links are written");
        }
        requireRepaired();
    }

    // ---- the input fails

    /** Ways in which files fail, and when. */
    private enum Spoil {
        TRUNCATED("before the night", 3, input -> cut(file(input, "messaging_users"), 3)),
        HALF_WRITTEN("before the night", 3, input -> cut(file(input, "consent_events"), 2)),
        CORRUPT("before the night", 3, input -> damage(file(input, "messaging_contacts"))),
        VANISHED("before the night", 3, input -> Files.delete(file(input, "terms"))),
        VANISHED_MEANWHILE("when every row was checked", 5, input -> Files.delete(file(input, "messaging_contacts"))),
        CORRUPT_MEANWHILE("when every row was checked", 5, input -> damage(file(input, "messaging_contacts"))),
        /** The likely way: the export of the next day begins. Every row that is left is good, so nothing but the listing tells. */
        HALF_WRITTEN_MEANWHILE("when every row was checked", 3, input -> dropRows(file(input, "consent_events")));

        private final String moment;
        private final int status;
        private final Change change;

        Spoil(String moment, int status, Change change) {
            this.moment = moment;
            this.status = status;
            this.change = change;
        }

        private interface Change {
            void of(Path input) throws IOException;
        }
    }

    @ParameterizedTest
    @EnumSource
    void night_inputFails_isRefusedAndCurrentStays(Spoil spoil) throws IOException {
        Path input = folder.resolve(spoil.name());
        copy(folder.resolve("in"), input);
        boolean before = spoil.moment.startsWith("before");
        if (before) {
            spoil.change.of(input);
        }
        String current = published.current().orElseThrow();
        Ended ended = night(input, before ? line -> {} : when("input", () -> spoil.change.of(input)));

        assertThat(ended.said()).hasSize(1);
        assertThat(ended.status()).as(ended.said().get(0)).isEqualTo(spoil.status);
        assertThat(published.current()).contains(current);
        requireWhole();
        TABLE.tried(
                "input file "
                        + spoil.name()
                                .replaceAll("_MEANWHILE", "")
                                .toLowerCase(java.util.Locale.ROOT)
                                .replace('_', '-'),
                spoil.moment);
        if (spoil == Spoil.HALF_WRITTEN_MEANWHILE) {
            assertThat(ended.err())
                    .as("the second reading sees the same shortened file")
                    .contains("verify done");
            assertThat(ended.said())
                    .containsExactly(
                            "Cannot publish: files of consent_events changed while the run read them (need tables that"
                                    + " stay as they are until a run ends)");
            requireRepaired();
        }
    }

    private static Path file(Path input, String table) throws IOException {
        try (Stream<Path> files = Files.list(input.resolve(table))) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void cut(Path file, int part) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - bytes.length / part - 7));
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 40; i < bytes.length / 3; i += 3) {
            bytes[i] ^= 0x55;
        }
        Files.write(file, bytes);
    }

    private static void dropRows(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() / 2));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path place : (Iterable<Path>) all::iterator) {
                Files.copy(place, to.resolve(from.relativize(place)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    // ---- the clock

    /** Somebody denied an hour ago, the night knew it; then the clock goes back a day. */
    @Test
    void night_clockGoesBack_stillHonorsWhatWasKnown() throws IOException {
        Path input = folder.resolve("denied");
        copy(folder.resolve("in"), input);
        Instant now = Instant.now();
        Path events = file(input, "consent_events");
        var lines = new ArrayList<>(Files.readAllLines(events));
        String denied = now.minus(Duration.ofHours(1))
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
        lines.add("late,messaging,1,friends,deny,2016-08," + denied + "," + denied);
        Files.write(events, lines);

        assertThat(night(input, line -> {}).status()).isZero();
        Map<String, List<String>> known = published.rows();
        assertThat(known).isNotEqualTo(undisturbed);
        Ended back = night(Clock.fixed(now.minus(Duration.ofDays(1)), ZoneOffset.UTC), input, line -> {});

        assertThat(back.status()).isZero();
        assertThat(back.out()).contains("note: this machine's clock is behind the last run's");
        assertThat(published.rows()).isEqualTo(known);
        TABLE.tried("clock goes back a day", "between two nights");
        requireRepaired();
    }

    // ---- all of them

    @Test
    @Order(Integer.MAX_VALUE)
    void blocks_ofAllNights_holdNoNumber() throws IOException {
        var forms = CanaryForms.of(CanaryInput.NUMBERS, List.of());
        SearchBytes.Report found = SearchBytes.search(forms, folder.resolve("blocks"));
        System.out.println("Faulty nights: " + found);

        assertThat(found.hits()).isEmpty();
        assertThat(SearchBytes.search(forms, folder.resolve("in")).hits())
                .as("the search finds them where they are")
                .isNotEmpty();
    }
}
