package org.sealedjoin.products.audience.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sealedjoin.app.InProcess;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.seal.SealWorld;
import org.sealedjoin.testing.TinyInput;

/**
 * One upload for each way in which a number may be nobody's for an advertiser: audience and advertiser {@code k} put in two people who are members
 * and one victim of the {@code k}-th kind, in two batches. The upload is always the same; who the victims are is not.
 */
final class AudienceWorld {
    static final String AS_OF = "2016-10-15T00:00:00Z";
    /** Of the calling code 1: all numbers of the world begin so. */
    static final String PREFIX = "201555";

    private static final String DAY_OF_BATCH_ONE = "2016-10-08T00:00:00Z";
    private static final String DAY_OF_BATCH_TWO = "2016-10-12T00:00:00Z";
    private static final String GIVEN_BACK = "2016-10-02T00:00:00Z";

    /** What the victim is. */
    enum Kind {
        UNKNOWN,
        NO_ACCOUNT,
        NO_MESSENGER,
        REFUSED_ON_MESSENGER,
        REFUSED_ON_NETWORK,
        SILENT_ON_NETWORK,
        RECYCLED_BEFORE_THE_ACCOUNT,
        RECYCLED_BEFORE_THE_UPLOAD,
        TWO_FACTOR,
        PROFILE_AND_TWO_FACTOR,
        IN_ADDRESS_BOOKS,
        MINOR,
        OF_UNKNOWN_AGE,
        WITHDREW_BETWEEN_BATCHES,
        WITHDREW_AFTER_AS_OF,
        HID_THE_ADVERTISER,
        DISABLED
    }

    /** Who the victims of a world are. */
    enum Victims {
        NOBODY,
        THEMSELVES,
        MEMBERS
    }

    private final List<String> users = new ArrayList<>();
    private final List<String> contacts = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private final List<String> phones = new ArrayList<>();
    private final List<String> consent = new ArrayList<>();
    private final List<String> releases = new ArrayList<>();
    private final List<String> advertisers = new ArrayList<>();
    private final List<String> audiences = new ArrayList<>();
    private final List<String> uploads = new ArrayList<>();
    private final List<String> preferences = new ArrayList<>();

    static void write(Path folder, Victims victims) {
        var world = new AudienceWorld();
        for (Kind kind : Kind.values()) {
            int k = kind.ordinal() + 1;
            world.member(10 * k);
            world.member(10 * k + 1);
            switch (victims) {
                case NOBODY -> {}
                case MEMBERS -> world.member(10 * k + 2);
                case THEMSELVES -> world.victim(kind, 10 * k + 2);
            }
            world.upload(k);
        }
        world.write(folder);
    }

    /** Runs a night whose noise is switched off by its width, and gives the published run's folder. */
    static Path night(Path in, Path out) throws IOException {
        InProcess.Ended ended = InProcess.tiny(
                "audiences",
                in,
                out,
                AS_OF,
                "--set",
                "audience.min-people=3",
                "--set",
                "privacy.figure-epsilon=30",
                "--set",
                "privacy.asker-budget=60",
                "--set",
                "privacy.person-budget=100");
        assertThat(ended.said()).isEmpty();
        assertThat(ended.status()).isZero();
        return out.resolve("runs")
                .resolve(Files.readString(out.resolve("CURRENT")).strip());
    }

    static String number(int who) {
        return "+1" + PREFIX + "%04d".formatted(who);
    }

    private void member(int who) {
        user(who);
        account(who, "1980-01-01", "active");
        phone(who, "profile", "2015-01-01T00:00:00Z");
        grants(who);
    }

