package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code scripts/sealedjoin} as a process of its own, as a person at a terminal does. */
final class Script {
    static final Path ROOT =
            Path.of(System.getProperty("project.root", "../..")).toAbsolutePath();

    private Script() {}

    /** Java's options of a process that is over before its costly compiler has paid off: {@code src/test/java-options}. */
    static String javaOptions() {
        return "@" + ROOT.resolve("jobs/batch/src/test/java-options");
    }

    /** What the process left behind. */
    record Ended(int status, String out, String err) {
        /** The lines on standard error that are neither progress nor Java's own about its options. */
        List<String> said() {
            return err.lines()
                    .filter(line -> !line.startsWith("[") && !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS"))
                    .toList();
        }
    }

    static Ended run(Path scratch, String... args) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(ROOT.resolve("scripts/sealedjoin").toString()));
        command.addAll(List.of(args));
        Path out = Files.createTempFile(scratch, "out", ".txt");
        Path err = Files.createTempFile(scratch, "err", ".txt");
        var builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().remove("SPARK_HOME");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("SEALEDJOIN_HEAP", "1g");
        builder.environment().put("SEALEDJOIN_SHARE_CLASSES", "no");
        builder.environment().put("JDK_JAVA_OPTIONS", javaOptions());
        Process process = builder.start();
        try {
            int status = process.waitFor();
            return new Ended(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
