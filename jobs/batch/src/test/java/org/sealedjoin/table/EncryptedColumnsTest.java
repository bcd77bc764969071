package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.testing.LocalSpark;

/** Columns of numbers at rest: who can read them with which keys, and what lies in the files. */
class EncryptedColumnsTest {
    private static final String PLANTED = "+12015550123";
    private static final Timestamp THEN = Timestamp.from(Instant.parse("2014-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private EncryptionPolicy policy = EncryptionPolicy.OFF;

    @BeforeEach
    void makeKeys() {
        // Parquet may remember another test's key service.
        KeyToolkit.removeCacheEntriesForAllTokens();
        policy = EncryptionPolicy.OFF.beside(tables().toString());
        makeKeys(policy);
    }

    private static void makeKeys(EncryptionPolicy policy) {
        EncryptionKeys.open(policy, new Configuration()).createMissing().close();
    }

    /** As a run has it: local files without checksum files beside them. */
    private static Configuration hadoop() {
        return LocalSpark.session().sessionState().newHadoopConf();
    }

    private Path tables() {
        return folder.resolve("in");
    }

    /** A session of its own, as a reader with these settings has it. */
    private static SparkSession reader(EncryptionPolicy policy) {
        SparkSession session = LocalSpark.session().newSession();
        policy.readSettings().forEach(session.conf()::set);
        return session;
    }

    private static Dataset<Row> users(SparkSession spark) {
        var rows = new ArrayList<Row>();
        for (long i = 0; i < 50; i++) {
            // Many of one number, so that a dictionary pays, and some of their own.
            String phone = i % 2 == 0 ? PLANTED : "+120255501" + (10 + i);
            rows.add(RowFactory.create(i, phone, "US", THEN, THEN, "active"));
        }
        return spark.createDataFrame(rows, Inputs.MESSAGING_USERS.schema());
    }

    private void write(EncryptionPolicy with, Path place) {
        SparkSession spark = reader(EncryptionPolicy.OFF);
        new TableWriter(spark, place.toString(), "parquet", with).write(Inputs.MESSAGING_USERS, users(spark));
    }

    private Dataset<Row> read(EncryptionPolicy with) {
        return reader(with).read().parquet(tables().resolve("messaging_users").toString());
    }

    private static void assertNumbersRefused(Dataset<Row> rows) {
        assertThat(rows.select("user_id", "status").collectAsList()).hasSize(50);
        assertThatThrownBy(() -> rows.select("phone").collectAsList())
                .satisfies(fault -> assertThat(EncryptionFault.of(fault, Inputs.MESSAGING_USERS, rows.sparkSession()))
                        .isPresent()
                        .get()
                        .isInstanceOf(EnvironmentFailure.class));
    }

    @Test
    void read_withTheKeys_isWhatWasWritten() {
        write(policy, tables());
        assertThat(read(policy).sort("user_id").collectAsList())
                .isEqualTo(users(LocalSpark.session()).sort("user_id").collectAsList());
    }

    @Test
    void read_withoutProvider_givesOtherColumnsOnly() {
        write(policy, tables());
        assertNumbersRefused(read(EncryptionPolicy.OFF));
    }

    @Test
    void read_withFooterKeyOnly_givesOtherColumnsOnly() throws IOException {
        write(policy, tables());
        Path store = folder.resolve("in.jceks");
        Path part = folder.resolve("part.jceks");
        Files.copy(store, part);
        EncryptionPolicy footerOnly = policy.in("jceks://file" + part);
        var provider = EncryptionKeys.provider(footerOnly.keyProvider(), new Configuration());
        provider.deleteKey(policy.numberKey());
        provider.flush();

        assertNumbersRefused(read(footerOnly));
    }

    @Test
    void read_whereServerRefusesNumberKey_givesOtherColumnsOnly() {
        EncryptionPolicy owner = EncryptionPolicy.OFF.in("testserver://refuses/owner");
        EncryptionPolicy analyst = EncryptionPolicy.OFF.in("testserver://refuses/analyst");
        makeKeys(owner);
        write(owner, tables());

        assertThat(read(owner).filter("phone = '" + PLANTED + "'").count()).isEqualTo(25);
        assertNumbersRefused(read(analyst));
    }

    /** Keys of the same names and another content, as after a lost key store was made anew. */
    @Test
    void read_withWrongKeys_failsAsAKeyFault() {
        write(policy, tables());
        EncryptionPolicy other = policy.in("jceks://file" + folder.resolve("other.jceks"));
        makeKeys(other);

        assertThatThrownBy(() -> read(other).collectAsList())
                .satisfies(
                        fault -> assertThat(EncryptionFault.of(fault, Inputs.MESSAGING_USERS, reader(other)))
                                .hasValueSatisfying(
                                        told -> assertThat(told)
                                                .hasMessage(
                                                        "Cannot read messaging_users: the key provider has not the keys it was encrypted"
                                                                + " under (check encryption.key-provider, its keys and your rights to them)")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void files_withOrWithoutDictionary_holdNoNumberInPlain(String dictionary) throws IOException {
        SparkSession spark = reader(EncryptionPolicy.OFF);
        spark.conf().set("spark.sql.parquet.compression.codec", "uncompressed");
        spark.conf().set("parquet.enable.dictionary", dictionary);
        Path plain = folder.resolve("plain");
        new TableWriter(spark, plain.toString(), "parquet").write(Inputs.MESSAGING_USERS, users(spark));
        new TableWriter(spark, tables().toString(), "parquet", policy).write(Inputs.MESSAGING_USERS, users(spark));

        // The search finds what there is to find, else it proves nothing.
        assertThat(text(plain)).contains("2015550123", "active");
        assertThat(text(tables())).doesNotContain("2015550123", "20255501").contains("active");
    }

    private static String text(Path place) throws IOException {
        var all = new StringBuilder();
        for (byte[] content : contents(place).values()) {
            all.append(new String(content, StandardCharsets.ISO_8859_1));
        }
        return all.toString();
    }

    private static Map<String, byte[]> contents(Path place) throws IOException {
        var found = new TreeMap<String, byte[]>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(place.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return found;
    }

    @Test
    void list_wrappedKeysBesideData_areNoDataFiles() throws IOException {
        write(policy, tables());
        assertThat(contents(tables()).keySet()).anyMatch(name -> name.contains("/_KEY_MATERIAL_FOR_part-"));
        assertThat(TableFiles.list(
                        new org.apache.hadoop.fs.Path(tables().toString()),
                        Inputs.MESSAGING_USERS,
                        new Configuration()))
                .isNotEmpty()
                .allMatch(file -> file.path().endsWith(".parquet"));
    }

    @Test
    void rotate_afterwards_onlyWrappedKeysChangedAndNewVersionIsUsed() throws IOException {
        write(policy, tables());
        Map<String, byte[]> before = contents(tables());

        assertThat(new RotateKeys(policy, hadoop()).rotate(tables().toString())).containsOnlyKeys("messaging_users");

        Map<String, byte[]> after = contents(tables());
        assertThat(after.keySet()).isEqualTo(before.keySet());
        after.forEach((name, content) -> {
            if (name.endsWith(".parquet")) {
                assertThat(content).as(name).isEqualTo(before.get(name));
            } else {
                assertThat(new String(content, StandardCharsets.UTF_8))
                        .as(name)
                        .contains("sealedjoin-footer@1", "sealedjoin-number@1")
                        .doesNotContain("@0");
                assertThat(new String(before.get(name), StandardCharsets.UTF_8))
                        .contains("@0")
                        .doesNotContain("@1");
            }
        });
        assertThat(read(policy).filter("phone = '" + PLANTED + "'").count()).isEqualTo(25);
    }

    /** Files written before a roll and not wrapped anew are still read: the old version stays in the provider. */
    @Test
    void read_afterRollWithoutRotation_stillOpens() {
        write(policy, tables());
        try (EncryptionKeys keys = EncryptionKeys.open(policy, new Configuration())) {
            keys.roll();
        }
        KeyToolkit.removeCacheEntriesForAllTokens();
        assertThat(read(policy).filter("phone = '" + PLANTED + "'").count()).isEqualTo(25);
    }

    /** A rotation that died between removing old wrapped keys and naming the new ones. */
    @Test
    void rotate_afterOneThatDied_putsRightWhatItLeft() throws IOException {
        write(policy, tables());
        int moved = 0;
        try (Stream<Path> files = Files.list(tables().resolve("messaging_users"))) {
            for (Path file : files.filter(file -> file.getFileName().toString().startsWith("_KEY"))
                    .toList()) {
                Files.move(file, file.resolveSibling("_TMP" + file.getFileName()));
                moved++;
            }
        }
        assertThat(moved).isPositive();

        new RotateKeys(policy, hadoop()).rotate(tables().toString());

        assertThat(contents(tables()).keySet()).noneMatch(name -> name.contains("_TMP"));
        assertThat(read(policy).filter("phone = '" + PLANTED + "'").count()).isEqualTo(25);
    }

    @Test
    void rotate_nothingEncrypted_isRefused() {
        write(EncryptionPolicy.OFF, tables());
        assertThatThrownBy(() -> new RotateKeys(policy, hadoop()).rotate(tables().toString()))
                .isInstanceOf(InputFailure.class)
                .hasMessage("Cannot rotate keys: no table below the input folder is encrypted");
    }

    @Test
    void requireAll_emptyStore_namesTheKeys() {
        EncryptionPolicy empty = policy.in("jceks://file" + folder.resolve("empty.jceks"));
        assertThatThrownBy(() -> EncryptionKeys.open(empty, new Configuration()).requireAll())
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessage("Cannot use encryption.key-provider: it has no key sealedjoin-footer, sealedjoin-number"
                        + " (check its URI, or encryption.footer-key and encryption.number-key)");
    }

    @Test
    void open_unknownScheme_isRefused() {
        assertThatThrownBy(() -> EncryptionKeys.open(policy.in("nosuch://x/y"), new Configuration()))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageStartingWith("Cannot use encryption.key-provider: it cannot be opened");
    }

    /** Attack: one key for both would give numbers to everybody who may read a footer. */
    @Test
    void policy_oneKeyForBoth_isRefused() {
        assertThatThrownBy(() -> new EncryptionPolicy("none", "a", "a")).isInstanceOf(UsageFailure.class);
    }

    @Test
    void numberColumns_ofEveryTable_areThoseOfTheirLabels() {
        var found = new TreeMap<String, List<String>>();
        for (Table table : Inputs.all()) {
            if (!EncryptionPolicy.numberColumns(table).isEmpty()) {
                found.put(table.name(), EncryptionPolicy.numberColumns(table));
            }
        }
        assertThat(found)
                .isEqualTo(Map.of(
                        "messaging_users", List.of("phone"),
                        "messaging_contacts", List.of("contact_phone"),
                        "account_phones", List.of("phone"),
                        "number_releases", List.of("phone"),
                        "audience_uploads", List.of("hashed_phone")));
    }
}
