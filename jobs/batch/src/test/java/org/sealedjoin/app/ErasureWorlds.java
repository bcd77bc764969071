package org.sealedjoin.app;

import static org.sealedjoin.testing.TinyInput.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.seal.SealWorld;

/**
 * Many small worlds in one input, none of which touches another: ids of world {@code w} are those from {@code 1000 w}. Each has eight people who
 * know, block, report and write to each other at random, an advertiser with an audience of all of them, and two businesses.
 *
 * <p>User {@code n} is account {@code 100 + n}. The number of 7 was that of 8 until August, and each has an account from their own time; 8 writes
 * to strangers. In each world one person is erased: anybody, on one of the two platforms; in every third world one of these two.
 */
final class ErasureWorlds {
    static final String AS_OF = "2016-10-15T00:00:00Z";
    static final long IDS = 1000;

    private static final int PEOPLE = 8;

    private final Map<String, List<String>> rows = new LinkedHashMap<>();
    private final Set<ErasePeople.Person> erased = new LinkedHashSet<>();

    private ErasureWorlds() {}

    /** As many worlds, each from its number. */
    static ErasureWorlds of(int worlds) {
        var all = new ErasureWorlds();
        for (int world = 1; world <= worlds; world++) {
            all.add(world, new Random(world));
        }
        return all;
    }

    /** Who is erased: one person a world, in their order. */
    Set<ErasePeople.Person> erased() {
        return erased;
    }

    /** What they would have said instead: no to everything. */
    List<String> denials(String at) {
        var denials = new ArrayList<String>();
        for (ErasePeople.Person person : erased) {
            for (Purpose purpose : Purpose.values()) {
                String who = person.platform().word() + "," + person.id() + "," + purpose.word();
                denials.add("no-" + who.replace(',', '-') + "," + who + ",deny,," + at + "," + at);
            }
        }
        return denials;
    }

    Path write(Path folder) {
        List<String> terms = List.of("2016-08,2016-08-25T00:00:00Z,2016-08-25T00:00:00Z,30,\"BE,DE\"");
        table(folder, "terms", "terms_version,announced_at,effective_at,objection_days,opt_in_regions", terms);
        HEADS.forEach((name, head) -> table(folder, name, head, rows.getOrDefault(name, List.of())));
        return folder;
    }

    /** The same with more rows in one table. */
    Path write(Path folder, String name, List<String> more) {
        rows.get(name).addAll(more);
        return write(folder);
    }

    private static final Map<String, String> HEADS = Map.ofEntries(
            Map.entry("messaging_users", "user_id,phone,region,registered_at,phone_verified_at,status"),
            Map.entry("messaging_contacts", "owner_user_id,contact_phone,added_at"),
            Map.entry("messaging_blocks", "user_id,blocked_user_id,blocked_at"),
            Map.entry("social_accounts", "account_id,region,discoverable_by_phone,birth_date,status,created_at"),
            Map.entry("account_phones", "account_id,phone,region,phone_use,verified_at"),
            Map.entry("social_friendships", "account_id,friend_account_id,since"),
            Map.entry("social_blocks", "account_id,blocked_account_id,blocked_at"),
            Map.entry("suggestion_feedback", "account_id,suggested_account_id,outcome,at"),
            Map.entry(
                    "consent_events",
                    "event_id,platform,subject_id,purpose,decision,terms_version,occurred_at,recorded_at"),
            Map.entry("number_releases", "phone,released_at"),
            Map.entry("advertisers", "advertiser_id,name,status"),
            Map.entry("audiences", "audience_id,advertiser_id,name,created_at,retention_days"),
            Map.entry(
                    "audience_uploads",
                    "audience_id,session_id,batch_seq,last_batch,op,hashed_phone,hash_form,uploaded_at"),
            Map.entry(
                    "usage_daily",
                    "user_id,day,messages_sent,messages_received,distinct_recipients,recipients_without_sender_in_book,recipients_who_replied"),
            Map.entry("abuse_reports", "platform,reporter_id,reported_id,kind,reported_at"),
            Map.entry("businesses", "business_id,owner_id,name"),
            Map.entry("business_customers", "business_id,user_id,since"),
            Map.entry("business_preferences", "user_id,business_id,category,choice,at"),
            Map.entry("business_sends", "business_id,user_id,category,sent_at"));

    private void row(String table, Object... values) {
        rows.computeIfAbsent(table, none -> new ArrayList<>())
                .add(String.join(
                        ",",
                        java.util.Arrays.stream(values).map(String::valueOf).toList()));
    }

