package org.sealedjoin.verify;

import static org.sealedjoin.testing.TinyInput.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.seal.SealWorld;

/**
 * Sixteen people of whom each but the first four is kept out of something. User n has account 100 + n; all but number 5 agreed to
 * everything on both sides.
 *
 * <p>101 to 104 are friends in a chain, and users 1 and 4 have each other in their books. 5 refused everything, 6 is a minor, 7 of
 * unknown age, 8 must not be found, 9 left the messenger; 10 gave the number for two-factor sign-in; the number of 11 was released between
 * the two verifications, that of 15 before both but after user 1 had it in the book; 101 dismissed 112, 103 blocks 112, user 2 blocks user
 * 13, and 14 stands in more books than a person's number does. 16 gave the number to a second account too, 117; user 3 wrote 2
 * down twelve years ago; 101 and 109 share nobody but 104, who is a friend of one of them only.
 *
 * <p>Beside them there are 120 users in each of two regions, without a number that can be read, who joined in September and agreed to be
 * measured.
 * <p>Three more agreed to safety alone: user 18 is banned, account 119 disabled, user 20 writes to strangers, has a number of changing hands and is reported. User 4 is
 * reported as well, by 1, 2, 3 and by 5, who refused.
 */
public final class WorldToVerify {
    public static final String AS_OF = "2016-10-15T00:00:00Z";
    /** The settings of its run. */
    public static final String[] SETTINGS = {
        "--set",
        "audience.min-people=2",
        "--set",
        "business.min-people=2",
        // Noise that is never there: what a corruption changes must not be mistaken for it.
        "--set",
        "privacy.noise-key-provider=rehearsal",
        "--set",
        "privacy.figure-epsilon=16",
        "--set",
        "privacy.asker-budget=800",
        "--set",
        // Enough for every figure: which of many questions are paid for first is the key's choice.
        "privacy.person-budget=1000",
        "--set",
        "usage.month-budget=40",
        "--set",
        "usage.min-people=10",
        "--set",
        "usage.regions=US,DE,FR",
        "--set",
        "friends.max-book-degree=2",
        "--set",
        "spark.sql.shuffle.partitions=1"
    };

    private static final int PEOPLE = 16;
    private static final int A_REGION = 120;
    private static final Set<Integer> SILENT = Set.of(5);

    private WorldToVerify() {}

    /** The number of user {@code n}. */
    public static String number(int n) {
        return "+1201555%04d".formatted(100 + n);
    }

    public static Path write(Path folder) {
        people(folder);
        graph(folder);
        audiences(folder);
        usage(folder);
        businesses(folder);
        abuse(folder);
        return folder;
    }

    /**
     * What the hundred users of a region do, see {@link #people}: three messages on a day of October's first week, and on the last days. User 20 writes to
     * strangers by the hundred; 18 did so, long ago.
     */
    private static void usage(Path folder) {
        var rows = new ArrayList<String>();
        for (int n = 0; n < 2 * A_REGION; n++) {
            for (String day : List.of("2016-10-05", "2016-10-13", "2016-10-14")) {
                rows.add((1_000 + n) + "," + day + ",3,0,1,0,0");
            }
        }
        for (int day = 1; day <= 14; day++) {
            rows.add("20,2016-10-%02d,120,10,100,90,12".formatted(day));
        }
        rows.add("4,2016-10-10,12,12,8,1,7");
        rows.add("18,2016-06-10,120,10,100,90,12");
        table(
                folder,
                "usage_daily",
                "user_id,day,messages_sent,messages_received,distinct_recipients,recipients_without_sender_in_book,recipients_who_replied",
                rows);
        table(folder, "social_activity_daily", "account_id,day", List.of());
    }

