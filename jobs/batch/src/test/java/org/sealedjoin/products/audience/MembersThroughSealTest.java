package org.sealedjoin.products.audience;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.seal.SealWorld.AS_OF;
import static org.sealedjoin.seal.SealWorld.day;
import static org.sealedjoin.seal.SealWorld.number;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.products.audience.AudienceRows.Upload;
import org.sealedjoin.seal.SealWorld;
import org.sealedjoin.testing.Cases;

/**
 * From uploaded texts and the tables of people to members, through the real seal, against a plain replay that knows of each person what should come
 * of a row. Scenarios have people, numbers, audiences and advertisers of their own, and share one job.
 */
class MembersThroughSealTest {
    private static final int PEOPLE = 8;
    /** When numbers that are given back late are given back: in the middle of the uploads. */
    private static final Instant GIVEN_BACK = day(195);

    private enum Person {
        MEMBER,
        HID_THE_ADVERTISER,
        REFUSED_ON_MESSENGER,
        REFUSED_ON_NETWORK,
        TWO_FACTOR,
        NO_ACCOUNT,
        NO_MESSENGER,
        GIVEN_BACK_BEFORE_THE_ACCOUNT,
        GIVEN_BACK_LATE,
        TWO_ACCOUNTS_AT_ONCE,
        A_NEWER_ACCOUNT
    }

    private final SealWorld world = new SealWorld();
    private final List<Row> uploads = new ArrayList<>();
    private final List<Row> audiences = new ArrayList<>();
    private final List<Row> advertisers = new ArrayList<>();
    private final List<Row> preferences = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    @Test
    void apply_seededScenarios_sameAsReplay() {
        long scenarios = Cases.seeds(300, 36).peek(this::scenario).count();
        expected.sort(null);

        assertThat(expected).hasSizeGreaterThan((int) scenarios);
        assertThat(members()).isEqualTo(expected);
    }

    private void scenario(long seed) {
        var random = new SplittableRandom(77_000 + seed);
        int retention = 2 + random.nextInt(5);
        boolean suspended = random.nextInt(12) == 0;
        audiences.add(RowFactory.create(seed, seed, retention));
        advertisers.add(RowFactory.create(seed, suspended ? "suspended" : "active"));
        var people = new Person[PEOPLE];
        for (int i = 0; i < PEOPLE; i++) {
            people[i] =
                    random.nextInt(2) == 0 ? Person.MEMBER : Person.values()[random.nextInt(Person.values().length)];
            person(people[i], who(seed, i), seed);
        }
        var replayed = new ArrayList<Upload>();
        int sessions = 1 + random.nextInt(4);
        for (int session = 0; session < sessions; session++) {
            int batches = 1 + random.nextInt(3);
            boolean replaces = random.nextInt(4) == 0;
            for (int batch = 1; batch <= batches; batch++) {
                if (random.nextInt(12) == 0) {
                    continue;
                }
                for (int row = random.nextInt(6); row >= 0; row--) {
                    String op = random.nextInt(3) == 0 ? "remove" : replaces ? "replace" : "add";
                    Instant at = AS_OF.minus(Duration.ofHours(12L * (random.nextInt(14) - 1)));
                    int i = random.nextInt(PEOPLE + 2);
                    send(seed, "s" + session, batch, batch == batches, op, text(seed, i, random), at);
                    Long account = i < PEOPLE ? account(people[i], who(seed, i), op, at) : null;
                    replayed.add(new Upload(seed, "s" + session, batch, batch == batches, op, at, account));
                }
            }
        }
        for (long account : SlowMembers.of(replayed, retention, AS_OF)) {
            boolean hidden = account < 10_000 && people[(int) (account % PEOPLE)] == Person.HID_THE_ADVERTISER;
            if (!suspended && !hidden) {
                expected.add(seed + " " + account);
            }
        }
    }

    private static int who(long seed, int i) {
        return (int) (seed * PEOPLE + i);
    }

