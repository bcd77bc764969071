package org.sealedjoin.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.seal.SealWorld.day;
import static org.sealedjoin.seal.SealWorld.number;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.sql.RuntimeConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.testing.LocalSpark;

/**
 * Address books that are looked up where they are scanned against the same ones shuffled by token, over random worlds: numbers released and
 * given to others, several accounts and users of a number, numbers for two-factor sign-in, one number in most books, copies of entries in other written
 * forms, numbers of nobody and texts that are no number. One seed in the default run, 20 with {@code -Dtest.cases=all}.
 */
class LookUpPropertyTest {
    private static final SealPolicy SHUFFLED = new SealPolicy(30, 3, 3, 3_650, 0, 0.01, 1_000_000);
    private static final int PEOPLE = 120;
    private static final int NUMBERS = 90;
    private static final int HOT_NUMBER = 7;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, System.getProperty("test.cases", "few").equals("all") ? 20 : 1);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bookEntries_randomWorld_sameWhetherLookedUpOrShuffled(long seed) {
        SealWorld world = world(new Random(seed));

        SealWorld.Out lookedUp = world.out();
        SealWorld.Out shuffled = world.out(SHUFFLED);

        assertThat(lookedUp.entries()).isEqualTo(shuffled.entries());
        assertThat(refusedContacts(lookedUp)).isEqualTo(refusedContacts(shuffled));
        // What a world must hold for the comparison to say something.
        assertThat(lookedUp.entries().size()).isGreaterThan(40);
        assertThat(lookedUp.entries().stream().filter(entry -> entry.endsWith("true")))
                .hasSizeGreaterThan(10);
        assertThat(refusedContacts(lookedUp)).hasSizeGreaterThan(5);
    }

    /** Where Spark's compiler fails, rows are worked out one expression at a time: right, slow, and seen by nobody but this test. */
    @Test
    void bookEntries_compiledCodeOnly_sameAsAnyhow() {
        SealWorld world = world(new Random(1));
        SealWorld.Out anyhow = world.out();
        RuntimeConfig conf = LocalSpark.session().conf();
        String mode = conf.get("spark.sql.codegen.factoryMode");
        String fallback = conf.get("spark.sql.codegen.fallback");
        conf.set("spark.sql.codegen.factoryMode", "CODEGEN_ONLY");
        conf.set("spark.sql.codegen.fallback", "false");
        try {
            assertThat(world.out().entries()).isEqualTo(anyhow.entries());
        } finally {
            conf.set("spark.sql.codegen.factoryMode", mode);
            conf.set("spark.sql.codegen.fallback", fallback);
        }
    }

    private static SealWorld world(Random random) {
        var world = new SealWorld();
        for (int id = 1; id <= PEOPLE; id++) {
            int given = random.nextInt(NUMBERS);
            world.user(id, number(given), "US", day(random.nextInt(150)));
            world.accountPhone(id, number(given), "US", use(random), day(random.nextInt(150)));
            if (random.nextInt(8) == 0) {
                world.accountPhone(1_000 + id, number(random.nextInt(NUMBERS)), "US", use(random), day(10));
            }
            agree(world, Platform.MESSAGING, id, random);
            agree(world, Platform.SOCIAL, id, random);
            int entries = random.nextInt(12);
            for (int entry = 0; entry < entries; entry++) {
                world.book(id, written(random), added(random));
            }
            if (random.nextInt(3) > 0) {
                world.book(id, number(HOT_NUMBER), added(random));
            }
        }
        // One who holds the hot number for sure, from before anybody wrote it down.
        world.user(500, number(HOT_NUMBER), "US", day(0)).agrees(Platform.MESSAGING, 500);
        world.accountPhone(500, number(HOT_NUMBER), "US", "profile", day(0)).agrees(Platform.SOCIAL, 500);
        for (int i = 0; i < 10; i++) {
            world.released(number(random.nextInt(NUMBERS)), day(random.nextInt(200)));
        }
        return world;
    }

    private static String use(Random random) {
        return random.nextInt(5) == 0 ? "two_factor" : "profile";
    }

    private static void agree(SealWorld world, Platform platform, int id, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> {}
            case 1 -> world.agrees(platform, id, Purpose.SAFETY);
            default -> world.agrees(platform, id);
        }
    }

    private static String written(Random random) {
        int which = random.nextInt(NUMBERS + 30);
        return switch (random.nextInt(6)) {
            case 0 -> "650 253 %04d".formatted(which);
            case 1 -> "no number";
            default -> number(which);
        };
    }

    private static @Nullable Instant added(Random random) {
        return random.nextInt(4) == 0 ? null : day(random.nextInt(210));
    }

    private static List<String> refusedContacts(SealWorld.Out out) {
        return out.refusals().stream()
                .filter(row -> row.startsWith("messaging_contacts"))
                .toList();
    }
}