    private static void people(Path folder) {
        var users = new ArrayList<String>();
        var accounts = new ArrayList<String>();
        var phones = new ArrayList<String>();
        var consent = new ArrayList<String>();
        for (int n = 1; n <= PEOPLE; n++) {
            String born = n == 6 ? "2003-01-01" : n == 7 ? "" : "1980-01-01";
            users.add(n + "," + number(n) + ",US,2014-01-01T00:00:00Z,"
                    + (n == 15 ? "2015-01-01T00:00:00Z" : "2014-01-02T00:00:00Z") + ","
                    + (n == 9 ? "deleted" : "active"));
            accounts.add((100 + n) + ",US," + (n != 8) + "," + born + ",active,2013-01-01T00:00:00Z");
            phones.add((100 + n) + "," + number(n) + ",US," + (n == 10 ? "two_factor" : "profile") + ","
                    + (n == 11 || n == 15 ? "2015-02-01T00:00:00Z" : "2014-02-01T00:00:00Z"));
            for (String purpose : List.of("friends", "ads", "safety")) {
                String decision = SILENT.contains(n) ? "deny" : "grant";
                consent.add(said("messaging", n, purpose, decision));
                consent.add(said("social", 100 + n, purpose, decision));
            }
            consent.add(said("messaging", n, "business_messages", SILENT.contains(n) ? "deny" : "grant"));
        }
        for (int n = 0; n < 2 * A_REGION; n++) {
            long id = 1_000 + n;
            users.add(id + ",unknown," + (n % 2 == 0 ? "US" : "DE")
                    + ",2016-09-27T00:00:00Z,2016-09-27T00:00:00Z,active");
            consent.add(said("messaging", (int) id, "measurement", "grant"));
        }
        for (int n = 18; n <= 20; n++) {
            users.add(n + "," + number(n) + ",US,2014-01-01T00:00:00Z,"
                    + (n == 20 ? "2016-09-01T00:00:00Z" : "2014-01-02T00:00:00Z") + ","
                    + (n == 18 ? "banned" : "active"));
            accounts.add(
                    (100 + n) + ",US,true,1980-01-01," + (n == 19 ? "disabled" : "active") + ",2013-01-01T00:00:00Z");
            phones.add((100 + n) + "," + number(n) + ",US,profile,2016-09-02T00:00:00Z");
            consent.add(said("messaging", n, "safety", "grant"));
            consent.add(said("social", 100 + n, "safety", "grant"));
        }
        table(folder, "messaging_users", "user_id,phone,region,registered_at,phone_verified_at,status", users);
        accounts.add("117,US,true,1980-01-01,active,2013-01-01T00:00:00Z");
        consent.add(said("social", 117, "friends", "grant"));
        table(
                folder,
                "social_accounts",
                "account_id,region,discoverable_by_phone,birth_date,status,created_at",
                accounts);
        phones.add("117," + number(16) + ",US,profile,2014-02-01T00:00:00Z");
        table(folder, "account_phones", "account_id,phone,region,phone_use,verified_at", phones);
        consent(folder, consent);
        table(
                folder,
                "terms",
                "terms_version,announced_at,effective_at,objection_days,opt_in_regions",
                List.of("2016-08,2016-08-25T00:00:00Z,2016-08-25T00:00:00Z,30,\"BE,DE\""));
        table(
                folder,
                "number_releases",
                "phone,released_at",
                List.of(
                        number(11) + ",2014-06-01T00:00:00Z",
                        number(15) + ",2014-06-01T00:00:00Z",
                        number(20) + ",2016-08-01T00:00:00Z"));
    }

    private static String said(String platform, int subject, String purpose, String decision) {
        return platform + subject + purpose + "," + platform + "," + subject + "," + purpose + "," + decision
                + ",2016-08,2016-09-01T10:00:00Z,2016-09-01T10:00:01Z";
    }

    private static void consent(Path folder, List<String> rows) {
        table(
                folder,
                "consent_events",
                "event_id,platform,subject_id,purpose,decision,terms_version,occurred_at,recorded_at",
                rows);
    }

    private static void graph(Path folder) {
        table(
                folder,
                "messaging_contacts",
                "owner_user_id,contact_phone,added_at",
                List.of(
                        "1,(201) 555-0104,2015-01-01T00:00:00Z",
                        "4,+1 201 555 0101,",
                        "3," + number(2) + ",2004-01-01T00:00:00Z",
                        "8," + number(4) + ",2015-01-01T00:00:00Z",
                        "5," + number(1) + ",2015-01-01T00:00:00Z",
                        "1," + number(15) + ",2014-03-01T00:00:00Z",
                        "1," + number(14) + ",2015-01-01T00:00:00Z",
                        "2," + number(14) + ",2015-01-01T00:00:00Z",
                        "3," + number(14) + ",2015-01-01T00:00:00Z"));
        var friends = new ArrayList<String>();
        for (String pair : List.of(
                "101,102", "103,102", "103,104", "105,103", "106,102", "107,102", "108,103", "112,102", "113,103",
                "109,104")) {
            friends.add(pair + ",2013-05-01T00:00:00Z");
        }
        table(folder, "social_friendships", "account_id,friend_account_id,since", friends);
        table(
                folder,
                "suggestion_feedback",
                "account_id,suggested_account_id,outcome,at",
                List.of("101,112,dismissed,2016-10-01T00:00:00Z"));
        table(folder, "social_blocks", "account_id,blocked_account_id,blocked_at", List.of("103,112,"));
        table(folder, "messaging_blocks", "user_id,blocked_user_id,blocked_at", List.of("2,13,"));
    }

