package org.sealedjoin.canary;

import static org.sealedjoin.testing.TinyInput.table;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/**
 * Input tables with planted numbers in every column that holds numbers, in many written forms: of people who agreed, refused, said
 * nothing, left, sign in with it, gave it back; of people on neither platform; rejected by the normalizer and by the row check.
 */
public final class CanaryInput {
    static final String AS_OF = TinyInput.AS_OF;

    private static final PlantedNumber AGREED_US = PlantedNumber.of(
            "agreed US",
            "1",
            "2018846273",
            "+1 (201) 884-6273",
            "(201) 884-6273",
            "201.884.6273",
            "tel:+1-201-884-6273");
    private static final PlantedNumber AGREED_GB =
            PlantedNumber.of("agreed GB", "44", "7911482635", "07911 482635", "+44 7911 482635", "0044 7911 482 635");
    private static final PlantedNumber OPT_IN_DE =
            PlantedNumber.of("agreed DE", "49", "15183746205", "+49 1518 3746205", "0151/83746205");
    private static final PlantedNumber REFUSED_IN =
            PlantedNumber.of("refused IN", "91", "9845736281", "+919845736281", "098457 36281");
    private static final PlantedNumber SILENT_FR =
            PlantedNumber.of("silent FR", "33", "647382915", "06 47 38 29 15", "+33 6 47 38 29 15");
    private static final PlantedNumber DELETED_SE =
            PlantedNumber.of("deleted SE", "46", "738264915", "+46 73-826 49 15", "073-826 49 15");
    private static final PlantedNumber RELEASED_MX =
            PlantedNumber.of("released MX", "52", "5583746192", "+52 55 8374 6192", "+52 1 55 8374 6192");
    private static final PlantedNumber UPLOADED_NL =
            PlantedNumber.of("uploaded NL", "31", "683749265", "+31 6 83749265", "06-83749265");
    private static final PlantedNumber TWO_FACTOR_BR =
            PlantedNumber.of("two-factor BR", "55", "11983746251", "+55 11 98374-6251", "(11) 98374-6251");
    private static final PlantedNumber BAD_ROW_NG =
            PlantedNumber.of("rejected row NG", "234", "8037462951", "+234 803 746 2951");
    private static final PlantedNumber NOBODY_IT =
            PlantedNumber.of("on neither platform IT", "39", "3478261937", "+39 347 826 1937");
    private static final PlantedNumber FULL_WIDTH_JP =
            PlantedNumber.of("full-width JP", "81", "9083746152", "＋８１９０８３７４６１５２", "+81 90-8374-6152");
    private static final PlantedNumber UNNORMALIZABLE_DK =
            PlantedNumber.of("unnormalizable DK", "45", "73918462", "call +45 73 91 84 62 x", "call+4573918462x");
    private static final PlantedNumber CUSTOMER_ES =
            PlantedNumber.of("advertiser's customer ES", "34", "683749152", "+34683749152", "683 74 91 52");

    public static final List<PlantedNumber> NUMBERS = List.of(
            AGREED_US,
            AGREED_GB,
            OPT_IN_DE,
            REFUSED_IN,
            SILENT_FR,
            DELETED_SE,
            RELEASED_MX,
            UPLOADED_NL,
            TWO_FACTOR_BR,
            BAD_ROW_NG,
            NOBODY_IT,
            FULL_WIDTH_JP,
            UNNORMALIZABLE_DK,
            CUSTOMER_ES);

    /** People of one platform or both, user i being account 100 + i. */
    private static final List<PlantedNumber> PEOPLE = List.of(
            AGREED_US,
            AGREED_GB,
            OPT_IN_DE,
            REFUSED_IN,
            SILENT_FR,
            DELETED_SE,
            RELEASED_MX,
            UPLOADED_NL,
            TWO_FACTOR_BR,
            BAD_ROW_NG);

    private static final Set<PlantedNumber> NO_YES = Set.of(REFUSED_IN, SILENT_FR);
    private static final int FILLERS = 60;

    private CanaryInput() {}

