package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

class WorkbenchTest {
    private static Map<String, String> before;

    @BeforeAll
    static void borrowTheSession() {
        before = InProcess.settings(LocalSpark.session());
    }

    @AfterAll
    static void giveBackTheSession() {
        InProcess.giveBack(LocalSpark.session(), before);
    }

    @Test
    void run_commandThatFails_throwsItsKindWithItsLine(@TempDir Path folder) {
        Workbench bench = Workbench.open();
        assertThatThrownBy(() -> bench.run("tables", "--set", "no.such=1")).isInstanceOf(UsageFailure.class);
        assertThatThrownBy(() ->
                        bench.run("nightly", "--check-input", "--as-of", TinyInput.AS_OF, "--input", folder.toString()))
                .isInstanceOf(InputFailure.class)
                .hasMessage("Cannot read messaging_users: its folder is missing or holds no files");
    }

    @Test
    void run_commandThatEndsWell_givesWhatItPrinted() {
        assertThat(Workbench.open().run("tables")).startsWith("# Tables\n");
    }

    @Test
    void read_rowsAboutPeople_canBeCountedAndNotShown(@TempDir Path folder) {
        Workbench bench = Workbench.open();
        String input = TinyInput.write(folder).toString();
        try {
            Dataset<Row> users = bench.read(input).rows(Inputs.MESSAGING_USERS);

            assertThatThrownBy(() -> users.select("region").collectAsList())
                    .isInstanceOf(GuaranteeFailure.class)
                    .hasMessageContaining("messaging_users.");
            assertThat(Counts.by(users.select("status"), Map.of("status", List.of("active"))))
                    .map(row -> row.getString(0) + " " + row.getLong(1))
                    .containsExactly("active 4");
        } finally {
            FlowGuard.of(bench.spark()).forget(input);
        }
    }
}
