package org.sealedjoin.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Headless Chromium, from Debian's package {@code chromium} or wherever {@code CHROMIUM} says. A test without it fails. */
public final class Browser {
    /** A request in the browser's own log of the network: what the browser asks of its own account has no origin. */
    private static final Pattern REQUEST = Pattern.compile("\"initiator\":\"(?!not an origin).*?\"url\":\"((?!file:|data:)[^\"]*)\"");

    private Browser() {}

    /**
     * What a look at a page left behind.
     *
     * @param page as it was once its scripts had run
     * @param console errors, warnings and whatever else the page or the browser said of it
     * @param requests addresses other than files that the page asked for; the browser asks for some of its own account
     */
    public record Seen(String page, List<String> console, Set<String> requests) {}

    /** Opens a page as a file and waits until its scripts have run. */
    public static Seen open(Path scratch, String html, int width) throws IOException, InterruptedException {
        Path page = Files.createTempFile(scratch, "page", ".html");
        Path out = Files.createTempFile(scratch, "dom", ".html");
        Path err = Files.createTempFile(scratch, "log", ".txt");
        Path net = Files.createTempFile(scratch, "net", ".json");
        Files.writeString(page, html, UTF_8);
        String program = System.getenv().getOrDefault("CHROMIUM", "chromium");
        Process process = new ProcessBuilder(
                        program,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--no-first-run",
                        "--enable-logging=stderr",
                        "--log-level=0",
                        "--log-net-log=" + net,
                        "--user-data-dir=" + Files.createTempDirectory(scratch, "profile"),
                        "--window-size=" + width + ",900",
                        "--virtual-time-budget=5000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(90, TimeUnit.SECONDS)) {
                throw new IOException("the browser did not end");
            }
        } finally {
            process.destroyForcibly();
        }
        List<String> console = Files.readString(err, UTF_8)
                .lines()
                .filter(line -> line.contains("CONSOLE"))
                .toList();
        var requests = new TreeSet<String>();
        REQUEST.matcher(Files.readString(net, UTF_8)).results().forEach(found -> requests.add(found.group(1)));
        return new Seen(Files.readString(out, UTF_8), console, requests);
    }
}
