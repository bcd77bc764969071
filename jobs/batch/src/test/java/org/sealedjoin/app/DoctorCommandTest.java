package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess.Ended;
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
                        "ok    key provider: none");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder).isEmptyDirectory();
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
                        "FAIL  output: in a s3a store (need file: replacing CURRENT in one step is sure only there)");
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
}