    private void add(int world, Random random) {
        long first = IDS * world;
        for (int n = 1; n <= PEOPLE; n++) {
            person(world, n, random);
        }
        row("number_releases", number(world, 7), "2016-08-01T00:00:00Z");
        for (int n = 1; n <= PEOPLE; n++) {
            for (int other = 1; other <= PEOPLE; other++) {
                if (n != other) {
                    pair(first + n, first + other, number(world, other), random);
                }
            }
        }
        sell(world, random);
        long subject = first + (world % 3 == 0 ? 7 + random.nextInt(2) : 1 + random.nextInt(PEOPLE));
        erased.add(
                random.nextBoolean()
                        ? new ErasePeople.Person(Platform.MESSAGING, subject)
                        : new ErasePeople.Person(Platform.SOCIAL, subject + 100));
    }

    private void person(int world, int n, Random random) {
        long user = IDS * world + n;
        boolean late = n == 7;
        String number = number(world, n == 8 ? 7 : n);
        row(
                "messaging_users",
                user,
                number,
                "GB",
                "2013-01-01T00:00:00Z",
                late ? "2016-09-01T00:00:00Z" : "2013-02-01T00:00:00Z",
                random.nextInt(12) == 0 ? "banned" : "active");
        row("social_accounts", user + 100, "GB", true, "1980-01-01", "active", "2013-01-01T00:00:00Z");
        row(
                "account_phones",
                user + 100,
                number,
                "GB",
                "profile",
                late ? "2016-09-02T00:00:00Z" : "2013-03-01T00:00:00Z");
        for (Purpose purpose : Purpose.values()) {
            say(Platform.MESSAGING, user, purpose, random);
            say(Platform.SOCIAL, user + 100, purpose, random);
        }
        for (int day = 1; day <= 14; day++) {
            int sent = n == 8 ? 120 : random.nextInt(9);
            row("usage_daily", user, "2016-10-%02d".formatted(day), sent, 3, sent * 5 / 6, sent * 3 / 4, sent / 10);
        }
    }

    private void say(Platform platform, long id, Purpose purpose, Random random) {
        String who = platform.word() + "," + id + "," + purpose.word();
        String decision = random.nextInt(15) == 0 ? "deny" : "grant";
        row(
                "consent_events",
                who.replace(',', '-'),
                who,
                decision,
                "2016-08",
                "2016-09-01T10:00:00Z",
                "2016-09-01T10:00:01Z");
    }

    private void pair(long one, long other, String number, Random random) {
        if (random.nextInt(100) < 40) {
            row("messaging_contacts", one, number, "2015-01-01T00:00:00Z");
        }
        if (one < other && random.nextInt(100) < 35) {
            row("social_friendships", one + 100, other + 100, "2014-05-01T00:00:00Z");
        }
        if (random.nextInt(100) < 4) {
            row("messaging_blocks", one, other, "2016-01-01T00:00:00Z");
        }
        if (random.nextInt(100) < 4) {
            row("social_blocks", one + 100, other + 100, "2016-01-01T00:00:00Z");
        }
        if (random.nextInt(100) < 8) {
            row(
                    "suggestion_feedback",
                    one + 100,
                    other + 100,
                    random.nextBoolean() ? "shown" : "dismissed",
                    "2016-10-01T00:00:00Z");
        }
        if (random.nextInt(100) < (other % IDS > 5 ? 40 : 5)) {
            boolean messaging = random.nextBoolean();
            row(
                    "abuse_reports",
                    messaging ? "messaging" : "social",
                    messaging ? one : one + 100,
                    messaging ? other : other + 100,
                    "spam",
                    "2016-10-%02dT10:00:00Z".formatted(1 + random.nextInt(13)));
        }
    }

    private void sell(int world, Random random) {
        long first = IDS * world + 1;
        row("advertisers", first, "A", "active");
        row("audiences", first, first, "a", "2015-01-01T00:00:00Z", 180);
        for (int n = 1; n <= PEOPLE; n++) {
            if (n != 8) {
                String hash = SealWorld.hash(number(world, n), HashForm.E164);
                row("audience_uploads", first, "s1", 1, true, "add", hash, "e164", "2016-09-01T00:00:00Z");
            }
        }
        for (long business = first; business <= first + 1; business++) {
            row("businesses", business, business, "b");
            for (int n = 1; n <= PEOPLE; n++) {
                long user = IDS * world + n;
                row("business_customers", business, user, "2016-01-01T00:00:00Z");
                if (random.nextInt(100) < 50) {
                    row("business_preferences", user, business, "marketing", "allow", "2016-09-01T00:00:00Z");
                }
                if (random.nextInt(100) < 20) {
                    row("business_preferences", user, business, "order", "stop", "2016-09-01T00:00:00Z");
                }
                if (random.nextInt(100) < 30) {
                    row(
                            "business_sends",
                            business,
                            user,
                            "marketing",
                            "2016-10-%02dT00:00:00Z".formatted(7 + random.nextInt(7)));
                }
            }
        }
    }

    /** One of a thousand numbers that are reserved for fiction. */
    private static String number(int world, int n) {
        return "+447700900%03d".formatted((world * 9 + n) % 1000);
    }
}
