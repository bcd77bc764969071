package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.release.NoiseKeyStore;
import org.sealedjoin.testing.TinyInput;

class DoctorCommandTest {
    @TempDir
    Path folder;

    private static List<String> failures(Ended ended) {
        return ended.out().lines().filter(line -> line.startsWith("FAIL")).toList();
    }

    @Test
    void doctor_localMachine_passesAndListsEverySetting() {
        Ended ended = InProcess.run("doctor", "--output", folder.resolve("out").toString());
        assertThat(failures(ended)).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.said()).isEmpty();
        for (RequiredSettings.Setting setting : RequiredSettings.all()) {
            assertThat(ended.out()).contains("ok    " + setting.key() + ": ");
        }
        assertThat(ended.out())
                .contains(
                        "ok    Java: ",
                        "ok    Spark: 4.2.0 (tested with 4.2)",
                        "ok    spark.io.encryption.enabled: true, set by the program (need true): ",
                        "ok    spark.authenticate: not set, asked on clusters only (need true): ",
                        "ok    heap dumps: off (need off)",
                        "core dumps: limit ",
                        "ok    output: " + folder.resolve("out") + " replaces a file in one step",
                        "ok    event log: off",
                        "ok    metrics file: none",
                        "ok    key provider: none");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void doctor_eventLogAndMetrics_areLookedAt() throws Exception {
        Path events = Files.createDirectory(
                folder.resolve("events"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Ended ended = InProcess.run(
                "doctor",
                "--set",
                "spark.eventLog.enabled=true",
                "--set",
                "spark.eventLog.dir=file:" + events,
                "--set",
                "report.metrics-file=" + folder.resolve("a.prom"));
        assertThat(ended.out())
                .contains(
                        "warn  event log: " + events
                                + " has permissions rwxr-xr-x (need none for others): messages of failed tasks there may quote rows")
                .contains("ok    metrics file: " + folder.resolve("a.prom"));

        assertThat(InProcess.run("doctor", "--set", "report.metrics-file=" + folder.resolve("none/a.prom"))
                        .said())
                .containsExactly(
                        "Cannot use setting report.metrics-file: it must be none, or end in .prom and lie in a folder that exists");
    }

    @Test
    void doctor_clusterWithoutProtection_failsWith5() {
        Ended ended = InProcess.run("doctor", "--set", "spark.master=spark://127.0.0.1:1");
        assertThat(ended.status()).isEqualTo(5);
        assertThat(failures(ended))
                .containsExactly(
                        "FAIL  spark.authenticate: not set (need true): whoever can reach an executor could ask for tokens",
                        "FAIL  spark.network.crypto.enabled: not set (need true, or spark.ssl.rpc.enabled=true): tokens and the"
                                + " run key cross the network");
        assertThat(ended.out()).contains("warn  spark.ui.filters: not set");
    }

    @Test
    void doctor_fixedSettingChanged_isUsage() {
        Ended ended = InProcess.run("doctor", "--set", "spark.io.encryption.enabled=false");
        assertThat(ended.said())
                .containsExactly(
                        "Cannot use setting spark.io.encryption.enabled: it is fixed, because guarantees rest on it");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void doctor_outputOpenToOthers_warns() throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-xr-x"));
        Ended ended = InProcess.run("doctor", "--output", out.toString());
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("warn  output: " + out + " has permissions rwxr-xr-x (need none for others)");
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxr-x---"));
        assertThat(InProcess.run("doctor", "--output", out.toString()).out())
                .contains("ok    output: " + out + " has permissions rwxr-x---");
    }

    @Test
    void doctor_outputIsFileOrElsewhere_fails() {
        TinyInput.file(folder.resolve("file"), "x");
        assertThat(failures(InProcess.run(
                        "doctor", "--output", folder.resolve("file").toString())))
                .containsExactly("FAIL  output: " + folder.resolve("file")
                        + " is no folder, or cannot be looked into (need a folder)");
        assertThat(failures(InProcess.run("doctor", "--output", "s3a://bucket/out")))
                .containsExactly(
                        "FAIL  output: in a s3a store (need hdfs or file: replacing CURRENT in one step is sure only there)");
    }

    @Test
    void doctor_keyProvider_saysWhetherItHasTheKeys() {
        String store = "jceks://file" + folder.resolve("keys.jceks");
        Ended empty = InProcess.run("doctor", "--key-provider", store);
        assertThat(empty.status()).isEqualTo(5);
        assertThat(failures(empty))
                .containsExactly("FAIL  key provider: has no key sealedjoin-footer, sealedjoin-number (need both)");
        assertThat(failures(InProcess.run("doctor", "--key-provider", "nosuch://x/y")))
                .singleElement()
                .asString()
                .startsWith("FAIL  key provider: Cannot use encryption.key-provider: it cannot be opened");
    }

    private String store() {
        return "privacy.noise-key-provider=localjceks://file" + folder.resolve("noise.jceks");
    }

    private List<String> noiseKey(String... more) {
        var args = new java.util.ArrayList<>(List.of("doctor", "--set", store()));
        args.addAll(List.of(more));
        return InProcess.run(args.toArray(String[]::new))
                .out()
                .lines()
                .filter(line -> line.contains("  noise key: "))
                .toList();
    }

    @Test
    void doctor_noiseKeyStore_saysWhatIsThereAndWhatToDo() throws Exception {
        Path store = folder.resolve("noise.jceks");
        assertThat(noiseKey()).containsExactly("ok    noise key: " + store + " does not exist: the first run makes it");
        assertThat(store).doesNotExist();

        NoiseKeyStore.open(store().substring(store().indexOf('=') + 1), new Configuration())
                .key(new SecureRandom())
                .close();
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
        assertThat(noiseKey())
                .containsExactly(
                        "ok    noise key: " + store + " holds the key",
                        "ok    noise key: " + store
                                + " has permissions rw------- (need rw-------): whoever reads the key takes the noise off",
                        "warn  noise key: has Hadoop's default password (need HADOOP_CREDSTORE_PASSWORD): only its"
                                + " permissions protect it",
                        "ok    noise key: no run has released figures under it yet");

        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-r--r--"));
        TinyInput.file(
                folder.resolve("noise.jceks.ledger"),
                "{\"id\":\"0123456789abcdef\",\"sequence\":7,\"as_of\":\"2026-11-24T00:00:00Z\"}\n");
        assertThat(noiseKey("--output", folder.resolve("out").toString()))
                .contains(
                        "FAIL  noise key: " + store
                                + " has permissions rw-r--r-- (need rw-------): whoever reads the key takes the noise off",
                        "ok    noise key: the newest ledger is state 7",
                        "FAIL  noise key: the output folder holds another ledger or an older one (need the --output of the"
                                + " last run, with the run whose manifest has that state)");

        Files.delete(store);
        assertThat(noiseKey())
                .containsExactly("FAIL  noise key: " + store
                        + " is gone, though a run has released figures under it (need it from its backup: another key"
                        + " tells old questions a second answer)");
    }

    @Test
    void doctor_rehearsal_warns() {
        assertThat(InProcess.run("doctor", "--set", "privacy.noise-key-provider=rehearsal")
                        .out())
                .contains("warn  noise key: rehearsal: figures of such a run must not be handed out");
    }
}
