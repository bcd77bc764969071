package org.sealedjoin.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.seal.SealWorld.day;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.base.Platform;

/** Who is linked with whom, a line a rule. All scenarios share one job, each on its own ids and numbers; the margin is 30 days. */
class LinkAccountsTest {
    private static final int IDS_EACH = 100;
    private static final int NUMBERS_EACH = 4;
    private static int nextPlace;
    private static final SealWorld WORLD = new SealWorld();
    private static final List<Scenario> SCENARIOS = build();
    private static List<String> links;

    private static List<Scenario> build() {
        Instant justBefore50 = day(50).minus(1, ChronoUnit.MICROS);
        List<Scenario> all = new ArrayList<>();
        all.add(given("both verified in one epoch")
                .user(1, day(10))
                .account(1, day(11))
                .links("1=1"));
        all.add(given("account verified first, never cut")
                .user(1, day(10))
                .account(1, day(5))
                .links("1=1"));
        all.add(given("released between, user first")
                .user(1, day(10))
                .released(day(11))
                .account(1, day(12))
                .links());
        all.add(given("released between, account first")
                .account(1, day(10))
                .released(day(11))
                .user(1, day(12))
                .links());
        all.add(given("released at the instant of the account's verification")
                .user(1, day(10))
                .released(day(12))
                .account(1, day(12))
                .links());
        all.add(given("released at the instant of the user's verification, account later")
                .released(day(10))
                .user(1, day(10))
                .account(1, day(11))
                .links("1=1"));
        all.add(given("released a microsecond after the account's verification")
                .user(1, day(10))
                .account(1, day(12))
                .released(day(12).plus(1, ChronoUnit.MICROS))
                .links("1=1"));
        all.add(given("released before both and after both")
                .released(day(9))
                .user(1, day(10))
                .account(1, day(11))
                .released(day(12))
                .links("1=1"));
        all.add(given("a later user verified it, then the account")
                .user(1, day(10))
                .user(2, day(20))
                .account(1, day(21))
                .links("2=1"));
        all.add(given("the account verified it before a later user")
                .user(1, day(10))
                .account(1, day(15))
                .user(2, day(20))
                .links("1=1"));
        all.add(given("the account verified it when a later user did")
                .user(1, day(10))
                .account(1, day(20))
                .user(2, day(20))
                .links("2=1"));
        all.add(given("no verification instant")
                .user(1, day(10))
                .account(1, null)
                .links());
        all.add(given("verified in two epochs, users far apart")
                .user(1, day(10))
                .account(1, day(11))
                .user(2, day(60))
                .account(1, day(61))
                .links("2=1"));
        all.add(given("verified in two epochs, users close")
                .user(1, day(10))
                .account(1, day(11))
                .user(2, day(20))
                .account(1, day(21))
                .links());
        all.add(given("two users verified it at one instant")
                .user(1, day(10))
                .user(2, day(10))
                .account(1, day(11))
                .links());
        all.add(given("two accounts, newer by the margin exactly")
                .user(1, day(10))
                .account(1, day(20))
                .account(2, day(50))
                .links("1=2"));
        all.add(given("two accounts, a microsecond short of the margin")
                .user(1, day(10))
                .account(1, day(20))
                .account(2, justBefore50)
                .links());
        all.add(given("two accounts, tie")
                .user(1, day(10))
                .account(1, day(20))
                .account(2, day(20))
                .links());
        all.add(given("three accounts, the newest clear of the second only")
                .user(1, day(10))
                .account(1, day(20))
                .account(2, day(21))
                .account(3, day(60))
                .links("1=3"));
        all.add(given("one account, two users' numbers, the later user by the margin")
                .user(1, day(10))
                .account(1, day(11))
                .number(1)
                .user(2, day(40))
                .account(1, day(41))
                .links("2=1"));
        all.add(given("one account, two users' numbers, a day short of the margin")
                .user(1, day(10))
                .account(1, day(11))
                .number(1)
                .user(2, day(39))
                .account(1, day(40))
                .links());
        all.add(given("two-factor number only")
                .user(1, day(10))
                .twoFactor(1, day(11))
                .linksForSafety("1=1"));
        all.add(given("profile and two-factor number of one account")
                .user(1, day(10))
                .account(1, day(11))
                .twoFactor(1, day(11))
                .linksForSafety("1=1"));
        all.add(given("profile number that the account also wrote down for two-factor, unverified and in another form")
                .user(1, day(10))
                .account(1, day(11))
                .nationalTwoFactor(1, null)
                .linksForSafety("1=1"));
        all.add(given("another account's unverified two-factor row changes nothing")
                .user(1, day(10))
                .account(1, day(11))
                .twoFactor(2, null)
                .links("1=1"));
        all.add(given("another account's verified two-factor claim contests safety alone")
                .user(1, day(10))
                .account(1, day(11))
                .twoFactor(2, day(12))
                .linksButSafety("1=1"));
        all.add(given("as many users as a number may have")
                .user(1, day(10))
                .user(2, day(50))
                .user(3, day(90))
                .account(1, day(91))
                .links("3=1"));
        all.add(given("number crowded with users")
                .user(1, day(10))
                .user(2, day(50))
                .user(3, day(90))
                .user(4, day(130))
                .account(1, day(131))
                .links());
        all.add(given("number crowded with accounts, most of them unverified")
                .user(1, day(10))
                .account(1, day(11))
                .account(2, null)
                .account(3, null)
                .account(4, null)
                .links());
        all.add(given("verified by both at the as-of instant")
                .user(1, day(200))
                .account(1, day(200))
                .links("1=1"));
        all.add(given("user verified after the as-of")
                .user(1, day(201))
                .account(1, day(11))
                .links());
        all.add(given("account verified after the as-of")
                .user(1, day(10))
                .account(1, day(201))
                .links());
        all.add(given("number written in different forms")
                .nationalUser(1, day(10))
                .account(1, day(11))
                .links("1=1"));
        all.add(given("number written in different forms, released between in a third")
                .nationalUser(1, day(10))
                .spacedRelease(day(11))
                .account(1, day(12))
                .links());
        all.add(given("nothing in common")
                .user(1, day(10))
                .number(1)
                .account(1, day(11))
                .links());
        return all;
    }

