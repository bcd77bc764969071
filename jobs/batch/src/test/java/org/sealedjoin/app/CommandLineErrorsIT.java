package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealedjoin.app.Script.Ended;
import org.sealedjoin.testing.TinyInput;

/**
 * A few failures of each class through the script, in a process of its own; {@link CommandLineErrorsTest} has all of them. Status 4
 * cannot be reached with any input: see RefusedReleaseTest.
 */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class CommandLineErrorsIT {
    private static final String RUN_ID = "20161014T000000Z-0123abcd\n";

    @TempDir
    Path folder;

    private Ended nightly(String... before) throws Exception {
        return nightly(folder.resolve("out").toString(), List.of(before), List.of());
    }

    private Ended nightly(String output, List<String> before, List<String> more) throws Exception {
        var args = new java.util.ArrayList<>(before);
        args.addAll(List.of(
                "nightly",
                "--input",
                folder.resolve("in").toString(),
                "--output",
                output,
                "--as-of",
                TinyInput.AS_OF,
                "--set",
                "privacy.noise-key-provider=rehearsal"));
        args.addAll(more);
        return Script.run(folder, args.toArray(String[]::new));
    }

    private static void requireLine(Ended ended, int status, String line) {
        assertThat(ended.said()).containsExactly(line);
        assertThat(ended.status()).isEqualTo(status);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void script_noCommand_endsWith2() throws Exception {
        requireLine(Script.run(folder), 2, "Cannot run sealedjoin: a command is missing (see sealedjoin --help)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nightlies|Cannot run sealedjoin: unknown nightlies (see sealedjoin --help)",
                "nightly --as-of 2016-10-15T00:00:00Z|Cannot run nightly: missing --input (see nightly --help)",
                "--master|Cannot run sealedjoin: --master needs a value"
            })
    void script_badUsage_endsWith2(String typed, String line) throws Exception {
        requireLine(Script.run(folder, typed.split(" ")), 2, line);
    }

    @Test
    void script_fixedSetting_endsWith2() throws Exception {
        requireLine(
                nightly(
                        folder.resolve("out").toString(),
                        List.of(),
                        List.of("--set", "spark.io.encryption.enabled=false")),
                2,
                "Cannot use setting spark.io.encryption.enabled: it is fixed, because guarantees rest on it");
    }

    @Test
    void script_headerlessTable_endsWith3AndKeepsCurrent() throws Exception {
        TinyInput.write(folder.resolve("in"));
        TinyInput.file(folder.resolve("in/messaging_contacts/part-0.csv"), "+12015550123,1,\n");
        TinyInput.file(folder.resolve("out/CURRENT"), RUN_ID);
        TinyInput.file(
                folder.resolve("out/runs/" + RUN_ID.strip() + "/manifest.json"),
                "{\"as_of\":\"2016-10-14T00:00:00Z\",\"inputs\":[]}");
        Ended ended = nightly();
        requireLine(
                ended,
                3,
                "Cannot read messaging_contacts: column number 1 (its name is not shown) is not declared"
                        + " (declared: owner_user_id, contact_phone, added_at)");
        assertThat(ended.err()).doesNotContain("2015550123");
        assertThat(Files.readString(folder.resolve("out/CURRENT"))).isEqualTo(RUN_ID);
    }

    /** Spark's own log tells of damaged files with their names and of rows with their content; ours does neither. */
    @Test
    void script_damagedParquet_endsWith3AndOneLine() throws Exception {
        TinyInput.write(folder.resolve("in"));
        Files.delete(folder.resolve("in/terms/part-0.csv"));
        TinyInput.file(folder.resolve("in/terms/number+12015550123.parquet"), "PAR1+12015550123PAR1");
        Ended ended = nightly();
        assertThat(ended.said())
                .singleElement()
                .asString()
                .matches("Cannot read terms: its files are damaged, or differ in a column's type \\(\\w+\\)");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).doesNotContain("2015550123");
    }

    @Test
    void script_outputHeldByOtherProcess_endsWith5() throws Exception {
        Files.createDirectories(folder.resolve("out"));
        try (var channel = FileChannel.open(
                        folder.resolve("out/.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            requireLine(nightly(), 5, "Cannot start a run: another run holds the output folder (limit 1 at a time)");
        }
    }

    @Test
    void script_outputOnHdfsThatIsDown_endsWith5() throws Exception {
        requireLine(
                nightly(
                        "hdfs://127.0.0.1:1/out",
                        List.of(),
                        List.of("--set", "spark.hadoop.ipc.client.connect.max.retries=1")),
                5,
                "Cannot write the output folder: ConnectException (check that it is a folder, its permissions and the disk)");
    }

    @Test
    void script_clusterWithoutAuthentication_endsWith5BeforeItIsReached() throws Exception {
        requireLine(
                nightly("--master", "spark://127.0.0.1:1"),
                5,
                "Cannot run on this cluster: tokens would cross the network in clear (need spark.authenticate=true and"
                        + " spark.network.crypto.enabled=true)");
    }

    /** Attack: the cluster is protected, and the command line takes it back. */
    @Test
    void script_authenticationTakenBackBySetting_endsWith5() throws Exception {
        requireLine(
                nightly(
                        folder.resolve("out").toString(),
                        List.of(
                                "--master",
                                "spark://127.0.0.1:1",
                                "--conf",
                                "spark.authenticate=true",
                                "--conf",
                                "spark.network.crypto.enabled=true"),
                        List.of("--set", "spark.network.crypto.enabled=false")),
                5,
                "Cannot run on this cluster: tokens would cross the network in clear (need spark.authenticate=true and"
                        + " spark.network.crypto.enabled=true)");
    }
}
