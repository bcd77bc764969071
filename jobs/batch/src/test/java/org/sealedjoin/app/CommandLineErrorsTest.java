package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.testing.TinyInput;

/** Every kind of failure a person at the command line can meet: its status, and the one line it prints. */
class CommandLineErrorsTest {
    private static final String RUN_ID = "20161014T000000Z-0123abcd\n";

    @TempDir
    Path folder;

    private static void requireLine(Ended ended, int status, String line) {
        assertThat(ended.said()).containsExactly(line);
        assertThat(ended.status()).isEqualTo(status);
        assertThat(ended.out()).isEmpty();
    }

    private Ended nightly(String... more) {
        return InProcess.tiny("nightly", folder.resolve("in"), folder.resolve("out"), TinyInput.AS_OF, more);
    }

    // ---- 2: usage and settings

    @Test
    void run_noCommand_isUsage() {
        requireLine(InProcess.run(), 2, "Cannot run sealedjoin: a command is missing (see sealedjoin --help)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nightlies|Cannot run sealedjoin: unknown nightlies (see sealedjoin --help)",
                "--frobnicate|Cannot run sealedjoin: unknown --frobnicate (see sealedjoin --help)",
                "+12015550123|Cannot run sealedjoin: an argument is not understood (see sealedjoin --help)",
                "nightly|Cannot run nightly: missing --input, --as-of (see nightly --help)",
                "nightly --frobnicate|Cannot run nightly: missing --input, --as-of (see nightly --help)",
                "nightly --input|Cannot run nightly: missing --input (see nightly --help)",
                "nightly --input a --as-of 2016-10-15T00:00:00Z --frobnicate"
                        + "|Cannot run nightly: unknown --frobnicate (see nightly --help)",
                "nightly --input a --as-of 2016-10-15T00:00:00Z +12015550123"
                        + "|Cannot run nightly: an argument is not understood (see nightly --help)",
                "nightly --input a --as-of 2016-10-15T00:00:00Z"
                        + "|Cannot run: --output is missing (need a folder, or --check-input)",
                "nightly --input a --output b --as-of 2016-10-15"
                        + "|Cannot use --as-of: it is not an instant (need one like 2016-10-15T00:00:00Z)",
                "nightly --input a --output b --as-of +12015550123"
                        + "|Cannot use --as-of: it is not an instant (need one like 2016-10-15T00:00:00Z)",
                "nightly --input a --output b --as-of -0001-01-01T00:00:00Z"
                        + "|Cannot run as of -0001-01-01T00:00:00Z: it lies before 1970 (need 1970-01-01T00:00:00Z or later)",
                "nightly --input a --output b --as-of 2016-10-15T00:00:00Z --without +12015550123"
                        + "|Cannot leave out a product of an unknown name (need friends, audiences, safety, usage, business)",
                "friends --input a --output b --as-of 2016-10-15T00:00:00Z --without friends"
                        + "|Cannot run: --without leaves out every product that the command makes (need one at least)",
                "erase --output b --platform phone --subject 1"
                        + "|Cannot use --platform: it is no platform (need messaging or social)",
                "erase --output b --platform social --subject 1"
                        + "|Cannot erase: --input is missing (need the folder of the tables, or --check)",
                "erase --input a --output b --platform social|Cannot run erase: missing --subject (see erase --help)",
                "preview --output a --rows 0|Cannot use --rows: 0 is out of range (need >= 1)"
            })
    void run_badUsage_saysWhatIsWrong(String typed, String line) {
        requireLine(InProcess.run(typed.split(" ")), 2, line);
    }

