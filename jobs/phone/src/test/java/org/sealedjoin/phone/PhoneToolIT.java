package org.sealedjoin.phone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar as a process of its own, as an advertiser runs it. */
@Timeout(120)
class PhoneToolIT {
    private static final long LARGEST_JAR_BYTES = 5_000_000;

    private static Path jar;

    @TempDir
    Path folder;

    private record Ended(int status, String out, String err) {}

    @BeforeAll
    static void findJar() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            jar = built.filter(path -> path.getFileName().toString().matches("sealed-join-phone-.*-tool\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (environment.containsKey("FILE_ENCODING")) {
            command.add("-Dfile.encoding=" + environment.get("FILE_ENCODING"));
        }
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.redirectError(folder.resolve("err").toFile());
        return builder.start();
    }

    private Ended run(Map<String, String> environment, byte[] input, String... arguments) throws Exception {
        Process process = start(environment, arguments);
        Thread feeder = new Thread(() -> {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException unread) {
                throw new UncheckedIOException(unread);
            }
        });
        feeder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        int status = process.waitFor();
        feeder.join();
        return new Ended(status, out, Files.readString(folder.resolve("err")));
    }

    @Test
    void jar_isSmall() throws IOException {
        assertThat(Files.size(jar)).isLessThan(LARGEST_JAR_BYTES);
    }

    @Test
    void normalize_manyRows_keepsTheirOrder() throws Exception {
        StringBuilder input = new StringBuilder();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            int exchange = 550 + i / 10_000;
            int line = i % 10_000;
            boolean refused = i % 10 == 9;
            input.append(refused ? "911\r\n" : String.format("(202) %d-%04d\n", exchange, line));
            expected.append(refused ? "\tshort_code\n" : String.format("+1202%d%04d\n", exchange, line));
        }
        assertThat(run(Map.of(), input.toString().getBytes(UTF_8), "normalize", "--region", "US"))
                .isEqualTo(new Ended(0, expected.toString(), ""));
    }

    @Test
    void normalize_underAsciiLocale_readsAndWritesUtf8() throws Exception {
        byte[] input = "\uFF0B\uFF11 202 555 0146\n\u0661 202 555 0147\n".getBytes(UTF_8);
        for (Map<String, String> environment : List.of(
                Map.of("LC_ALL", "C"),
                Map.of("LC_ALL", "C", "FILE_ENCODING", "US-ASCII"),
                Map.of("FILE_ENCODING", "UTF-16"))) {
            assertThat(run(environment, input, "normalize", "--region", "US"))
                    .isEqualTo(new Ended(0, "+12025550146\n+12025550147\n", ""));
        }
    }

    @Test
    void hash_refusedRows_warnsOfNothingButCounts() throws Exception {
        Ended ended =
                run(Map.of(), "2025550146\n12345\n+76 12\n".getBytes(UTF_8), "hash", "--region", "US", "--form=e164");
        assertThat(ended.status()).isZero();
        assertThat(ended.out())
                .isEqualTo(
                        "ec7e6b85f24fa6b796f1017236463f1b7160fbdc5e663e39ab363b6d6fe30b9f\n\tshort_code\n\ttoo_short\n");
        assertThat(ended.err()).isEqualToNormalizingNewlines("hashed 1, refused 2 (short_code 1, too_short 1)\n");
    }

    @Test
    void run_mistakes_haveTheirExitStatusAndOneLine() throws Exception {
        Ended unknownRegion = run(Map.of(), new byte[0], "normalize", "--region", "XX");
        assertThat(unknownRegion.status()).isEqualTo(2);
        assertThat(unknownRegion.err()).startsWith("Cannot use --region").hasLineCount(1);
        Ended unknownForm = run(Map.of(), new byte[0], "hash", "--region", "US", "--form", "md5");
        assertThat(unknownForm.status()).isEqualTo(2);
        assertThat(unknownForm.err()).startsWith("Cannot use --form").hasLineCount(1);
        Ended missing = run(Map.of(), new byte[0], "normalize", "--region", "US", "2025550146");
        assertThat(missing.status()).isEqualTo(3);
        assertThat(missing.err()).startsWith("Cannot read FILE").hasLineCount(1).doesNotContain("2025550146");
    }

    @Test
    void version_ofPackagedTool_isPrinted() throws Exception {
        assertThat(run(Map.of(), new byte[0], "--version").out()).matches("phone [0-9].*\\R");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void normalize_readerLeaves_endsQuietly() throws Exception {
        Path numbers = Files.writeString(folder.resolve("numbers"), "2025550146\n".repeat(200_000));
        Process process = start(Map.of(), "normalize", "--region", "US", numbers.toString());
        try (InputStream out = process.getInputStream()) {
            assertThat(out.readNBytes(13)).isEqualTo("+12025550146\n".getBytes(UTF_8));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void normalize_fullDisk_isSaid() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "normalize",
                "--region",
                "US");
        builder.redirectOutput(Path.of("/dev/full").toFile());
        builder.redirectError(folder.resolve("err").toFile());
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write("2025550146\n".getBytes(UTF_8));
        }
        assertThat(process.waitFor()).isEqualTo(5);
        assertThat(Files.readString(folder.resolve("err")))
                .isEqualTo("Cannot write the output: No space left on device\n");
    }
}