    private void person(Person person, int who, long advertiser) {
        if (person != Person.NO_MESSENGER) {
            world.user(who, number(who), "US", day(10));
        }
        if (person != Person.NO_ACCOUNT) {
            String use = person == Person.TWO_FACTOR ? "two_factor" : "profile";
            world.accountPhone(who, number(who), "US", use, day(12));
        }
        if (person == Person.TWO_ACCOUNTS_AT_ONCE || person == Person.A_NEWER_ACCOUNT) {
            int second = 10_000 + who;
            world.accountPhone(
                    second, number(who), "US", "profile", person == Person.A_NEWER_ACCOUNT ? day(80) : day(20));
            world.agrees(Platform.SOCIAL, second, Purpose.ADS);
        }
        answers(Platform.MESSAGING, who, person != Person.REFUSED_ON_MESSENGER);
        answers(Platform.SOCIAL, who, person != Person.REFUSED_ON_NETWORK);
        switch (person) {
            case GIVEN_BACK_BEFORE_THE_ACCOUNT -> world.released(number(who), day(11));
            case GIVEN_BACK_LATE -> world.released(number(who), GIVEN_BACK);
            case HID_THE_ADVERTISER -> preferences.add(RowFactory.create((long) who, advertiser, "hide", day(150)));
            default -> {}
        }
    }

    private void answers(Platform platform, int who, boolean yes) {
        if (yes) {
            world.agrees(platform, who, Purpose.ADS);
        } else {
            world.refuses(platform, who, Purpose.ADS);
        }
    }

    /** Whom a row should find, or null. */
    private static Long account(Person person, int who, String op, Instant at) {
        return switch (person) {
            case MEMBER, HID_THE_ADVERTISER -> (long) who;
            case GIVEN_BACK_LATE -> op.equals("remove") || at.isBefore(GIVEN_BACK) ? (long) who : null;
            case A_NEWER_ACCOUNT -> 10_000L + who;
            default -> null;
        };
    }

    private record Text(String text, HashForm form) {}

    /** A person's hash as any advertiser's tool may write it; behind the people, a stranger's hash and what is no hash. */
    private static Text text(long seed, int i, SplittableRandom random) {
        HashForm form = random.nextInt(2) == 0 ? HashForm.E164 : HashForm.DIGITS;
        if (i == PEOPLE + 1) {
            return new Text(random.nextInt(2) == 0 ? number(who(seed, 0)) : "none", form);
        }
        String hashed = i == PEOPLE ? "+49301234" + seed : number(who(seed, i));
        byte[] digest = sha256(form == HashForm.E164 ? hashed : hashed.substring(1));
        String hex = HexFormat.of().formatHex(digest);
        String text = switch (random.nextInt(4)) {
            case 0 -> hex;
            case 1 -> hex.toUpperCase(Locale.ROOT);
            case 2 -> Base64.getEncoder().encodeToString(digest);
            default -> Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        };
        return new Text(text, form);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void send(long audience, String session, int batch, boolean last, String op, Text text, Instant at) {
        world.upload(audience, session, batch, last, op, text.text(), text.form(), at);
        uploads.add(RowFactory.create(audience, session, batch, last, op, at));
    }

    private List<String> members() {
        List<Row> matches = world.out().matches().stream()
                .map(match -> match.split(" ", -1))
                .map(cells -> RowFactory.create(
                        Long.parseLong(cells[0]),
                        cells[1],
                        Integer.parseInt(cells[2]),
                        cells[3],
                        Instant.parse(cells[4]),
                        Long.parseLong(cells[5])))
                .toList();
        var owned = AudienceRows.rows(audiences, "audience_id LONG, advertiser_id LONG, retention_days INT");
        var sessions = new OrderSessions(new AudiencePolicy(100, 1_000_000), AS_OF)
                .apply(
                        AudienceRows.rows(
                                uploads,
                                "audience_id LONG, session_id STRING, batch_seq INT, last_batch BOOLEAN, op STRING,"
                                        + " uploaded_at TIMESTAMP"),
                        owned);
        return new FindMembers()
                        .apply(
                                AudienceRows.rows(
                                        matches,
                                        "audience_id LONG, session_id STRING, batch_seq INT, op STRING, uploaded_at TIMESTAMP,"
                                                + " account_id LONG"),
                                sessions,
                                owned,
                                AudienceRows.rows(advertisers, "advertiser_id LONG, status STRING"),
                                AudienceRows.rows(
                                        preferences,
                                        "account_id LONG, advertiser_id LONG, choice STRING, at TIMESTAMP"))
                        .collectAsList()
                        .stream()
                        .map(row -> row.getLong(0) + " " + row.getLong(1))
                        .sorted()
                        .toList();
    }
}
