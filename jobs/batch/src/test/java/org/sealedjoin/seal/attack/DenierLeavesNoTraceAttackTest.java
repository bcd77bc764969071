package org.sealedjoin.seal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.seal.SealWorld.day;
import static org.sealedjoin.seal.SealWorld.hash;
import static org.sealedjoin.seal.SealWorld.number;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.graph.BuildContactEdges;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.seal.SealWorld;
import org.sealedjoin.testing.LocalSpark;

/**
 * Somebody who reads everything that leaves the seal looks for people who said no. Two worlds that differ only in what a denier has
 * must give the same output; with the answer turned to yes they differ, so there was something to find.
 *
 * <p>For each purpose {@code p} (its place among purposes) the denier is 100 p + 1 on the messenger, and 100 p + 11 on the social network;
 * 100 p + 21 agreed to everything.
 */
class DenierLeavesNoTraceAttackTest {
    private enum Denier {
        HAS_NOTHING,
        HAS_ACCOUNT_AND_IS_IN_BOOKS
    }

    @Test
    void compareWorlds_denierOfOnePurpose_noTraceForThatPurpose() {
        SealWorld.Out with = world(Denier.HAS_ACCOUNT_AND_IS_IN_BOOKS, false).out();
        SealWorld.Out without = world(Denier.HAS_NOTHING, false).out();
        SealWorld.Out agreed = world(Denier.HAS_ACCOUNT_AND_IS_IN_BOOKS, true).out();

        for (Purpose purpose : Purpose.values()) {
            assertThat(linksFor(purpose, with)).as("%s", purpose).isEqualTo(linksFor(purpose, without));
            assertThat(linksFor(purpose, agreed)).as("%s", purpose).isNotEqualTo(linksFor(purpose, without));
        }
        assertThat(edges(Purpose.FRIENDS, with)).isEqualTo(edges(Purpose.FRIENDS, without));
        assertThat(edges(Purpose.SAFETY, with)).isEqualTo(edges(Purpose.SAFETY, without));
        assertThat(edges(Purpose.FRIENDS, agreed)).isNotEqualTo(edges(Purpose.FRIENDS, without));
        assertThat(adMatches(with)).isEqualTo(adMatches(without));
        assertThat(adMatches(agreed)).isNotEqualTo(adMatches(without));
        assertThat(with.received()).isEqualTo(without.received());
    }

    @Test
    void readEdges_anyAnswer_nothingForAdsMeasurementOrBusinesses() {
        List<String> edges =
                allEdges(world(Denier.HAS_ACCOUNT_AND_IS_IN_BOOKS, true).out());

        assertThat(edges).isNotEmpty().allMatch(edge -> edge.startsWith("friends ") || edge.startsWith("safety "));
    }

    @Test
    void uploadTwoFactorNumber_verifiedAndAgreed_matchesNobody() {
        var world = new SealWorld();
        for (int who = 1; who <= 2; who++) {
            world.user(who, number(who), "US", day(10)).agrees(Platform.MESSAGING, who);
            world.accountPhone(who, number(who), "US", "profile", day(11)).agrees(Platform.SOCIAL, who);
            world.upload(7, "s", 1, true, "add", hash(number(who), HashForm.E164), day(20));
        }
        world.accountPhone(2, "650-253-0002", "US", "two_factor", null);
        List<String> matches = world.out().matches();

        assertThat(matches).containsExactly("7 s 1 add 2026-01-21T00:00:00Z 1");
    }

    private static SealWorld world(Denier denier, boolean agrees) {
        var world = new SealWorld();
        for (Purpose purpose : Purpose.values()) {
            int base = 100 * (purpose.ordinal() + 1);
            side(world, purpose, base, denier, Platform.MESSAGING, agrees);
            side(world, purpose, base + 10, denier, Platform.SOCIAL, agrees);
            person(world, base + 21);
            world.agrees(Platform.MESSAGING, base + 21).agrees(Platform.SOCIAL, base + 21);
        }
        return world;
    }

    private static void side(
            SealWorld world, Purpose purpose, int base, Denier denier, Platform silentOn, boolean agrees) {
        int who = base + 1;
        int other = base / 100 * 100 + 21;
        world.user(who, number(who), "US", day(10));
        for (Platform platform : Platform.values()) {
            world.agrees(platform, who, othersThan(purpose));
            if (agrees || platform != silentOn) {
                world.agrees(platform, who, purpose);
            } else {
                world.refuses(platform, who, purpose);
            }
        }
        world.upload(purpose.ordinal(), "s", 1, true, "add", hash(number(who), HashForm.E164), day(20));
        if (denier == Denier.HAS_ACCOUNT_AND_IS_IN_BOOKS) {
            world.accountPhone(who, number(who), "US", "profile", day(11));
            world.book(who, number(other), day(20)).book(other, number(who), day(20));
        }
    }

    private static Purpose[] othersThan(Purpose purpose) {
        return Arrays.stream(Purpose.values()).filter(each -> each != purpose).toArray(Purpose[]::new);
    }

    private static void person(SealWorld world, int who) {
        world.user(who, number(who), "US", day(10)).accountPhone(who, number(who), "US", "profile", day(11));
    }

    /** What is seen of the people of that purpose's scenario, for that purpose. */
    private static List<String> linksFor(Purpose purpose, SealWorld.Out out) {
        return ofScenario(purpose, out.links());
    }

    private static List<String> edges(Purpose purpose, SealWorld.Out out) {
        return ofScenario(purpose, allEdges(out));
    }

    private static List<String> ofScenario(Purpose purpose, List<String> rows) {
        return rows.stream()
                .filter(row -> row.startsWith(purpose.word() + " "))
                .filter(row -> Long.parseLong(row.split(" ", -1)[1]) / 100 == purpose.ordinal() + 1)
                .toList();
    }

    /** Matches of those who denied ads; people of the other scenarios agreed to ads. */
    private static List<String> adMatches(SealWorld.Out out) {
        return out.matches().stream()
                .filter(row -> row.startsWith(Purpose.ADS.ordinal() + " "))
                .toList();
    }

    private static List<String> allEdges(SealWorld.Out out) {
        var spark = LocalSpark.session();
        List<Row> entries = out.entries().stream()
                .map(entry -> entry.split(" ", -1))
                .map(cells -> RowFactory.create(
                        Long.parseLong(cells[0]), Long.parseLong(cells[1]), Boolean.parseBoolean(cells[2])))
                .toList();
        List<Row> links = out.links().stream()
                .map(link -> link.split(" ", -1))
                .map(cells -> RowFactory.create(cells[0], Long.parseLong(cells[1]), Long.parseLong(cells[2])))
                .toList();
        return new BuildContactEdges(true)
                        .apply(
                                spark.createDataFrame(
                                        entries,
                                        StructType.fromDDL("owner_user_id LONG, contact_user_id LONG, hub BOOLEAN")),
                                spark.createDataFrame(
                                        links, StructType.fromDDL("purpose STRING, user_id LONG, account_id LONG")))
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0) + " " + row.getLong(1) + " " + row.getLong(2))
                        .sorted()
                        .toList();
    }
}