    private static void audiences(Path folder) {
        table(folder, "advertisers", "advertiser_id,name,status", List.of("1,One,active", "2,Two,suspended"));
        table(
                folder,
                "audiences",
                "audience_id,advertiser_id,name,created_at,retention_days",
                List.of(
                        "1,1,a,2015-01-01T00:00:00Z,180",
                        "2,1,b,2015-01-01T00:00:00Z,180",
                        "3,2,c,2015-01-01T00:00:00Z,180",
                        "4,1,d,2015-01-01T00:00:00Z,180"));
        table(
                folder,
                "ad_preferences",
                "account_id,advertiser_id,choice,at",
                List.of("112,1,allow,2016-09-01T00:00:00Z", "112,1,hide,2016-09-02T00:00:00Z"));
        var rows = new ArrayList<String>();
        rows.add(row(1, "s0", "add", 8, "2016-01-01T00:00:00Z"));
        for (int n : List.of(1, 2, 3, 4, 5, 10, 11, 12)) {
            rows.add(row(1, "s1", "add", n, "2016-09-01T00:00:00Z"));
        }
        rows.add("1,s1,1,true,add,not a hash,e164,2016-09-01T00:00:00Z");
        rows.add(row(1, "s2", "remove", 4, "2016-09-02T00:00:00Z"));
        rows.add(row(2, "s1", "add", 1, "2016-09-01T00:00:00Z"));
        for (int n = 1; n <= 3; n++) {
            rows.add(row(3, "s1", "add", n, "2016-09-01T00:00:00Z"));
        }
        table(
                folder,
                "audience_uploads",
                "audience_id,session_id,batch_seq,last_batch,op,hashed_phone,hash_form,uploaded_at",
                rows);
    }

    /** Owner 1 holds businesses 1 and 2. Marketing for user 1: one message is left, asked of three businesses; for user 4 none is. */
    private static void businesses(Path folder) {
        table(folder, "businesses", "business_id,owner_id,name", List.of("1,1,a", "2,1,b", "3,2,c", "4,3,d"));
        var customers = new ArrayList<String>();
        for (int n : List.of(1, 2, 3, 4, 5, 9)) {
            customers.add("1," + n + ",2016-01-01T00:00:00Z");
        }
        customers.add("2,1,2016-01-01T00:00:00Z");
        customers.add("3,1,2016-01-01T00:00:00Z");
        customers.add("3,7,2016-10-16T00:00:00Z");
        customers.add("99,1,2016-01-01T00:00:00Z");
        table(folder, "business_customers", "business_id,user_id,since", customers);
        table(
                folder,
                "business_preferences",
                "user_id,business_id,category,choice,at",
                List.of(
                        "1,,marketing,allow,2016-09-01T00:00:00Z",
                        "4,1,marketing,allow,2016-09-01T00:00:00Z",
                        "2,1,order,stop,2016-09-01T00:00:00Z",
                        "2,,all,allow,2016-09-02T00:00:00Z",
                        "3,,alert,stop,2016-10-16T00:00:00Z"));
        table(
                folder,
                "business_sends",
                "business_id,user_id,category,sent_at",
                List.of(
                        "4,1,marketing,2016-10-09T00:00:00Z",
                        "4,1,order,2016-10-09T00:00:00Z",
                        "3,4,marketing,2016-10-09T00:00:00Z",
                        "99,4,marketing,2016-10-10T00:00:00Z"));
    }

    private static String row(int audience, String session, String op, int n, String at) {
        return audience + "," + session + ",1,true," + op + "," + SealWorld.hash(number(n), HashForm.E164) + ",e164,"
                + at;
    }

    private static void abuse(Path folder) {
        table(
                folder,
                "abuse_reports",
                "platform,reporter_id,reported_id,kind,reported_at",
                List.of(
                        "messaging,1,20,spam,2016-10-12T10:00:00Z",
                        "messaging,2,20,spam,2016-10-13T10:00:00Z",
                        "social,103,120,scam,2016-10-05T10:00:00Z",
                        "messaging,1,4,other,2016-10-01T10:00:00Z",
                        "messaging,2,4,other,2016-10-02T10:00:00Z",
                        "social,103,104,other,2016-10-02T10:00:00Z",
                        "social,101,103,other,2016-10-03T10:00:00Z",
                        "messaging,5,3,other,2016-10-04T10:00:00Z"));
    }
}
