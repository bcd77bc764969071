package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.table.EncryptionKeys;
import org.sealedjoin.table.EncryptionPolicy;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.table.TableWriter;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/** Whole runs over tables whose number columns are encrypted. */
@Tag("nights")
class EncryptedNightTest {
    @TempDir
    Path folder;

    private EncryptionPolicy policy = EncryptionPolicy.OFF;

    /** The few rows of the tiny input, with every table that holds numbers as encrypted Parquet. */
    @BeforeEach
    void encrypt() {
        Path plain = TinyInput.write(folder.resolve("plain"));
        Path input = TinyInput.write(folder.resolve("in"));
        policy = EncryptionPolicy.OFF.in("jceks://file" + folder.resolve("keys.jceks"));
        EncryptionKeys.open(policy, LocalSpark.session().sessionState().newHadoopConf())
                .createMissing()
                .close();
        SparkSession spark = LocalSpark.session().newSession();
        for (Table table : List.of(Inputs.MESSAGING_USERS, Inputs.MESSAGING_CONTACTS, Inputs.ACCOUNT_PHONES)) {
            FileUtil.fullyDelete(input.resolve(table.name()).toFile());
            new TableWriter(spark, input.toString(), "parquet", policy)
                    .write(
                            table,
                            spark.read()
                                    .schema(table.schema())
                                    .option("header", true)
                                    .csv(plain.resolve(table.name()).toString()));
        }
    }

    private Ended nightly(String input, String output, String... more) {
        return InProcess.tiny("friends", folder.resolve(input), folder.resolve(output), TinyInput.AS_OF, more);
    }

    private List<String> suggestions(String output) throws Exception {
        String id = Files.readString(folder.resolve(output).resolve("CURRENT")).strip();
        Path run = folder.resolve(output).resolve("runs").resolve(id);
        return LocalSpark.session()
                .read()
                .parquet(run.resolve(Outputs.FRIEND_SUGGESTIONS.folder()).toString())
                .collectAsList()
                .stream()
                .map(Row::toString)
                .sorted()
                .toList();
    }

    private String keys(String store) {
        return "encryption.key-provider=jceks://file" + folder.resolve(store);
    }

    @Test
    void night_encryptedInput_equalsPlainAndOutlivesRotation() throws Exception {
        assertThat(nightly("in", "a", "--set", keys("keys.jceks")).said()).isEmpty();
        // As NightlyRunTest finds in the same rows as CSV.
        assertThat(suggestions("a").stream().map(row -> row.replaceAll("(\\d+,\\d+),.*,(\\w+)]", "$1,$2]")))
                .containsExactly(
                        "[101,103,shared_friends]",
                        "[101,104,in_your_contacts]",
                        "[102,104,shared_friends]",
                        "[103,101,shared_friends]",
                        "[104,101,in_your_contacts]",
                        "[104,102,shared_friends]");

        Ended rotated = InProcess.run(
                "rotate-keys",
                "--input",
                folder.resolve("in").toString(),
                "--key-provider",
                "jceks://file" + folder.resolve("keys.jceks"));
        assertThat(rotated.said()).isEmpty();
        assertThat(rotated.out().lines().map(line -> line.split(" ", 2)[0]))
                .containsExactly("messaging_users", "messaging_contacts", "account_phones");
        assertThat(nightly("in", "b", "--set", keys("keys.jceks")).said()).isEmpty();
        assertThat(suggestions("b")).isEqualTo(suggestions("a"));
    }

    @Test
    void night_noWrongOrMissingKey_endsWith5AndOneLine() {
        Ended none = nightly("in", "out");
        assertThat(none.said())
                .containsExactly("Cannot read messaging_users: it is encrypted (need encryption.key-provider)");
        assertThat(none.status()).isEqualTo(5);

        Ended missing = nightly("in", "out", "--set", keys("empty.jceks"));
        assertThat(missing.said())
                .containsExactly(
                        "Cannot use encryption.key-provider: it has no key sealedjoin-footer, sealedjoin-number"
                                + " (check its URI, or encryption.footer-key and encryption.number-key)");
        assertThat(missing.status()).isEqualTo(5);

        EncryptionKeys.open(
                        EncryptionPolicy.OFF.in("jceks://file" + folder.resolve("other.jceks")),
                        LocalSpark.session().sessionState().newHadoopConf())
                .createMissing()
                .close();
        Ended wrong = nightly("in", "out", "--set", keys("other.jceks"));
        assertThat(wrong.said())
                .containsExactly("Cannot read messaging_users: the key provider has not the keys it was encrypted under"
                        + " (check encryption.key-provider, its keys and your rights to them)");
        assertThat(wrong.status()).isEqualTo(5);
        assertThat(folder.resolve("out/CURRENT")).doesNotExist();
    }

    @Test
    void generate_encrypt_makesKeysBesideAndTablesThatAreRead() throws Exception {
        Path tables = folder.resolve("made");
        Ended made =
                InProcess.run("generate", "--people", "300", "--seed", "3", "--encrypt", "--output", tables.toString());
        assertThat(made.said()).isEmpty();
        assertThat(made.err()).contains("[warning] the key store has Hadoop's default password");
        assertThat(made.out())
                .contains("encrypted; read with --set encryption.key-provider=jceks://file" + tables + ".jceks");
        assertThat(Files.getPosixFilePermissions(folder.resolve("made.jceks"))).hasSize(2);
        try (Stream<Path> files = Files.walk(tables)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("_KEY_MATERIAL"))
                            .map(file -> tables.relativize(file).getName(0).toString()))
                    .containsOnly(
                            "messaging_users",
                            "messaging_contacts",
                            "account_phones",
                            "number_releases",
                            "audience_uploads");
        }

        String asOf = "2016-10-15T00:00:00Z";
        Ended read = InProcess.run(
                "nightly", "--check-input", "--input", tables.toString(), "--as-of", asOf, "--set", keys("made.jceks"));
        assertThat(read.said()).isEmpty();
        assertThat(read.status()).isZero();
        Ended refused = InProcess.run("nightly", "--check-input", "--input", tables.toString(), "--as-of", asOf);
        assertThat(refused.said())
                .containsExactly("Cannot read messaging_users: it is encrypted (need encryption.key-provider)");
    }

    @Test
    void generate_encryptWithoutMeans_isUsage() {
        assertThat(InProcess.run(
                                "generate",
                                "--people",
                                "300",
                                "--seed",
                                "3",
                                "--encrypt",
                                "--format",
                                "csv",
                                "--output",
                                "x")
                        .said())
                .containsExactly(
                        "Cannot use --encrypt: columns of csv files cannot be encrypted (need --format parquet)");
        assertThat(InProcess.run(
                                "generate",
                                "--people",
                                "300",
                                "--seed",
                                "3",
                                "--key-provider",
                                "jceks://file/x",
                                "--output",
                                "x")
                        .said())
                .containsExactly("Cannot use --key-provider: nothing is encrypted (need --encrypt)");
        assertThat(InProcess.run("rotate-keys", "--input", "x").said())
                .containsExactly("Cannot rotate keys: encryption.key-provider is none (need --key-provider URI)");
    }
}
