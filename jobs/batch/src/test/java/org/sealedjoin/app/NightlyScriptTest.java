package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/nightly} around a program that ends as the test says; {@code NightlyScriptIT} runs it around the real one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NightlyScriptTest {
    @TempDir
    Path folder;

    private record Ended(int status, String out, String err) {}

    /** The program writes down how it was called and ends with the next status of a list; the last one holds for good. */
    @BeforeEach
    void writeProgram() throws IOException {
        Files.writeString(folder.resolve("program"), """
                #!/usr/bin/env bash
                here=$(dirname "$0")
                echo "$@" >>"$here/calls"
                [ "$1" != withdraw ] || { [ ! -e "$here/withdraw-fails" ] || { echo 'Cannot withdraw: no' >&2; exit 5; }; exit 0; }
                read -r status <"$here/statuses"
                [ "$(wc -l <"$here/statuses")" -lt 2 ] || sed -i 1d "$here/statuses"
                if [ "$status" -eq 0 ]; then
                  echo 'Run 20161015T000000Z-1f2e3d4c is published'
                  for sink in internal/account_links products/friend_suggestions products/audience_members; do
                    printf '  %-28s %12s rows\\n' $sink 1,442
                  done
                  echo '  people who agreed            {messaging ads=460}'
                  for i in 1 2 3 4 5 6 7 8; do echo "  note: a long note, number $i, of which there can be many, and which goes on and on beyond a line"; done
                  echo '  in file:/out/runs/20161015T000000Z-1f2e3d4c'
                else
                  echo '[    1.0 s] input …' >&2
                  echo 'Cannot read terms: its folder is missing' >&2
                fi
                exit "$status"
                """);
        assertThat(folder.resolve("program").toFile().setExecutable(true)).isTrue();
    }

    private Ended nightly(String statuses, String... more) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("statuses"), statuses.replace(' ', '\n') + "\n");
        var command =
                new ArrayList<>(List.of(Script.ROOT.resolve("scripts/nightly").toString()));
        command.addAll(List.of(more));
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        var builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("SEALEDJOIN", folder.resolve("program").toString());
        builder.environment().put("NIGHTLY_PAUSE", "0");
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        int status = builder.start().waitFor();
        return new Ended(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private Ended night(String statuses, String... more) throws IOException, InterruptedException {
        var args = new ArrayList<>(
                List.of("--input", "in", "--output", folder.resolve("out").toString()));
        args.addAll(List.of(more));
        return nightly(statuses, args.toArray(String[]::new));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    private String withdraw() {
        return "withdraw --input in --output " + folder.resolve("out");
    }

    private void publishBefore() throws IOException {
        Files.createDirectories(folder.resolve("out"));
        Files.writeString(folder.resolve("out/CURRENT"), "20161014T000000Z-1f2e3d4c\n");
    }

    @Test
    void nightly_goodNight_runsOnceAsOfTodaysMidnight() throws Exception {
        String before = LocalDate.now(ZoneOffset.UTC) + "T00:00:00Z";
        Ended ended = night("0", "--", "--config", "a.conf", "--set", "friends.per-person=20");
        String after = LocalDate.now(ZoneOffset.UTC) + "T00:00:00Z";

        assertThat(ended.status()).isZero();
        assertThat(calls()).hasSize(1);
        assertThat(calls().get(0))
                .startsWith("nightly --input in --output " + folder.resolve("out") + " --as-of ")
                .endsWith(" --config a.conf --set friends.per-person=20")
                .matches(call -> call.contains(before) || call.contains(after));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "5"})
    void nightly_summary_fitsOneScreen(String status) throws Exception {
        Ended ended = night(status, "--as-of", "2016-10-15T00:00:00Z");

        assertThat(ended.out()).startsWith("Sealed Join, night of 2016-10-15T00:00:00Z\n  status " + status + ": ");
        assertThat(ended.out().lines().count()).isBetween(4L, 24L);
        assertThat(ended.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        if (status.equals("0")) {
            assertThat(ended.out())
                    .contains("  Run 20161015T000000Z-1f2e3d4c is published\n")
                    .contains("  products/friend_suggestions         1,442 rows\n")
                    .contains("  page: /out/runs/20161015T000000Z-1f2e3d4c/report/index.html\n");
        } else {
            assertThat(ended.out())
                    .contains("Cannot read terms: its folder is missing\n")
                    .doesNotContain("input …");
        }
    }

    /** Another try helps against a machine, never against what was asked, what was read or what was refused. */
    @ParameterizedTest
    @CsvSource({"2, 2, 1", "3, 3, 1", "4, 4, 1", "5, 5, 2", "5 0, 0, 2", "5 4, 4, 2", "137, 137, 1"})
    void nightly_status_isTriedAgainOnlyWhereItHelps(String statuses, int status, int tries) throws Exception {
        assertThat(night(statuses).status()).isEqualTo(status);
        assertThat(calls().stream().filter(call -> call.startsWith("nightly")).count())
                .isEqualTo(tries);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "4", "5"})
    void nightly_failedNight_withdraws(String status) throws Exception {
        publishBefore();
        Ended ended = night(status, "--", "--config", "a.conf");

        assertThat(calls()).endsWith(withdraw() + " --config a.conf");
        assertThat(ended.out()).contains("withdraw done: people who denied since are out");
        assertThat(night("0").out()).doesNotContain("withdraw");
    }

    @Test
    void nightly_firstNightFails_hasNothingToWithdraw() throws Exception {
        assertThat(night("3").out()).contains("  withdraw not needed: nothing is published\n");
        assertThat(calls()).hasSize(1);
    }

    @Test
    void nightly_withdrawFails_saysSoAndKeepsTheNightsStatus() throws Exception {
        publishBefore();
        Files.createFile(folder.resolve("withdraw-fails"));
        Ended ended = night("3");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.out()).contains("withdraw FAILED, status 5: people who denied since are still in what is");
        assertThat(ended.err()).contains("Cannot withdraw: no");
    }

    @Test
    void nightly_catalog_followsTheNightAndWhatWithdrawLeft() throws Exception {
        publishBefore();
        night("3", "--catalog", "sealed_join", "--", "--set", "spark.sql.catalogImplementation=hive");

        assertThat(calls()).hasSize(3);
        assertThat(calls().get(0)).endsWith(" --set spark.sql.catalogImplementation=hive --catalog sealed_join");
        assertThat(calls().get(2))
                .isEqualTo("register --output " + folder.resolve("out")
                        + " --catalog sealed_join --set spark.sql.catalogImplementation=hive");
    }

    @Test
    void nightly_anotherIsRunning_isRefusedAndDoesNothing() throws Exception {
        // The kernel's lock of flock(1) is another than Java's: a process of its own holds it.
        Process holder = new ProcessBuilder(
                        "flock", folder.resolve("out.nightly.lock").toString(), "sh", "-c", "echo held; sleep 50")
                .start();
        try {
            holder.inputReader().readLine();
            Ended ended = night("0");

            assertThat(ended.status()).isEqualTo(5);
            assertThat(ended.err()).startsWith("Cannot run nightly: another one holds ");
            assertThat(folder.resolve("calls")).doesNotExist();
        } finally {
            holder.descendants().forEach(ProcessHandle::destroyForcibly);
            holder.destroyForcibly();
        }
    }

    @Test
    void nightly_daysOfThePast_runOneAfterTheOther() throws Exception {
        Ended ended = night("0 3 0", "--from", "2016-02-28", "--to", "2016-03-01");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(calls().stream().map(call -> call.replaceAll(".* --as-of ", "")))
                .containsExactly("2016-02-28T00:00:00Z", "2016-02-29T00:00:00Z", "2016-03-01T00:00:00Z");
        assertThat(ended.out())
                .contains("  2016-02-28  status 0: is published\n")
                .contains("  2016-02-29  status 3: a table is not as it must be\n");
    }

    @Test
    void nightly_eventLog_isSetInAFolderOfItsOwnersOnly() throws Exception {
        night("0", "--event-log", folder.resolve("events").toString());

        assertThat(calls().get(0))
                .endsWith(
                        "--set spark.eventLog.enabled=true --set spark.eventLog.dir=file:" + folder.resolve("events"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("events"))))
                .isEqualTo("rwx------");
    }

    @Test
    void nightly_mailTo_sendsTheSummary() throws Exception {
        Files.writeString(
                folder.resolve("sendmail"),
                "#!/bin/sh\necho \"$@\" >\"$(dirname \"$0\")/mail-args\"\ncat >\"$(dirname \"$0\")/mail\"\n");
        assertThat(folder.resolve("sendmail").toFile().setExecutable(true)).isTrue();
        Ended ended = night("3", "--mail-to", "operators@example.org", "--as-of", "2016-10-15T00:00:00Z");

        assertThat(Files.readString(folder.resolve("mail-args"))).isEqualTo("-i -- operators@example.org\n");
        assertThat(Files.readString(folder.resolve("mail")))
                .startsWith(
                        "To: operators@example.org\nSubject: Sealed Join: status 3, night of 2016-10-15T00:00:00Z\n")
                .endsWith("\n\n" + ended.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--output out",
                "--input in",
                "--input",
                "--input in --output out --frobnicate",
                "--input in --output out --from 2016-10-01",
                "--input in --output out --from 2016-10-01 --to 2016-13-01",
                "--input in --output out --from 1 --to 2",
                "--input in --output out --mail-to -bad@example.org",
                "--input in --output out --as-of 2016-10-15T00:00:00Z --from 2016-10-01 --to 2016-10-02"
            })
    void nightly_badOptions_endWithTwo(String options) throws Exception {
        Ended ended = nightly("0", options.split(" ", -1));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).startsWith("Cannot run nightly: ");
        assertThat(folder.resolve("calls")).doesNotExist();
    }

    /** As systemd itself reads them, where it is there; what protects people is asked for by name in any case. */
    @Test
    void units_ofSystemd_areSound() throws Exception {
        String service = Files.readString(Script.ROOT.resolve("scripts/systemd/sealedjoin.service"));
        assertThat(service.lines())
                .contains(
                        "LimitCORE=0",
                        "PrivateTmp=yes",
                        "ProtectSystem=strict",
                        "NoNewPrivileges=yes",
                        "UMask=0077",
                        "MemorySwapMax=0");

        if (Files.exists(Path.of("/usr/bin/systemd-analyze"))) {
            Files.writeString(
                    folder.resolve("sealedjoin.service"), service.replace("/opt/sealed-join", Script.ROOT.toString()));
            Files.copy(Script.ROOT.resolve("scripts/systemd/sealedjoin.timer"), folder.resolve("sealedjoin.timer"));
            Path said = folder.resolve("said");
            int status = new ProcessBuilder(
                            "/usr/bin/systemd-analyze",
                            "verify",
                            "--man=no",
                            folder.resolve("sealedjoin.service").toString(),
                            folder.resolve("sealedjoin.timer").toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start()
                    .waitFor();
            assertThat(Files.readString(said).lines().filter(line -> line.contains("sealedjoin")))
                    .isEmpty();
            assertThat(status).isZero();
        }
    }
}
