package org.sealedjoin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.testing.LocalSpark;

/** The committed samples: still what the generator makes, harmless, and with at least one of every case that was promised. */
class SamplesTest {
    private static final Path SAMPLES =
            Path.of(System.getProperty("project.root", "../..")).resolve("data-samples");

    /** The spec that data-samples/README.md names. */
    private static final GenerationSpec SPEC = new GenerationSpec(
            1_000, 12_000, GenerationSpec.Forms.MIXED, GenerationSpec.Numbers.FICTION, GenerationSpec.Format.CSV, 2016);

    /** The reserved ranges as data-samples/README.md lists them, written a second time on purpose. */
    private static final Pattern FICTION = Pattern.compile("\\+1[2-9]\\d{2}55501\\d{2}"
            + "|\\+44(11[34678]4960|1[2-6]14960|1914980|2079460|2920180)\\d{3}"
            + "|\\+33(19900|26191|35301|46571|53649)\\d{4}"
            + "|\\+49(3023125|6990009|4066969|8999998|2214710)\\d{3}|\\+49(17139200|176040690)\\d{2}"
            + "|\\+46(70174060[5-9]|7017406[1-9]\\d|3139006\\d{2}|4062804\\d{2}|8465004\\d{2}|9803192\\d{2})"
            + "|\\+61[2378](5550|7010)\\d{4}");

    @BeforeAll
    static void openTables() {
        // A hundred tiny queries: compiling each would take far longer than running it.
        LocalSpark.session().conf().set("spark.sql.codegen.wholeStage", "false");
        for (Table table : Inputs.all()) {
            LocalSpark.session()
                    .read()
                    .option("header", "true")
                    .csv(SAMPLES.resolve(table.name()).toString())
                    .cache()
                    .createOrReplaceTempView(table.name());
        }
    }

    @AfterAll
    static void compileAgain() {
        LocalSpark.session().conf().unset("spark.sql.codegen.wholeStage");
    }

    @Test
    void samples_generatedAgain_areTheSame(@TempDir Path folder) throws IOException {
        new GenerateTables().write(LocalSpark.session(), SPEC, folder.toString());
        for (Table table : Inputs.all()) {
            assertThat(lines(SAMPLES.resolve(table.name())))
                    .as(table.name())
                    .isEqualTo(lines(folder.resolve(table.name())));
        }
        assertThat(lines(SAMPLES.resolve(GenerateTables.HELD_OUT)))
                .isEqualTo(lines(folder.resolve(GenerateTables.HELD_OUT)));
        assertThat(lines(SAMPLES.resolve(GenerateTables.LABELS)))
                .isEqualTo(lines(folder.resolve(GenerateTables.LABELS)));
        assertThat(SAMPLES.resolve(GenerateTables.NOTE)).hasSameTextualContentAs(folder.resolve(GenerateTables.NOTE));
    }

