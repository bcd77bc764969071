package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.report.Pages;
import org.sealedjoin.testing.PrometheusText;
import org.sealedjoin.testing.TinyInput;

/** {@code scripts/nightly} around the program as shipped: a good night, and one without terms. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class NightlyScriptIT {
    @TempDir
    Path folder;

    private int status;

    private String nightly(String... more) throws Exception {
        var command = new ArrayList<>(List.of(
                Script.ROOT.resolve("scripts/nightly").toString(),
                "--input",
                folder.resolve("in").toString(),
                "--output",
                folder.resolve("out").toString()));
        command.addAll(List.of(more));
        command.addAll(List.of(
                "--",
                "--set",
                "privacy.noise-key-provider=rehearsal",
                "--set",
                "report.metrics-file=" + folder.resolve("sealedjoin.prom")));
        Path out = folder.resolve("summary");
        var builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("progress").toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SEALEDJOIN_HEAP", "1g");
        builder.environment().put("SEALEDJOIN_SHARE_CLASSES", "no");
        builder.environment().put("JDK_JAVA_OPTIONS", Script.javaOptions());
        builder.environment().put("NIGHTLY_PAUSE", "0");
        status = builder.start().waitFor();
        return Files.readString(out, UTF_8);
    }

    @Test
    void nightly_goodNightThenOneWithoutTerms_tellsBoth() throws Exception {
        TinyInput.write(folder.resolve("in"));
        String good = nightly(
                "--as-of",
                TinyInput.AS_OF,
                "--event-log",
                folder.resolve("events").toString());
        assertThat(status).as(Files.readString(folder.resolve("progress"))).isZero();
        String id = Files.readString(folder.resolve("out/CURRENT")).strip();
        Path run = folder.resolve("out/runs").resolve(id);
        assertThat(good)
                .contains("  Run " + id + " is published\n")
                .contains("  internal/account_links                  8 rows\n")
                .contains("  page: ");
        assertThat(good.replace("\n", "")).contains(run + "/report/index.html");
        assertThat(Pages.data(Files.readString(run.resolve("report/index.html"))))
                .isEqualTo(new ObjectMapper().readTree(Files.readString(run.resolve("manifest.json"))));
        assertThat(folder.resolve("events")).isNotEmptyDirectory();

        TinyInput.file(folder.resolve("in/terms/part-0.csv"), "terms_version\n");
        String bad = nightly("--as-of", TinyInput.AS_OF);
        assertThat(status).isEqualTo(3);
        assertThat(bad).contains("Cannot read terms: ").contains("  withdraw ");
        assertThat(Files.readString(folder.resolve("out/CURRENT"))).isEqualTo(id + "\n");
        assertThat(PrometheusText.parse(Files.readString(folder.resolve("sealedjoin.prom"))))
                .containsEntry("sealedjoin_run_status", 3.0)
                .containsEntry("sealedjoin_published_rows{table=\"internal/account_links\"}", 8.0);
    }
}
