package org.sealedjoin.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The smallest input that links people: users 1 to 4 are accounts 101 to 104, all adults who said yes to friends and ads. Friends in a
 * chain: 101 - 102 - 103 - 104; the address books of users 1 and 4 hold each other. Only the tables that every run needs.
 */
public final class TinyInput {
    /** An instant at which everybody in the tables is linked and agreed. */
    public static final String AS_OF = "2016-10-15T00:00:00Z";

    private TinyInput() {}

    /** Writes the tables as CSV below {@code folder}, which is made if need be, and gives it back. */
    public static Path write(Path folder) {
        var users = new ArrayList<String>();
        var accounts = new ArrayList<String>();
        var phones = new ArrayList<String>();
        var consent = new ArrayList<String>();
        for (int i = 1; i <= 4; i++) {
            users.add(i + ",+1201555010" + i + ",US,2014-01-01T00:00:00Z,2014-01-02T00:00:00Z,active");
            accounts.add("10" + i + ",US,true,1980-01-0" + i + ",active,2013-01-01T00:00:00Z");
            phones.add("10" + i + ",+1201555010" + i + ",US,profile,2014-02-01T00:00:00Z");
            for (String purpose : List.of("friends", "ads")) {
                consent.add(yes("messaging", i, purpose));
                consent.add(yes("social", 100 + i, purpose));
            }
        }
        table(folder, "messaging_users", "user_id,phone,region,registered_at,phone_verified_at,status", users);
        table(
                folder,
                "messaging_contacts",
                "owner_user_id,contact_phone,added_at",
                List.of("1,(201) 555-0104,2015-01-01T00:00:00Z", "4,+1 201 555 0101,"));
        table(
                folder,
                "social_accounts",
                "account_id,region,discoverable_by_phone,birth_date,status,created_at",
                accounts);
        table(folder, "account_phones", "account_id,phone,region,phone_use,verified_at", phones);
        table(
                folder,
                "social_friendships",
                "account_id,friend_account_id,since",
                List.of("101,102,2013-05-01T00:00:00Z", "103,102,", "103,104,2013-05-03T00:00:00Z"));
        table(
                folder,
                "consent_events",
                "event_id,platform,subject_id,purpose,decision,terms_version,occurred_at,recorded_at",
                consent);
        table(
                folder,
                "terms",
                "terms_version,announced_at,effective_at,objection_days,opt_in_regions",
                List.of("2016-08,2016-08-25T00:00:00Z,2016-08-25T00:00:00Z,30,\"BE,DE\""));
        return folder;
    }

    private static String yes(String platform, int subject, String purpose) {
        return platform + subject + purpose + "," + platform + "," + subject + "," + purpose
                + ",grant,2016-08,2016-09-01T10:00:00Z,2016-09-01T10:00:01Z";
    }

    /** Writes a table's only file anew, {@code part-0.csv}. */
    public static void table(Path folder, String table, String header, List<String> rows) {
        var lines = new ArrayList<String>();
        lines.add(header);
        lines.addAll(rows);
        file(folder.resolve(table).resolve("part-0.csv"), String.join("\n", lines) + "\n");
    }

    /** Writes a file with its folder. */
    public static void file(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
