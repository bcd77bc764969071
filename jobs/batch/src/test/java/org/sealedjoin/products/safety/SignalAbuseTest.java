package org.sealedjoin.products.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sealedjoin.testing.Cases;

/** Who is named to whom: literal cases, and seeded worlds against a slow twin; all of them in one job, on people of their own. */
class SignalAbuseTest {
    private static final SafetyPolicy POLICY = new SafetyPolicy(0.8, 28, 7, 180, 180, SafetyModel.shipped());
    private static final int PEOPLE = 12;

    private static List<String> told(SignalWorld world) {
        return new SignalAbuse(POLICY, SignalWorld.AS_OF)
                .apply(world.tables()).collectAsList().stream()
                        .map(row -> row.mkString(" "))
                        .sorted()
                        .toList();
    }

    @Test
    void apply_literalCasesAndRandomWorlds_exactlyTheseAndAsTheSlowTwin() {
        var literal = new SignalWorld();
        literalCases(literal);
        List<String> named = new SlowSignals(literal, POLICY).told();
        assertThat(named.stream().map(row -> row.substring(0, row.lastIndexOf(' ', row.lastIndexOf(' ') - 1))))
                .containsExactly(
                        "messaging 900003 sanction",
                        "messaging 900021 sanction",
                        "social 1900001 unsolicited_messages",
                        "social 1900002 sanction",
                        "social 1900009 unsolicited_messages",
                        "social 1900021 burst");

        var all = new SignalWorld();
        literalCases(all);
        Cases.seeds(400, 60).forEach(seed -> random(all, seed * PEOPLE, new SplittableRandom(seed)));
        List<String> expected = new SlowSignals(all, POLICY).told();

        assertThat(expected).containsAll(named);
        assertThat(expected).hasSizeGreaterThan(100);
        assertThat(expected.stream().map(row -> row.split(" ")[2]).distinct())
                .containsExactlyInAnyOrder("unsolicited_messages", "burst", "reports", "number_churn", "sanction");
        assertThat(told(all)).isEqualTo(expected);
    }

    private static void literalCases(SignalWorld world) {
        for (long id = 900_001; id <= 900_021; id++) {
            String user = id == 900_002 ? "banned" : "active";
            String account = id == 900_003 || id == 900_021 ? "disabled" : "active";
            world.person(id, user, account, Instant.parse("2014-01-01T00:00:00Z"));
        }
        for (int day = 1; day <= 10; day++) {
            // 1: strangers who do not reply; 4: as many who do; 5: as many who have the sender in their book.
            world.used(900_001, day, 60, 55, 5);
            world.used(900_004, day, 60, 55, 60);
            world.used(900_005, day, 60, 0, 5);
            // 6: before the window; 7: today and later.
            world.used(900_006, day + 28, 60, 55, 5);
            world.used(900_007, 1 - day, 60, 55, 5);
            // 9: as 1, with as many puppets who reply.
            world.used(900_009, day, 120, 55, 65);
        }
        // 21: told everybody of a new number on one day, and is disabled.
        world.used(900_021, 2, 90, 80, 90);
        // 8: reported by ten who have been there for long.
        for (long reporter = 900_010; reporter < 900_020; reporter++) {
            world.reported("messaging", reporter, 900_008, 30);
            world.reported("social", reporter, 900_008, 40);
        }
    }

    private static void random(SignalWorld world, long first, SplittableRandom random) {
        for (long id = first; id < first + PEOPLE; id++) {
            String user = random.nextInt(20) == 0 ? "banned" : "active";
            String account = random.nextInt(20) == 0 ? "disabled" : "active";
            Instant since = SignalWorld.AS_OF.minus(Duration.ofHours(random.nextInt(24 * 300)));
            world.person(id, user, account, since);
            int keen = random.nextInt(12);
            for (int day = random.nextInt(4); day < 40; day += 1 + random.nextInt(6)) {
                long recipients = 1 + random.nextInt(1 + keen * keen);
                world.used(id, day, recipients, random.nextLong(recipients + 1), random.nextLong(recipients + 2));
            }
            if (random.nextInt(6) == 0) {
                Instant changed = SignalWorld.AS_OF.minus(Duration.ofHours(random.nextInt(4000)));
                world.numbers.add(new SignalWorld.Number(id, 1 + random.nextInt(3), changed));
            }
        }
        for (int report = random.nextInt(60); report > 0; report--) {
            // Few are named by many, and some name everybody.
            long reporter = first + random.nextInt(PEOPLE) * random.nextInt(2) + random.nextInt(PEOPLE) / 2;
            long reported = first + random.nextInt(3) * random.nextInt(3);
            String platform = random.nextInt(3) == 0 ? "social" : "messaging";
            world.reported(platform, Math.min(reporter, first + PEOPLE - 1), reported, random.nextInt(24 * 32) - 12);
        }
        for (int tie = random.nextInt(12); tie > 0; tie--) {
            long one = first + random.nextInt(PEOPLE);
            long other = first + random.nextInt(PEOPLE);
            if (one != other) {
                var pair = new SignalWorld.Pair(SignalWorld.account(one), SignalWorld.account(other));
                List.of(world.friendships, world.edges, world.sameNumber)
                        .get(random.nextInt(3))
                        .add(pair);
            }
        }
    }

    @Test
    void schema_ofTheResult_isThatOfTheTable() {
        assertThat(new SignalAbuse(POLICY, SignalWorld.AS_OF)
                        .apply(new SignalWorld().tables())
                        .columns())
                .containsExactly("platform", "subject_id", "signal", "score", "evidence_day");
    }
}