    @Test
    void samples_together_areAtMostTwoMegabytes() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum())
                    .isLessThanOrEqualTo(2_000_000);
        }
    }

    @Test
    void numbers_ofEveryTable_lieInRangesKeptForFiction() {
        List<Row> numbers = rows("""
                select phone, region from messaging_users where phone is not null
                union all select phone, region from account_phones
                union all select phone, 'ZZ' from number_releases
                union all select hashed_phone, 'ZZ' from audience_uploads where hashed_phone like '+%'
                union all select contact_phone, region from messaging_contacts join messaging_users
                  on user_id = owner_user_id where contact_phone is not null""");
        assertThat(numbers).hasSizeGreaterThan(13_000);
        var outside = new ArrayList<String>();
        int readable = 0;
        for (Row row : numbers) {
            String number = e164(row.getString(0), row.getString(1));
            // Shorter ones are the malformed entries: nobody has a number of four digits.
            if (number.length() > 7) {
                readable++;
                if (!FICTION.matcher(number).matches()) {
                    outside.add(row.getString(0));
                }
            }
        }
        assertThat(outside).isEmpty();
        assertThat(readable).isGreaterThan(13_000);
    }

    static List<Table> inputs() {
        return Inputs.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void badRows_ofTable_areBelowOnePercentAndNoneWherePeopleAreProtected(Table table) {
        String bad = String.join(
                " or ",
                table.columns().stream()
                        .filter(DeclaredColumn::required)
                        .map(SamplesTest::isBad)
                        .toList());
        long count = count("select count(*) from " + table.name() + " where " + bad);
        long all = count("select count(*) from " + table.name());
        assertThat(all).isPositive();
        if (table.protective()) {
            assertThat(count).isZero();
        } else {
            assertThat(count * 100).isLessThan(all);
        }
    }

    private static String isBad(DeclaredColumn column) {
        String unknown = column.words().isEmpty()
                ? ""
                : " or " + column.name() + " not in ('" + String.join("', '", column.words()) + "')";
        return column.name() + " is null" + unknown;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            released number still listed | account_phones p join number_releases r on p.phone = replace(r.phone, ' ') and verified_at < released_at
            number that two messaging users had | (select phone from messaging_users group by 1 having count(distinct user_id) > 1)
            number whose first user stays | (select phone from messaging_users where status = 'active' group by 1 having count(*) > 1)
            number that two accounts give | (select phone from account_phones group by 1 having count(distinct account_id) > 1)
            accounts that verified it within two days | account_phones a join account_phones b on a.phone = b.phone and a.account_id <> b.account_id and datediff(b.verified_at, a.verified_at) between 0 and 2
            accounts that verified it a year apart | account_phones a join account_phones b on a.phone = b.phone and a.account_id <> b.account_id and datediff(b.verified_at, a.verified_at) > 365
            number for two-factor sign-in only | (select account_id from account_phones group by 1 having max(phone_use = 'profile') = false)
            number for profile and two-factor sign-in | (select phone from account_phones group by account_id, phone having count(distinct phone_use) = 2)
            number never verified | account_phones where verified_at is null and phone_use = 'profile'
            account without a number | social_accounts a left anti join account_phones p on a.account_id = p.account_id
            deleted user | messaging_users where status = 'deleted'
            banned user | messaging_users where status = 'banned'
            deleted account | social_accounts where status = 'deleted'
            disabled account | social_accounts where status = 'disabled'
            memorialized account | social_accounts where status = 'memorialized'
            account that may not be found | social_accounts where discoverable_by_phone = 'false'
            minor | social_accounts where birth_date > '1998-10-15'
            eighteen on the day | social_accounts where birth_date = '1998-10-15'
            unknown birth date | social_accounts where birth_date is null
            newcomer after the announcement | messaging_users where registered_at >= '2016-08-25'
            silence | messaging_users left anti join consent_events on subject_id = user_id and purpose = 'friends'
            denial inside the window | consent_events where decision = 'deny' and occurred_at between '2016-08-25' and '2016-09-23T23:59:59Z'
            denial after the window | consent_events where decision = 'deny' and occurred_at between '2016-09-24' and '2016-10-14'
            grant, then denial | consent_events a join consent_events b on a.subject_id = b.subject_id and a.purpose = b.purpose and a.decision = 'grant' and b.decision = 'deny' and a.occurred_at < b.occurred_at
            denial, then grant | consent_events a join consent_events b on a.subject_id = b.subject_id and a.purpose = b.purpose and a.decision = 'deny' and b.decision = 'grant' and a.occurred_at < b.occurred_at
            grant and denial at one instant | consent_events a join consent_events b on a.subject_id = b.subject_id and a.purpose = b.purpose and a.decision = 'deny' and b.decision = 'grant' and a.occurred_at = b.occurred_at
            grant under unknown terms | consent_events left anti join terms using (terms_version) where decision = 'grant' and terms_version is not null
            grant under no terms | consent_events where decision = 'grant' and terms_version is null
            grant under terms not yet in effect | consent_events where decision = 'grant' and terms_version = '2017-01'
            one event told in two ways | (select event_id from consent_events group by 1 having count(*) > 1)
            grant recorded after the night | consent_events where decision = 'grant' and recorded_at > '2016-10-15'
            denial recorded after the night | consent_events where decision = 'deny' and recorded_at > '2016-10-15'
            block on the messaging platform | messaging_blocks
            block on the social network | social_blocks
            dismissed suggestion | suggestion_feedback where outcome = 'dismissed'
            accepted suggestion | suggestion_feedback where outcome = 'accepted'
            suspended advertiser | advertisers where status = 'suspended'
            advertiser hidden and allowed at one instant | ad_preferences a join ad_preferences b on a.account_id = b.account_id and a.advertiser_id = b.advertiser_id and a.at = b.at and a.choice = 'hide' and b.choice = 'allow'
            hashes of E.164 | audience_uploads where hash_form = 'e164'
            hashes of digits | audience_uploads where hash_form = 'digits'
            hashes in upper case | audience_uploads where hashed_phone rlike '^[0-9A-F]{64}$' and hashed_phone rlike '[A-F]'
            hash of the wrong length | audience_uploads where hashed_phone rlike '^[0-9a-f]+$' and length(hashed_phone) <> 64
            hash that is not hexadecimal | audience_uploads where hashed_phone rlike '[g-z]'
            number in the clear where a hash belongs | audience_uploads where hashed_phone like '+%'
            removal from an audience | audience_uploads where op = 'remove'
            replacement of an audience | audience_uploads where op = 'replace'
            session whose last batch never came | (select session_id from audience_uploads group by audience_id, session_id having max(last_batch) = 'false')
            session without a middle batch | (select session_id from audience_uploads group by audience_id, session_id having max(last_batch) = 'true' and count(distinct batch_seq) < max(batch_seq) and min(batch_seq) = 1)
            batch that came twice | (select batch_seq from audience_uploads group by audience_id, session_id, batch_seq having count(distinct uploaded_at) = 2)
            audience past its time | audiences a join audience_uploads u on a.audience_id = u.audience_id and datediff('2016-10-15', uploaded_at) > retention_days
            audience of a few | (select audience_id from audience_uploads group by 1 having count(*) < 20)
            audience of many | (select audience_id from audience_uploads group by 1 having count(*) > 800)
            bad row of a user | messaging_users where phone is null or status = 'paused'
            bad row of an upload | audience_uploads where op = 'append'
            bad row of a book | messaging_contacts where contact_phone is null
            book entry without a date | messaging_contacts where added_at is null
            book entry that is no number | messaging_contacts where contact_phone in ('home', '12', '?', 'call me')
            book entry as a URI | messaging_contacts where contact_phone like 'tel:+%'
            book entry in full-width digits | messaging_contacts where contact_phone rlike '[０-９]'
            book entry with 00 | messaging_contacts where contact_phone rlike '^00 ?[1-9]'
            book entry spaced | messaging_contacts where contact_phone rlike '^[0-9]+ [0-9]+ [0-9]+$'
            book entry dashed | messaging_contacts where contact_phone rlike '^[0-9]+-[0-9]+-[0-9]+$'
            book entry in parentheses | messaging_contacts where contact_phone like '(%'
            book entry with an extension | messaging_contacts where contact_phone like '% ext. %'
            own number in the book | messaging_users join messaging_contacts on user_id = owner_user_id and contact_phone = phone
            one number twice in a book | (select 1 from messaging_contacts where contact_phone like '+%' group by owner_user_id, replace(contact_phone, ' ') having count(distinct contact_phone) > 1)
            number in very many books | (select contact_phone from messaging_contacts group by 1 having count(*) > 15)
            customer who wants no business at all | business_preferences where business_id is null and choice = 'stop'
            customer who wants one business no more | business_preferences where business_id is not null and category = 'all' and choice = 'stop'
            customer who wants one kind from nobody | business_preferences where business_id is null and category <> 'all' and choice = 'stop'
            customer who stopped and allowed at one instant | business_preferences a join business_preferences b on a.user_id = b.user_id and a.at = b.at and a.choice = 'stop' and b.choice = 'allow'
            customer who took a stop back for one business | business_preferences a join business_preferences b on a.user_id = b.user_id and a.at < b.at and a.choice = 'stop' and b.choice = 'allow' and a.business_id is null and b.business_id is not null
            customer who allowed everything after a narrow stop | business_preferences a join business_preferences b on a.user_id = b.user_id and a.at < b.at and a.choice = 'stop' and b.choice = 'allow' and a.business_id is not null and b.category = 'all'
            customer who asked one business for marketing | business_preferences where business_id is not null and category = 'marketing' and choice = 'allow'
            customer of several businesses of one owner | (select user_id from business_customers join businesses using (business_id) group by user_id, owner_id having count(distinct business_id) > 1)
            customer of several owners who asked all for marketing | (select user_id from business_customers join businesses using (business_id) join business_preferences p using (user_id) where p.business_id is null and p.category = 'marketing' and p.choice = 'allow' group by user_id having count(distinct owner_id) > 1)
            person with one message of marketing in the week | (select user_id from business_sends where category = 'marketing' and sent_at > '2016-10-08' group by 1 having count(*) = 1)
            person whose marketing of the week is used up | (select user_id from business_sends where category = 'marketing' and sent_at > '2016-10-08' group by 1 having count(*) >= 2)
            business owner with several businesses | (select owner_id from businesses group by 1 having count(*) > 1)
            """)
    void promisedCase_inTheSamples_isThere(String promised, String from) {
        assertThat(count("select count(*) from " + from)).as(promised).isPositive();
    }

    /** Empty where nothing can be read as a number. */
    private static String e164(String text, String region) {
        try {
            var util = PhoneNumberUtil.getInstance();
            return util.format(util.parse(text, region), PhoneNumberFormat.E164);
        } catch (NumberParseException unreadable) {
            return "";
        }
    }

    private static long count(String query) {
        return rows(query).get(0).getLong(0);
    }

    private static List<Row> rows(String query) {
        return LocalSpark.session().sql(query).collectAsList();
    }

    private static List<String> lines(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> parts = files.toList();
            assertThat(parts).hasSize(1);
            return Files.readAllLines(parts.get(0));
        }
    }
}
