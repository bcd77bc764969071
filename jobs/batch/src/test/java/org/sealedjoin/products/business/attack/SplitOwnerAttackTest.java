package org.sealedjoin.products.business.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.sealedjoin.products.business.BusinessRows;
import org.sealedjoin.testing.LocalSpark;

/**
 * An owner splits its shop into ten to get more of people's two marketing messages a week than its two honest rivals. Everybody is a customer of all
 * and asked for marketing; who may send sends at once, night after night.
 */
class SplitOwnerAttackTest {
    private static final int PEOPLE = 200;
    private static final int PER_WEEK = 2;
    private static final int NIGHTS = 9;
    private static final long SPLITTER = 1;
    /** Four standard errors of a share of a third of the messages. */
    private static final double ERROR = 4 * Math.sqrt(2.0 / 9 / (PEOPLE * PER_WEEK));

    private record Message(long business, long user, Instant at) {}

    /** Owner 1 holds shops 100 to 100 + {@code shops} - 1, the rivals 2 and 3 hold shops 200 and 300. */
    private static Map<Long, Long> owners(int shops) {
        var owners = new HashMap<>(Map.of(200L, 2L, 300L, 3L));
        LongStream.range(100, 100 + shops).forEach(shop -> owners.put(shop, SPLITTER));
        return owners;
    }

    /** Who sends one night, given what was sent before. */
    private interface Choice extends Function<List<Message>, List<Message>> {}

    private static List<Message> nights(int nights, Function<Instant, Choice> choices) {
        var sent = new ArrayList<Message>();
        for (int night = 0; night < nights; night++) {
            Instant asOf = BusinessRows.AS_OF.plus(Duration.ofDays(night));
            sent.addAll(choices.apply(asOf).apply(sent));
        }
        return sent;
    }

    private static double shareOfSplitter(List<Message> sent, Map<Long, Long> owners) {
        return sent.stream()
                        .filter(message -> owners.get(message.business()) == SPLITTER)
                        .count()
                / (double) sent.size();
    }

    /** The program's own choice. */
    private static Choice shared(int shops, Instant asOf) {
        return sent -> {
            var rows = new BusinessRows();
            owners(shops).forEach(rows::business);
            for (long user = 1; user <= PEOPLE; user++) {
                rows.agrees(user);
                rows.choose(user, null, "marketing", "allow", BusinessRows.AS_OF);
                for (long shop : owners(shops).keySet()) {
                    rows.customer(shop, user);
                }
            }
            sent.forEach(message -> rows.send(message.business(), message.user(), "marketing", message.at()));
            return rows.eligible(PER_WEEK, asOf).stream()
                    .map(row -> row.split(" "))
                    .filter(row -> row[1].equals("marketing"))
                    .map(row -> new Message(Long.parseLong(row[0]), Long.parseLong(row[2]), asOf.plusSeconds(1)))
                    .toList();
        };
    }

    /** Without owners: of all businesses those that sent the person least, and chance between equals. */
    private static Choice eachBusiness(int shops, Instant asOf) {
        return sent -> {
            var messages = new ArrayList<Message>();
            for (long user = 1; user <= PEOPLE; user++) {
                long person = user;
                List<Message> week = sent.stream()
                        .filter(message -> message.user() == person)
                        .filter(message -> message.at().isAfter(asOf.minus(Duration.ofDays(7))))
                        .toList();
                owners(shops).keySet().stream()
                        .sorted(Comparator.<Long>comparingLong(shop -> week.stream()
                                        .filter(message -> message.business() == shop)
                                        .count())
                                .thenComparingLong(shop -> lot(person, shop, asOf)))
                        .limit(Math.max(0, PER_WEEK - week.size()))
                        .forEach(shop -> messages.add(new Message(shop, person, asOf.plusSeconds(1))));
            }
            return messages;
        };
    }

    private static long lot(long user, long shop, Instant asOf) {
        long mixed = (user * 0x9E3779B97F4A7C15L + shop) * 0xBF58476D1CE4E5B9L + asOf.getEpochSecond();
        return (mixed ^ (mixed >>> 31)) * 0x94D049BB133111EBL;
    }

    @Test
    void splitIntoTen_eachBusinessByItself_gains() {
        assertThat(shareOfSplitter(nights(NIGHTS, asOf -> eachBusiness(1, asOf)), owners(1)))
                .as("one shop of three")
                .isBetween(1 / 3.0 - ERROR, 1 / 3.0 + ERROR);
        assertThat(shareOfSplitter(nights(NIGHTS, asOf -> eachBusiness(10, asOf)), owners(10)))
                .as("ten shops of twelve")
                .isGreaterThan(0.75);
    }

    @Test
    void splitIntoTen_sharedAmongOwners_gainsNothing() {
        var conf = LocalSpark.session().conf();
        String wholeStage = conf.get("spark.sql.codegen.wholeStage");
        conf.set("spark.sql.codegen.wholeStage", "false");
        try {
            List<Message> whole = nights(3, asOf -> shared(1, asOf.plus(weeks(asOf))));
            List<Message> split = nights(3, asOf -> shared(10, asOf.plus(weeks(asOf))));

            assertThat(whole).hasSizeGreaterThanOrEqualTo(2 * PEOPLE);
            assertThat(ownersOf(split, 10))
                    .as("the same owners, person by person")
                    .isEqualTo(ownersOf(whole, 1));
            double share = shareOfSplitter(split, owners(10));
            System.out.printf("owner of ten shops against two of one: share %.4f, a third is fair%n", share);
            assertThat(share).isBetween(1 / 3.0 - ERROR, 1 / 3.0 + ERROR);
        } finally {
            conf.set("spark.sql.codegen.wholeStage", wholeStage);
        }
    }

    /** The three nights are five days apart: a full week, the same week again, and the next one. */
    private static Duration weeks(Instant night) {
        return Duration.between(BusinessRows.AS_OF, night).multipliedBy(4);
    }

    private static List<String> ownersOf(List<Message> sent, int shops) {
        return sent.stream()
                .map(message -> message.at() + " " + message.user() + " "
                        + owners(shops).get(message.business()))
                .sorted()
                .toList();
    }
}