    /** Writes every table, those named in {@code asParquet} as Parquet and the others as CSV. */
    public static void write(Path folder, Set<Table> asParquet) {
        writeUsers(folder);
        writeContacts(folder);
        writeAccounts(folder);
        writeConsent(folder);
        writeAdvertisers(folder);
        table(
                folder,
                "number_releases",
                "phone,released_at",
                List.of(
                        RELEASED_MX.typed().get(1) + ",2014-01-01T00:00:00Z",
                        NOBODY_IT.typed().get(0) + ",2015-01-01T00:00:00Z",
                        UNNORMALIZABLE_DK.typed().get(0) + ",2015-01-01T00:00:00Z"));
        for (Table table : asParquet) {
            toParquet(folder.resolve(table.name()), table);
        }
    }

    private static void writeUsers(Path folder) {
        var rows = new ArrayList<String>();
        for (int i = 0; i < PEOPLE.size(); i++) {
            PlantedNumber number = PEOPLE.get(i);
            String status = number.equals(DELETED_SE) ? "deleted" : number.equals(BAD_ROW_NG) ? "unheard-of" : "active";
            rows.add((i + 1) + "," + number.typed().get(0) + "," + region(number)
                    + ",2014-01-01T00:00:00Z,2014-01-02T00:00:00Z," + status);
        }
        for (int i = 0; i < FILLERS; i++) {
            rows.add((1000 + i) + "," + filler(i) + ",US,2014-01-01T00:00:00Z,2014-01-02T00:00:00Z,active");
        }
        table(folder, "messaging_users", "user_id,phone,region,registered_at,phone_verified_at,status", rows);
    }

    private static void writeContacts(Path folder) {
        var rows = new ArrayList<String>();
        for (int owner = 1; owner <= PEOPLE.size(); owner++) {
            for (PlantedNumber number : NUMBERS) {
                for (String typed : number.typed()) {
                    rows.add(owner + "," + typed + ",2015-01-01T00:00:00Z");
                }
                rows.add(owner + "," + number.e164() + ",");
            }
        }
        for (int i = 0; i < FILLERS; i++) {
            for (int next = 1; next <= 4; next++) {
                rows.add((1000 + i) + "," + filler((i + next * next) % FILLERS) + ",");
            }
        }
        rows.add("3,,");
        table(folder, "messaging_contacts", "owner_user_id,contact_phone,added_at", rows);
    }

    private static void writeAccounts(Path folder) {
        var accounts = new ArrayList<String>();
        var phones = new ArrayList<String>();
        var friends = new ArrayList<String>();
        for (int i = 0; i < PEOPLE.size(); i++) {
            PlantedNumber number = PEOPLE.get(i);
            List<String> typed = number.typed();
            accounts.add((101 + i) + "," + region(number) + ",true,1980-01-01,active,2013-01-01T00:00:00Z");
            phones.add((101 + i) + "," + typed.get(typed.size() - 1) + "," + region(number) + ","
                    + (number.equals(TWO_FACTOR_BR) ? "two_factor" : "profile") + ",2014-02-01T00:00:00Z");
            friends.add((101 + i) + "," + (102 + i) + ",2013-05-01T00:00:00Z");
        }
        phones.add("101," + UNNORMALIZABLE_DK.typed().get(1) + ",DK,profile,");
        for (int i = 0; i < FILLERS; i++) {
            accounts.add((100_000 + i) + ",US,true,1980-01-01,active,2013-01-01T00:00:00Z");
            phones.add((100_000 + i) + "," + filler(i) + ",US,profile,2014-02-01T00:00:00Z");
            friends.add((100_000 + i) + "," + (100_000 + (i + 1) % FILLERS) + ",");
        }
        table(
                folder,
                "social_accounts",
                "account_id,region,discoverable_by_phone,birth_date,status,created_at",
                accounts);
        table(folder, "account_phones", "account_id,phone,region,phone_use,verified_at", phones);
        table(folder, "social_friendships", "account_id,friend_account_id,since", friends);
    }