    static List<Scenario> scenarios() {
        return SCENARIOS;
    }

    @BeforeAll
    static void runOnce() {
        links = WORLD.out().links();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void apply_scenario_linksExactlyThese(Scenario scenario) {
        var found = new TreeSet<String>();
        for (String link : links) {
            String[] cells = link.split(" ", -1);
            long user = Long.parseLong(cells[1]);
            if (user / IDS_EACH == scenario.place) {
                found.add(cells[0] + " " + user % IDS_EACH + "=" + Long.parseLong(cells[2]) % IDS_EACH);
            }
        }
        assertThat(found).isEqualTo(scenario.expected);
    }

    @Test
    void apply_sameEpoch_linkedSinceTheLaterVerification() {
        assertThat(links.stream()
                        .filter(link -> link.startsWith("friends 1 1 ") || link.startsWith("friends 101 101 "))
                        .collect(Collectors.toSet()))
                .isEqualTo(Set.of("friends 1 1 2026-01-12T00:00:00Z", "friends 101 101 2026-01-11T00:00:00Z"));
    }

    private static Scenario given(String name) {
        return new Scenario(name, nextPlace++);
    }

    /** People around one number, or a few. */
    private static final class Scenario {
        private final String name;
        private final int place;
        private final Set<String> expected = new TreeSet<>();
        private int number;

        Scenario(String name, int place) {
            this.name = name;
            this.place = place;
        }

        private long id(int local) {
            return (long) place * IDS_EACH + local;
        }

        private int index() {
            return place * NUMBERS_EACH + number;
        }

        private String e164() {
            return SealWorld.number(index());
        }

        private String national() {
            return "(650) 253-%04d".formatted(index());
        }

        Scenario number(int which) {
            number = which;
            return this;
        }

        private Scenario user(int local, String phone, Instant verified) {
            WORLD.user(id(local), phone, "US", verified).agrees(Platform.MESSAGING, id(local));
            return this;
        }

        private Scenario phone(int local, String phone, String use, Instant verified) {
            WORLD.accountPhone(id(local), phone, "US", use, verified).agrees(Platform.SOCIAL, id(local));
            return this;
        }

        Scenario user(int local, Instant verified) {
            return user(local, e164(), verified);
        }

        Scenario nationalUser(int local, Instant verified) {
            return user(local, national(), verified);
        }

        Scenario account(int local, Instant verified) {
            return phone(local, e164(), "profile", verified);
        }

        Scenario twoFactor(int local, Instant verified) {
            return phone(local, e164(), "two_factor", verified);
        }

        Scenario nationalTwoFactor(int local, Instant verified) {
            return phone(local, national(), "two_factor", verified);
        }

        Scenario released(Instant at) {
            WORLD.released(e164(), at);
            return this;
        }

        Scenario spacedRelease(Instant at) {
            WORLD.released("+1 650 253 %04d".formatted(index()), at);
            return this;
        }

        Scenario links(String... pairs) {
            linksForSafety(pairs);
            return linksButSafety(pairs);
        }

        Scenario linksForSafety(String... pairs) {
            for (String pair : pairs) {
                expected.add("safety " + pair);
            }
            return this;
        }

        Scenario linksButSafety(String... pairs) {
            for (String pair : pairs) {
                for (String purpose : List.of("friends", "ads", "measurement", "business_messages")) {
                    expected.add(purpose + " " + pair);
                }
            }
            return this;
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