    @Test
    void run_futureAsOf_isRefused() {
        Ended ended = InProcess.tiny("nightly", "a", "b", "2999-01-01T00:00:00Z");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said())
                .singleElement()
                .asString()
                .matches(
                        "Cannot run as of 2999-01-01T00:00:00Z: it lies in the future \\(limit: now, 20[0-9T:.-]+Z\\)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "friends.colour=red|Cannot use setting friends.colour: there is no such setting (see docs/settings.md)",
                "friends=1|Cannot use setting friends: there is no such setting (see docs/settings.md)",
                "spark=1|Cannot use setting spark: there is no such setting (see docs/settings.md)",
                "12015550123=1"
                        + "|Cannot use setting (its name is not shown): there is no such setting (see docs/settings.md)",
                "friends.per-person|Cannot use --set: it is not of the form key=value",
                "=1|Cannot use --set: it is not of the form key=value",
                "a..b=1|Cannot use --set: its key is not a setting's name",
                "friends.per-person=0" + "|Cannot use setting friends.per-person: 0 is out of range (need >= 1)",
                "input.max-rejected-share=1.5"
                        + "|Cannot use setting input.max-rejected-share: 1.5 is out of range (need 0 to 1)",
                "input.max-rejected-share=NaN"
                        + "|Cannot use setting input.max-rejected-share: NaN is out of range (need 0 to 1)",
                "friends.per-person=many"
                        + "|Cannot use the settings: one is not of the kind its default has (friends.per-person)",
                "friends.per-person=99999999999"
                        + "|Cannot use the settings: one is not of the kind its default has (friends.per-person)",
                "spark.io.encryption.enabled=false"
                        + "|Cannot use setting spark.io.encryption.enabled: it is fixed, because guarantees rest on it",
                "spark.plugins=org.example.Other"
                        + "|Cannot use setting spark.plugins: it is fixed, because guarantees rest on it",
                "spark.sql.session.timeZone=America/New_York"
                        + "|Cannot use setting spark.sql.session.timeZone: it is fixed, because guarantees rest on it"
            })
    void run_badSetting_isNamed(String set, String line) {
        requireLine(nightly("--set", set), 2, line);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void run_unknownWordForSetting_isRefused() {
        Ended ended = nightly("--set", "consent.silence=perhaps");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.said()).singleElement().asString().startsWith("Cannot use setting consent.silence: ");
    }

    @Test
    void run_settingsFileMissing_isRefused() {
        requireLine(
                nightly("--config", folder.resolve("none.conf").toString()),
                2,
                "Cannot read the settings file: it does not exist or is no file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "friends { per-person = |Cannot read the settings file: it is not HOCON (line 1)",
                "friends { per-person = ${nowhere} }|Cannot read the settings file: it is not HOCON (line 1)",
                "friends { per-person = null }"
                        + "|Cannot use the settings: one is not of the kind its default has (friends.per-person)",
                "friends { per-persons = 5 }"
                        + "|Cannot use setting friends.per-persons: there is no such setting (see docs/settings.md)",
                "friends { per-person = [5] }"
                        + "|Cannot use the settings: one is not of the kind its default has (friends.per-person)",
                "seal { bloom = 5 }" + "|Cannot use setting seal.bloom: there is no such setting (see docs/settings.md)"
            })
    void run_badSettingsFile_saysWhere(String text, String line) {
        Path file = folder.resolve("own.conf");
        TinyInput.file(file, text);
        requireLine(nightly("--config", file.toString()), 2, line);
    }

    // ---- 3: input

    @Test
    void run_badInput_isRefusedAndCurrentStays() throws Exception {
        TinyInput.write(folder.resolve("in"));
        TinyInput.file(folder.resolve("out/CURRENT"), RUN_ID);
        TinyInput.file(
                folder.resolve("out/runs/" + RUN_ID.strip() + "/manifest.json"),
                "{\"as_of\":\"2016-10-14T00:00:00Z\",\"inputs\":[{\"table\":\"number_releases\",\"present\":true}]}");

        requireLine(
                nightly(),
                3,
                "Cannot read number_releases: it is missing, and the last published run had it"
                        + " (a table that vanishes is taken for a fault)");

        TinyInput.table(folder.resolve("in"), "number_releases", "phone,released_at", List.of("+12015550123,then"));
        requireLine(
                nightly(),
                3,
                "Cannot use number_releases: 1 of 1 rows are bad: released_at: not a TIMESTAMP (1);"
                        + " the limit is 0, because the table protects people");

        TinyInput.table(
                folder.resolve("in"), "messaging_contacts", "owner_user_id,contact_phone,added_at", List.of(",1,"));
        TinyInput.table(folder.resolve("in"), "number_releases", "phone,released_at", List.of());
        requireLine(
                nightly(),
                3,
                "Cannot use messaging_contacts: 1 of 1 rows are bad: owner_user_id: null (1);"
                        + " the limit is a share of 0.01, input.max-rejected-share");

        TinyInput.file(folder.resolve("in/messaging_contacts/part-0.csv"), "1,+12015550123,\n");
        requireLine(
                nightly(),
                3,
                "Cannot read messaging_contacts: column number 1 (its name is not shown) is not declared"
                        + " (declared: owner_user_id, contact_phone, added_at)");

        Files.delete(folder.resolve("in/messaging_contacts/part-0.csv"));
        requireLine(nightly(), 3, "Cannot read messaging_contacts: its folder is missing or holds no files");

        assertThat(folder.resolve("out/CURRENT")).hasContent(RUN_ID.strip());
        assertThat(Files.size(folder.resolve("out/CURRENT"))).isEqualTo(RUN_ID.length());
        assertThat(folder.resolve("out/.staging")).doesNotExist();
    }

    @Test
    void run_inputFolderMissing_isRefused() {
        requireLine(
                nightly(),
                3,
                "Cannot read the input folder: it does not exist or cannot be opened (FileNotFoundException)");
    }

    // ---- 5: environment

    @Test
    void run_outputLocked_isRefused() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        try (var channel = FileChannel.open(
                        folder.resolve("out/.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            requireLine(nightly(), 5, "Cannot start a run: another run holds the output folder (limit 1 at a time)");
        }
    }

    @Test
    void run_outputIsFile_isRefused() {
        TinyInput.file(folder.resolve("out"), "x");
        Ended ended = nightly();
        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said())
                .singleElement()
                .asString()
                .matches(
                        "Cannot write the output folder: \\w+ \\(check that it is a folder, its permissions and the disk\\)");
        assertThat(folder.resolve("out")).hasContent("x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhdfs", "s3a", "nosuch"})
    void run_outputWithoutSureRename_isRefused(String scheme) {
        requireLine(
                InProcess.tiny("nightly", "in", scheme + "://127.0.0.1:1/out", TinyInput.AS_OF),
                5,
                "Cannot publish to a " + scheme + " folder: replacing CURRENT in one step is sure only on HDFS and on a"
                        + " local or mounted file system (need hdfs or file)");
    }

    @Test
    void run_outputNameEmpty_isRefused() {
        requireLine(
                InProcess.tiny("nightly", "in", "", TinyInput.AS_OF),
                5,
                "Cannot write the output folder: its name is empty or no path");
    }

    @Test
    void run_currentDamaged_isRefused() {
        TinyInput.write(folder.resolve("in"));
        TinyInput.file(folder.resolve("out/CURRENT"), "+12015550123\n");
        requireLine(
                nightly(),
                5,
                "Cannot read CURRENT in the output folder: it is damaged or unreadable (IllegalArgumentException)");
    }

    /** Attack: settings that would take back what the cluster's own settings protect. */
    @ParameterizedTest
    @ValueSource(strings = {"spark://127.0.0.1:1", "local-cluster[1,1,1024]", "k8s://https://127.0.0.1:1"})
    void run_clusterWithoutProtection_isRefusedBeforeItIsReached(String master) {
        requireLine(
                nightly("--set", "spark.master=" + master, "--set", "spark.authenticate=true"),
                5,
                "Cannot run on this cluster: tokens would cross the network in clear (need spark.authenticate=true and"
                        + " spark.network.crypto.enabled=true)");
    }

    @Test
    void lineOf_diskFullAnywhere_saysSoAndQuotesNothing() {
        var full = new IllegalStateException(
                "task 3 of +12015550100 failed: java.io.IOException: No space left on device",
                new IOException("row +12015550100"));

        assertThat(SealedJoin.lineOf(full))
                .startsWith("Cannot finish: no space is left on a disk that the run writes to"
                        + " (IllegalStateException < IOException at ")
                .doesNotContain("555");
        assertThat(SealedJoin.lineOf(new IOException("row +12015550100")))
                .doesNotContain("555")
                .doesNotContain("space");
    }
}