    private static void writeConsent(Path folder) {
        var rows = new ArrayList<String>();
        for (int i = 0; i < PEOPLE.size(); i++) {
            if (!NO_YES.contains(PEOPLE.get(i))) {
                decide(rows, i + 1, 101 + i, "grant");
            }
        }
        decide(rows, PEOPLE.indexOf(REFUSED_IN) + 1, 101 + PEOPLE.indexOf(REFUSED_IN), "deny");
        for (int i = 0; i < FILLERS; i++) {
            decide(rows, 1000 + i, 100_000 + i, "grant");
        }
        table(
                folder,
                "consent_events",
                "event_id,platform,subject_id,purpose,decision,terms_version,occurred_at,recorded_at",
                rows);
        table(
                folder,
                "terms",
                "terms_version,announced_at,effective_at,objection_days,opt_in_regions",
                List.of("2016-08,2016-08-25T00:00:00Z,2016-08-25T00:00:00Z,30,\"BE,DE\""));
    }

    private static void decide(List<String> rows, int user, int account, String decision) {
        for (String purpose : List.of("friends", "ads")) {
            String rest = "," + purpose + "," + decision + ",2016-08,2016-09-01T10:00:00Z,2016-09-01T10:00:01Z";
            rows.add("m" + user + purpose + ",messaging," + user + rest);
            rows.add("s" + account + purpose + ",social," + account + rest);
        }
    }

    private static void writeAdvertisers(Path folder) {
        table(folder, "advertisers", "advertiser_id,name,status", List.of("1,Shoes,active"));
        table(
                folder,
                "audiences",
                "audience_id,advertiser_id,name,created_at,retention_days",
                List.of("1,1,Buyers,2016-09-01T00:00:00Z,180"));
        var hashes = new ArrayList<String>();
        for (PlantedNumber number : NUMBERS) {
            hashes.add(sha256(number.e164()) + ",e164");
            hashes.add(sha256(number.digits()) + ",digits");
            hashes.add(
                    HexFormat.of().withUpperCase().formatHex(HexFormat.of().parseHex(sha256(number.e164()))) + ",e164");
        }
        // An advertiser who forgot to hash.
        hashes.add(CUSTOMER_ES.e164() + ",e164");
        hashes.add(UPLOADED_NL.digits() + ",digits");
        for (int i = 0; i < FILLERS; i++) {
            hashes.add(sha256(filler(i)) + ",e164");
        }
        var rows = new ArrayList<String>();
        for (int i = 0; i < hashes.size(); i++) {
            rows.add("1,s1," + (1 + i / 100) + "," + (i / 100 == (hashes.size() - 1) / 100) + ",add," + hashes.get(i)
                    + ",2016-09-02T00:00:00Z");
        }
        table(
                folder,
                "audience_uploads",
                "audience_id,session_id,batch_seq,last_batch,op,hashed_phone,hash_form,uploaded_at",
                rows);
    }

    /** Replaces a table's CSV by Parquet with the declared types, in two files. */
    private static void toParquet(Path folder, Table table) {
        Dataset<Row> rows = LocalSpark.session()
                .read()
                .schema(table.schema())
                .option("header", true)
                .csv(folder.toString());
        Path parquet = folder.resolveSibling(folder.getFileName() + ".parquet");
        rows.repartition(2).write().parquet(parquet.toString());
        folder.resolve("part-0.csv").toFile().delete();
        folder.toFile().delete();
        if (!parquet.toFile().renameTo(folder.toFile())) {
            throw new IllegalStateException("Cannot put " + table.name() + " in its place");
        }
    }

    public static Set<Table> withNumbers() {
        return Set.of(
                Inputs.MESSAGING_USERS,
                Inputs.MESSAGING_CONTACTS,
                Inputs.ACCOUNT_PHONES,
                Inputs.NUMBER_RELEASES,
                Inputs.AUDIENCE_UPLOADS);
    }

    private static String region(PlantedNumber number) {
        return number.role().substring(number.role().length() - 2);
    }

    private static String filler(int i) {
        return "+1650253" + (4000 + i);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