    private void victim(Kind kind, int who) {
        boolean onMessenger = kind != Kind.UNKNOWN && kind != Kind.NO_MESSENGER && kind != Kind.IN_ADDRESS_BOOKS;
        boolean onNetwork = kind != Kind.UNKNOWN && kind != Kind.NO_ACCOUNT && kind != Kind.IN_ADDRESS_BOOKS;
        if (onMessenger) {
            user(who);
        }
        if (onNetwork) {
            account(
                    who,
                    kind == Kind.MINOR ? "1998-10-16" : kind == Kind.OF_UNKNOWN_AGE ? "" : "1980-01-01",
                    kind == Kind.DISABLED ? "disabled" : "active");
            phone(
                    who,
                    kind == Kind.TWO_FACTOR ? "two_factor" : "profile",
                    kind == Kind.RECYCLED_BEFORE_THE_ACCOUNT ? "2016-10-05T00:00:00Z" : "2015-01-01T00:00:00Z");
        }
        event(who, "messaging", kind == Kind.REFUSED_ON_MESSENGER ? "deny" : "grant", "2016-09-01T10:00:00Z");
        if (kind != Kind.SILENT_ON_NETWORK) {
            event(who, "social", kind == Kind.REFUSED_ON_NETWORK ? "deny" : "grant", "2016-09-01T10:00:00Z");
        }
        switch (kind) {
            case RECYCLED_BEFORE_THE_ACCOUNT, RECYCLED_BEFORE_THE_UPLOAD ->
                releases.add(number(who) + "," + GIVEN_BACK);
            case PROFILE_AND_TWO_FACTOR -> phone(who, "two_factor", "2015-01-01T00:00:00Z");
            case IN_ADDRESS_BOOKS -> contacts.add(10 + "," + number(who) + ",2015-01-01T00:00:00Z");
            case WITHDREW_BETWEEN_BATCHES -> event(who, "social", "deny", "2016-10-10T00:00:00Z");
            case WITHDREW_AFTER_AS_OF -> event(who, "messaging", "deny", "2016-10-20T00:00:00Z");
            case HID_THE_ADVERTISER -> preferences.add(who + "," + (kind.ordinal() + 1) + ",hide,2016-10-09T00:00:00Z");
            default -> {}
        }
    }

    private void user(int who) {
        users.add(who + "," + number(who) + ",US,2014-01-01T00:00:00Z,2014-01-02T00:00:00Z,active");
    }

    private void account(int who, String born, String status) {
        accounts.add(who + ",US,true," + born + "," + status + ",2013-01-01T00:00:00Z");
    }

    private void phone(int who, String use, String verified) {
        phones.add(who + "," + number(who) + ",US," + use + "," + verified);
    }

    private void grants(int who) {
        event(who, "messaging", "grant", "2016-09-01T10:00:00Z");
        event(who, "social", "grant", "2016-09-01T10:00:00Z");
    }

    private void event(int who, String platform, String decision, String at) {
        consent.add(platform + who + decision + at + "," + platform + "," + who + ",ads," + decision + ",2016-08," + at
                + "," + at);
    }

    private void upload(int k) {
        advertisers.add(k + ",A,active");
        audiences.add(k + "," + k + ",L,2016-10-01T00:00:00Z,60");
        row(k, 1, 10 * k, DAY_OF_BATCH_ONE);
        row(k, 1, 10 * k + 2, DAY_OF_BATCH_ONE);
        row(k, 2, 10 * k + 1, DAY_OF_BATCH_TWO);
    }

    private void row(int audience, int batch, int who, String at) {
        uploads.add(audience + ",s," + batch + "," + (batch == 2) + ",add," + SealWorld.hash(number(who), HashForm.E164)
                + ",e164," + at);
    }

    private void write(Path folder) {
        contacts.add("10,+1 201 555 9999,2015-01-01T00:00:00Z");
        releases.add("+1 201 555 9998," + GIVEN_BACK);
        preferences.add("10,999,hide,2016-10-09T00:00:00Z");
        table(folder, "messaging_users", "user_id,phone,region,registered_at,phone_verified_at,status", users);
        table(folder, "messaging_contacts", "owner_user_id,contact_phone,added_at", contacts);
        table(
                folder,
                "social_accounts",
                "account_id,region,discoverable_by_phone,birth_date,status,created_at",
                accounts);
        table(folder, "account_phones", "account_id,phone,region,phone_use,verified_at", phones);
        table(folder, "social_friendships", "account_id,friend_account_id,since", List.of("10,11,"));
        table(
                folder,
                "consent_events",
                "event_id,platform,subject_id,purpose,decision,terms_version,occurred_at,recorded_at",
                consent);
        table(
                folder,
                "terms",
                "terms_version,announced_at,effective_at,objection_days,opt_in_regions",
                List.of("2016-08,2016-08-25T00:00:00Z,2016-08-25T00:00:00Z,30,DE"));
        table(folder, "number_releases", "phone,released_at", releases);
        table(folder, "advertisers", "advertiser_id,name,status", advertisers);
        table(folder, "audiences", "audience_id,advertiser_id,name,created_at,retention_days", audiences);
        table(
                folder,
                "audience_uploads",
                "audience_id,session_id,batch_seq,last_batch,op,hashed_phone,hash_form,uploaded_at",
                uploads);
        table(folder, "ad_preferences", "account_id,advertiser_id,choice,at", preferences);
    }

    private static void table(Path folder, String name, String header, List<String> rows) {
        TinyInput.table(folder, name, header, rows);
    }
}
