package org.sealedjoin.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/** Attack: nights are made to fail on the very rows that hold a number, in the hope that a message at debug level quotes it. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CanaryFailureIT {
    private static final PlantedNumber NUMBER = CanaryInput.NUMBERS.get(0);

    @TempDir
    Path folder;

    /** Ways to spoil an input folder. */
    private enum Spoil {
        USERS_DAMAGED_FOOTER(input -> {
            csv(input, "messaging_users").delete();
            TinyInput.file(input.resolve("messaging_users/part.parquet"), "PAR1" + NUMBER.e164() + "\n\0\0\0PAR1");
        }),
        USERS_DAMAGED_PAGES(input -> {
            parquet(input, "messaging_users", col("*"));
            damagePages(input.resolve("messaging_users"));
        }),
        USERS_PHONE_AS_LONG(input -> parquet(
                input,
                "messaging_users",
                col("*"),
                col("phone").try_cast("bigint").as("number"))),
        USERS_COLUMN_NAMED_BY_NUMBER(input ->
                parquet(input, "messaging_users", col("*"), col("user_id").as(NUMBER.digits()))),
        USERS_STATUS_HOLDS_NUMBER(
                input -> append(csv(input, "messaging_users"), "9," + NUMBER.e164() + ",US,,," + NUMBER.e164())),
        CONTACTS_WITHOUT_HEADER(
                input -> TinyInput.file(input.resolve("messaging_contacts/part-0.csv"), NUMBER.e164() + ",1,\n")),
        CONTACTS_OTHER_HEADER(input -> TinyInput.file(
                input.resolve("messaging_contacts/part-1.csv"),
                "owner_user_id," + NUMBER.digits() + ",added_at\n1,2,\n")),
        CONTACTS_BROKEN_LINES(input -> {
            for (int i = 0; i < 900; i++) {
                append(csv(input, "messaging_contacts"), "1," + NUMBER.typed().get(1) + ",,,," + NUMBER.e164());
            }
        }),
        CONTACTS_NUMBER_FOR_OWNER(input -> {
            for (int i = 0; i < 900; i++) {
                append(csv(input, "messaging_contacts"), NUMBER.e164() + ",x," + NUMBER.e164());
            }
        }),
        CONTACTS_OPEN_QUOTE(input -> append(
                csv(input, "messaging_contacts"),
                "1,\"" + NUMBER.e164() + ("," + NUMBER.national()).repeat(2_000_000))),
        RELEASES_NUMBER_FOR_INSTANT(
                input -> append(csv(input, "number_releases"), NUMBER.e164() + "," + NUMBER.e164())),
        PHONES_NOT_UTF8(input -> append(csv(input, "account_phones"), "\u0000\u00ff" + NUMBER.e164() + ",\u0000,"));

        private final Consumer<Path> act;

        Spoil(Consumer<Path> act) {
            this.act = act;
        }
    }

    @Test
    void failingNights_atDebugLevel_leaveNoNumber() throws Exception {
        var run = new ForkedRun(folder)
                .pages()
                .set("spark.eventLog.compress", "false")
                .set("spark.eventLog.rolling.enabled", "false");
        var nights = new ArrayList<List<String>>();
        for (Spoil spoil : Spoil.values()) {
            Path input = folder.resolve("inputs").resolve(spoil.name());
            CanaryInput.write(input, Set.of());
            spoil.act.accept(input);
            // One row of the good tables is bad on purpose; what was spoilt has to be what stops the night.
            nights.add(ForkedRun.nightly(
                    input,
                    run.output(),
                    "--without",
                    "audiences,safety,usage,business",
                    "--set",
                    "input.max-rejected-share=0.02"));
        }

        List<Integer> statuses = run.nights(nights);
        SearchBytes.Report report = SearchBytes.search(CanaryForms.of(CanaryInput.NUMBERS, run.keys()), run.traces());
        System.out.println("Canaries: failing nights, " + report);

        assertThat(report.hits()).isEmpty();
        // An open quote and bytes that are not UTF-8 are few bad rows, or none: these two nights are published.
        assertThat(statuses).containsExactly(3, 3, 3, 3, 3, 3, 3, 3, 3, 0, 3, 0);
    }

    private static java.io.File csv(Path input, String table) {
        return input.resolve(table).resolve("part-0.csv").toFile();
    }

    private static void append(java.io.File file, String line) {
        try {
            Files.writeString(file.toPath(), line + "\n", UTF_8, java.nio.file.StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void parquet(Path input, String table, Column... columns) {
        LocalSpark.session()
                .read()
                .schema(Inputs.MESSAGING_USERS.schema())
                .option("header", true)
                .csv(csv(input, table).toString())
                .select(columns)
                .coalesce(1)
                .write()
                .mode("append")
                .parquet(input.resolve(table).toString());
        csv(input, table).delete();
    }

    /** The footer stays whole, so that the table opens and a task meets the damage. */
    private static void damagePages(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                for (int i = 40; i < bytes.length / 3; i += 3) {
                    bytes[i] ^= 0x55;
                }
                Files.write(file, bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
