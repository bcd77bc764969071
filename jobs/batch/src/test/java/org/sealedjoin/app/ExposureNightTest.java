package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealedjoin.testing.TinyInput.table;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.products.friends.SafetyRule;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/**
 * Harms that rules at the seal prevent, through the stages of a night: clients of a practice shown to one another, and the two lives of one
 * person joined. Each rule is left out once; then the harm is there.
 */
@Tag("nights")
class ExposureNightTest {
    private static final Instant AS_OF = Instant.parse(TinyInput.AS_OF);
    private static final int PEOPLE = 9;

    @TempDir
    Path folder;

    @AfterEach
    void giveBack() {
        FlowGuard.of(LocalSpark.session()).forget(folder.toString());
    }

    @Test
    void suggest_clientsOfAPracticeAndTwoLivesOfOnePerson_areNotShownToOneAnother() {
        write();
        Set<String> clients = Set.of("103 sees 104", "106 sees 105");
        Set<String> lives = Set.of("107 sees 108", "108 sees 107");
        Settings settings =
                Settings.read(null, List.of("friends.max-book-degree=3", "privacy.noise-key-provider=rehearsal"));

        assertThat(seen(settings)).doesNotContainAnyElementsOf(clients).doesNotContainAnyElementsOf(lives);
        assertThat(seen(settings.without(SafetyRule.HUB_CUT)))
                .as("without hubs cut")
                .containsAll(clients)
                .doesNotContainAnyElementsOf(lives);
        assertThat(seen(settings.without(SafetyRule.PERSONAS)))
                .as("without a look at numbers that two accounts give")
                .containsAll(lives)
                .doesNotContainAnyElementsOf(clients);
    }

    private Set<String> seen(Settings settings) {
        SparkSession spark = OpenSession.open("test", settings);
        try (var output = TemporaryFolder.of("test")) {
            var progress = new Progress(new PrintStream(OutputStream.nullOutputStream()), Clock.systemUTC());
            var nightly = new Nightly(
                    spark, settings, AS_OF, AS_OF, EnumSet.of(Product.FRIENDS), progress, new SecureRandom());
            String run = nightly.runToMeasure(folder.toString(), output).folder();
            return spark.read().parquet(run + "/" + Outputs.FRIEND_SUGGESTIONS.folder()).collectAsList().stream()
                    .map(row -> row.getLong(0) + " sees " + row.getLong(1))
                    .collect(Collectors.toSet());
        }
    }

    /**
     * Users 1 and 2 are the two lines of a practice, 3 to 6 its clients; each of the six has the numbers of those whom they know. Accounts 107
     * and 108 are one person's, who gives the same number to both; 109 is a friend of both.
     */
    private void write() {
        TinyInput.write(folder);
        var users = new ArrayList<String>();
        var accounts = new ArrayList<String>();
        var phones = new ArrayList<String>();
        var consent = new ArrayList<String>();
        for (int i = 1; i <= PEOPLE; i++) {
            users.add(i + ",+1201555010" + i + ",US,2014-01-01T00:00:00Z,2014-01-02T00:00:00Z,active");
            accounts.add("10" + i + ",US,true,1980-01-0" + i + ",active,2013-01-01T00:00:00Z");
            phones.add("10" + i + ",+1201555010" + (i == 8 ? 7 : i) + ",US,profile,2014-02-01T00:00:00Z");
            consent.add(yes("messaging", i));
            consent.add(yes("social", 100 + i));
        }
        var entries = new ArrayList<String>();
        for (int line = 1; line <= 2; line++) {
            for (int client = 3; client <= 6; client++) {
                entries.add(line + ",+1201555010" + client + ",2015-01-01T00:00:00Z");
                entries.add(client + ",+1201555010" + line + ",2015-01-01T00:00:00Z");
            }
        }
        table(folder, "messaging_users", "user_id,phone,region,registered_at,phone_verified_at,status", users);
        table(folder, "messaging_contacts", "owner_user_id,contact_phone,added_at", entries);
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
                List.of("107,109,2013-05-01T00:00:00Z", "109,108,2013-05-01T00:00:00Z"));
        table(
                folder,
                "consent_events",
                "event_id,platform,subject_id,purpose,decision,terms_version,occurred_at,recorded_at",
                consent);
    }

    private static String yes(String platform, int subject) {
        return platform + subject + "," + platform + "," + subject
                + ",friends,grant,2016-08,2016-09-01T10:00:00Z,2016-09-01T10:00:01Z";
    }
}
