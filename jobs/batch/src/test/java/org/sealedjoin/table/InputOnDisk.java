package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/** A small input of every table in a folder of its own, to be spoilt by a test and read. */
abstract class InputOnDisk {
    static final String USERS = "user_id,phone,region,registered_at,phone_verified_at,status";
    static final String FRIENDSHIPS = "account_id,friend_account_id,since";
    static final String NUMBER = "+12015550123";

    @TempDir
    Path input;

    @BeforeEach
    void writeTables() {
        TinyInput.write(input);
    }

    /** What is read below is looked at freely from here on, as its own test data may be. */
    @AfterEach
    void endProtection() {
        FlowGuard.of(LocalSpark.session()).forget(input.toString());
    }

    InputTables read(double share, String... mustHave) {
        try {
            return new ReadInput(LocalSpark.session(), new InputPolicy(share)).read(input.toString(), Set.of(mustHave));
        } finally {
            endProtection();
        }
    }

    InputTables read() {
        return read(0.01);
    }

    CheckedTable checked(Table table) {
        return checked(table, 1);
    }

    CheckedTable checked(Table table, double share) {
        return read(share).all().stream()
                .filter(each -> each.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    String refusal(double share, String... mustHave) {
        InputFailure failure = catchThrowableOfType(InputFailure.class, () -> read(share, mustHave));
        assertThat(failure).as("refusal").isNotNull();
        assertThat(failure.exitStatus()).isEqualTo(3);
        assertThat(failure.getCause()).isNull();
        return failure.line();
    }

    String refusal() {
        return refusal(0.01);
    }

    void write(Table table, String header, String... rows) {
        TinyInput.table(input, table.name(), header, List.of(rows));
    }

    static String user(int id, String phone) {
        return id + "," + phone + ",US,2014-01-01T00:00:00Z,2014-01-02T00:00:00Z,active";
    }

    static String[] friendships(int rows, String... bad) {
        var lines = new ArrayList<>(List.of(bad));
        for (int i = bad.length; i < rows; i++) {
            lines.add((1000 + i) + "," + (5000 + i) + ",");
        }
        return lines.toArray(String[]::new);
    }

    /** Replaces the table's files by Parquet with the columns that {@code expressions} make of its rows. */
    Path parquet(Table table, String... expressions) throws IOException {
        Dataset<Row> rows = read().rows(table).selectExpr(expressions).coalesce(1);
        Path written = input.resolve("written");
        rows.write().parquet(written.toString());
        Path folder = input.resolve(table.name());
        for (Path old : list(folder)) {
            Files.delete(old);
        }
        Path file = folder.resolve("part-0.parquet");
        for (Path part : list(written)) {
            if (part.toString().endsWith(".parquet")) {
                Files.move(part, file);
            }
        }
        return file;
    }

    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
