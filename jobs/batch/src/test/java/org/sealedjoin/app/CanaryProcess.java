package org.sealedjoin.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.testing.KeepFiles;

/**
 * The program with the eyes of an attacker on the same machine: runs commands in a process of its own, keeps every file that Spark
 * writes for a moment only, saves Spark's pages, and dumps the heap after the first command if {@code canary.heap} says so.
 *
 * <p>Arguments: a folder for what the attacker may not see (masked keys, heap dumps), a folder for what was kept, a folder with
 * Spark's store of its pages, and commands, parted by {@code --then}.
 */
public final class CanaryProcess {
    /** Secrets are noted xor-ed with this, so that noting them leaves no copy in the heap that is searched for them. */
    public static final byte MASK = (byte) 0xa5;

    private static final int KEY_BYTES = 32;

    /** Stays in the heap: the search of a dump has to find this one. */
    private static final byte[] CONTROL = new byte[KEY_BYTES];

    private CanaryProcess() {}

    /** Runs the commands and ends with the status of the last. */
    public static void main(String[] args) throws Exception {
        Path hidden = Path.of(args[0]);
        Path kept = Path.of(args[1]);
        Path pages = Path.of(args[2]);
        new SecureRandom().nextBytes(CONTROL);
        note(hidden.resolve("control"), CONTROL);
        List<Path> temporary =
                List.of(Path.of(System.getenv("SPARK_LOCAL_DIRS")), Path.of(System.getProperty("java.io.tmpdir")));
        var statuses = new ArrayList<Integer>();
        try (KeepFiles keeping = KeepFiles.start(temporary, kept)) {
            for (List<String> command : commands(args)) {
                statuses.add(run(hidden, command));
                if (statuses.size() == 1 && Boolean.getBoolean("canary.heap")) {
                    dump(hidden.resolve("all.hprof"), false);
                    dump(hidden.resolve("live.hprof"), true);
                }
            }
            Files.writeString(hidden.resolve("statuses"), statuses.toString());
            if (Files.exists(pages)) {
                savePages(kept, pages);
            }
        }
        System.exit(0);
    }

    private static List<List<String>> commands(String[] args) {
        var commands = new ArrayList<List<String>>();
        commands.add(new ArrayList<>());
        for (int i = 3; i < args.length; i++) {
            if (args[i].equals("--then")) {
                commands.add(new ArrayList<>());
            } else {
                commands.get(commands.size() - 1).add(args[i]);
            }
        }
        return commands;
    }

    private static int run(Path hidden, List<String> command) {
        var random = new NotingRandom(hidden.resolve("keys"));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        return SealedJoin.run(new Context(Clock.systemUTC(), random, out, err), command.toArray(String[]::new));
    }

    private static void dump(Path file, boolean live) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), live);
    }

    private static void note(Path file, byte[] secret) throws IOException {
        var masked = new byte[secret.length];
        for (int i = 0; i < secret.length; i++) {
            masked[i] = (byte) (secret[i] ^ MASK);
        }
        Files.write(file, masked, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What a browser shows of the runs, and the store behind it. */
    private static void savePages(Path kept, Path store) throws Exception {
        SparkSession session = SparkSession.active();
        String base = session.sparkContext().uiWebUrl().get();
        String api = "/api/v1/applications/" + session.sparkContext().applicationId();
        var wanted = new ArrayList<>(List.of(
                "/jobs/",
                "/stages/",
                "/storage/",
                "/environment/",
                "/executors/",
                "/SQL/",
                api + "/jobs",
                api + "/stages?details=true",
                api + "/sql?details=true&planDescription=true&offset=0&length=10000",
                api + "/storage/rdd",
                api + "/environment",
                api + "/executors"));
        for (int execution = 0; execution < 40; execution++) {
            wanted.add("/SQL/execution/?id=" + execution);
        }
        var client = HttpClient.newHttpClient();
        Path folder = Files.createDirectories(kept.resolve("pages"));
        for (int i = 0; i < wanted.size(); i++) {
            var request =
                    HttpRequest.newBuilder(URI.create(base + wanted.get(i))).build();
            HttpResponse<byte[]> page = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (page.statusCode() == 200) {
                Files.write(folder.resolve(i + ".page"), page.body());
            }
        }
        copy(store, kept.resolve("store"));
    }

    /** Spark deletes the store when it stops. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else if (!path.getFileName().toString().equals("LOCK")) {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Notes every run key that is drawn. */
    private static final class NotingRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient Path file;

        private NotingRandom(Path file) {
            this.file = file;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            super.nextBytes(bytes);
            if (bytes.length == KEY_BYTES) {
                try {
                    note(file, bytes);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }
}
