package org.sealedjoin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.testing.Cases;
import org.sealedjoin.testing.FaultTable;
import org.sealedjoin.testing.Faults;
import org.sealedjoin.testing.FaultyHdfs;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.SmallHdfs;
import org.sealedjoin.testing.TinyInput;

/**
 * Runs over planted numbers, published to HDFS, that meet a fault: of audiences, which carry a budget ledger on, and of friend suggestions, which
 * take over what a stopped run had finished. After each fault CURRENT is whole, and the next run makes row by row what an undisturbed one makes. The
 * ledger among it: it holds a question that only the first run asked, so a charge that was lost would be missed, and one that was made twice be seen.
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
    private static Nights audiences;
    private static Nights friends;

    /**
     * Runs of one command into one folder.
     *
     * @param undisturbed rows of every table
     * @param changes how often an undisturbed run changes the file system
     */
    private record Nights(String command, Published published, Map<String, List<String>> undisturbed, int changes) {
        /** Runs undisturbed, after runs over other inputs. */
        static Nights begin(String command, Path... before) throws IOException {
            var begun = new Nights(command, new Published(hdfs.place(command)), Map.of(), 0);
            for (Path input : before) {
                begun.requireDone(begun.run(input, line -> {}));
            }
            Faults none = Faults.none();
            FaultyHdfs.meet(none);
            begun.requireDone(begun.run());
            assertThat(none.made()).isGreaterThan(100);
            System.out.println("Faulty nights: " + command + " changes the file system " + none.made() + " times");
            return new Nights(command, begun.published, begun.published.rows(), none.made());
        }

        Ended run() {
            return run(folder.resolve("in"), line -> {});
        }

        Ended run(Path input, Consumer<String> hearer) {
            return run(Clock.systemUTC(), input, hearer);
        }

        Ended run(Clock clock, Path input, Consumer<String> hearer) {
            return InProcess.tiny(
                    clock,
                    hearer,
                    command,
                    input,
                    published.output(),
                    TinyInput.AS_OF,
                    "--set",
                    "input.max-rejected-share=0.5",
                    "--set",
                    "audience.min-people=20",
                    "--set",
                    "privacy.noise-key-provider=localjceks://file" + folder.resolve("noise.jceks"));
        }

        /** A run that meets faults on its way. */
        Ended meet(Faults faults) {
            FaultyHdfs.meet(faults);
            try {
                return run();
            } finally {
                FaultyHdfs.meet(Faults.none());
                // What dies forgets what it protected. This process lives on, and its guard could not ask a dead store
                // where a path leads.
                FlowGuard.of(LocalSpark.session()).forget(folder.toString());
                FlowGuard.of(LocalSpark.session()).forget(published.output().toString());
            }
        }

        void requireDone(Ended ended) {
            assertThat(ended.said()).isEmpty();
            assertThat(ended.status()).isZero();
        }

        void requireWhole() throws IOException {
            assertThat(published.rows()).as("the run that CURRENT names").isEqualTo(undisturbed);
        }

        void requireRepaired() throws IOException {
            requireDone(run());
            requireWhole();
            assertThat(published.hasStaging()).isFalse();
        }
    }

    @BeforeAll
    static void runUndisturbed() throws IOException {
        hdfs = SmallHdfs.start(folder.resolve("blocks"));
        CanaryInput.write(folder.resolve("in"), Set.of(Inputs.MESSAGING_CONTACTS, Inputs.MESSAGING_USERS));
        Path audiencesTable = folder.resolve("in/audiences/part-0.csv");
        Files.writeString(audiencesTable, "2,1,Others,2016-09-01T00:00:00Z,180\n", StandardOpenOption.APPEND);
        copy(folder.resolve("in"), folder.resolve("first"));
        askOnce(folder.resolve("first/audience_uploads/part-0.csv"));
        LocalSpark.session().conf().set(CLIENT, FaultyHdfs.class.getName());
        FaultyHdfs.meet(Faults.none());
        audiences = Nights.begin("audiences", folder.resolve("first"));
        friends = Nights.begin("friends");
        assertThat(audiences.undisturbed.get("internal/released_figures")).hasSize(2);
        assertThat(audiences.undisturbed.get("internal/budget_ledger")).isNotEmpty();
        assertThat(friends.undisturbed.get("products/friend_suggestions")).isNotEmpty();
    }

    /** Gives the second audience a list of its own: the last forty that the first one has. */
    private static void askOnce(Path uploads) throws IOException {
        List<String> lines = Files.readAllLines(uploads);
        var more = new ArrayList<String>();
        for (String line : lines.subList(lines.size() - 40, lines.size())) {
            String[] columns = line.split(",", -1);
            more.add("2,s2,1,true,add," + columns[5] + "," + columns[6] + ",2016-09-02T00:00:00Z");
        }
        Files.write(uploads, more, StandardOpenOption.APPEND);
    }

    @AfterAll
    static void stop() throws IOException {
        FaultyHdfs.meet(Faults.none());
        LocalSpark.session().conf().unset(CLIENT);
        hdfs.close();
        TABLE.write();
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
        return Cases.seeds(50, 2);
    }

    /** Nothing reaches the store once it has died: between two changes, in the middle of writing a file, or just behind one. */
    @ParameterizedTest
    @MethodSource("seeds")
    void night_driverKilledAtAnyChange_isRepairedByTheNext(long seed) throws IOException {
        Nights nights = seed % 2 == 0 ? audiences : friends;
        var random = new Random(seed);
        // What lies behind is publishing, which HdfsOutputTest kills at every change.
        int change = random.nextInt(nights.changes * 95 / 100);
        Faults.Place place = Faults.Place.values()[random.nextInt(Faults.Place.values().length)];
        var faults = new Faults(change, place, Faults.Kind.DEATH);
        Ended killed = nights.meet(faults);

        assertThat(faults.struck()).isTrue();
        assertThat(killed.status()).isNotZero();
        nights.requireWhole();
        nights.requireRepaired();
        TABLE.tried(
                "driver killed and started again",
                place == Faults.Place.INSIDE ? "in the middle of a change of HDFS" : "between two changes of HDFS");
    }

    // ---- the store fails

    @Test
    void night_dataNodeGone_goesOnWithTheOthers() throws IOException {
        Ended ended = friends.run(folder.resolve("in"), when("contact edges …", hdfs::stopDataNode));
        hdfs.startDataNode();

        friends.requireDone(ended);
        friends.requireWhole();
        TABLE.tried("data node taken away", "while contact edges are made");
    }

    static Stream<Long> fullSeeds() {
        return Cases.seeds(20, 1);
    }

    /** No room from some change on, in the middle of writing a file among others; what frees room works. */
    @ParameterizedTest
    @MethodSource("fullSeeds")
    void night_storeFullFromAnyChangeOn_isRefusedAndRepaired(long seed) throws IOException {
        Nights nights = seed % 2 == 0 ? friends : audiences;
        var random = new Random(1_000 + seed);
        int change = random.nextInt(nights.changes * 95 / 100);
        var faults = new Faults(change, seed % 2 == 0 ? Faults.Place.INSIDE : Faults.Place.BEFORE, Faults.Kind.FULL);
        Ended ended = nights.meet(faults);

        assertThat(faults.struck()).isTrue();
        requireRefused(ended);
        nights.requireWhole();
        nights.requireRepaired();
        TABLE.tried("no space left", "HDFS, from any change on");
    }

    private static void requireRefused(Ended ended) {
        assertThat(ended.said()).hasSize(1);
        assertThat(ended.status()).as(ended.said().get(0)).isEqualTo(5);
    }

    /** The name node's own way of being full: a quota, for which it refuses the next block. */
    @Test
    void night_quotaUsedUp_isRefusedAndRepaired() throws IOException {
        Ended ended =
                audiences.run(folder.resolve("in"), when("verify", () -> hdfs.fill(audiences.published.output())));
        hdfs.makeRoom(audiences.published.output());
        requireRefused(ended);
        audiences.requireWhole();
        audiences.requireRepaired();
        TABLE.tried("quota used up", "HDFS, when the manifest is written");
    }

    // ---- the input fails

    @ParameterizedTest
    @EnumSource
    void night_inputFails_isRefusedAndCurrentStays(Spoil spoil) throws IOException {
        Path input = folder.resolve(spoil.name());
        copy(folder.resolve("in"), input);
        boolean before = spoil.moment().startsWith("before");
        if (before) {
            spoil.now(input);
        }
        String current = friends.published.current().orElseThrow();
        Ended ended = friends.run(input, before ? line -> {} : when("input", () -> spoil.now(input)));

        assertThat(ended.said()).hasSize(1);
        assertThat(ended.status()).as(ended.said().get(0)).isEqualTo(spoil.status());
        assertThat(friends.published.current()).contains(current);
        friends.requireWhole();
        TABLE.tried("input file " + spoil.word(), spoil.moment());
        if (spoil == Spoil.HALF_WRITTEN_MEANWHILE) {
            assertThat(ended.err())
                    .as("the second reading sees the same shortened file")
                    .contains("verify done");
            assertThat(ended.said())
                    .containsExactly(
                            "Cannot publish: files of consent_events changed while the run read them (need tables that"
                                    + " stay as they are until a run ends)");
            friends.requireRepaired();
        }
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
        Path events = Spoil.file(input, "consent_events");
        var lines = new ArrayList<>(Files.readAllLines(events));
        String denied = now.minus(Duration.ofHours(1))
                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                .toString();
        lines.add("late,messaging,1,friends,deny,2016-08," + denied + "," + denied);
        Files.write(events, lines);

        friends.requireDone(friends.run(input, line -> {}));
        Map<String, List<String>> known = friends.published.rows();
        assertThat(known).isNotEqualTo(friends.undisturbed);
        Ended back = friends.run(Clock.fixed(now.minus(Duration.ofDays(1)), ZoneOffset.UTC), input, line -> {});

        friends.requireDone(back);
        assertThat(back.out()).contains("note: this machine's clock is behind the last run's");
        assertThat(friends.published.rows()).isEqualTo(known);
        TABLE.tried("clock goes back a day", "between two nights");
        friends.requireRepaired();
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
