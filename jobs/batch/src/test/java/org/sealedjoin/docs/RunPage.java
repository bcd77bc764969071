package org.sealedjoin.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of a page in one shell, in a folder that looks like the checkout and is not: what commands leave stays there, where the commands
 * of later pages find it. The build is the checkout's. A command that fails in the middle of a pipe is a failure.
 */
final class RunPage {
    private static final String MARK = "\u001e";
    private static final List<String> LINKED =
            List.of("scripts", "jobs", "data-samples", "docs", "notebooks-java", "pom.xml", "README.md");
    private static final int MOST_MINUTES = 15;

    private final Path folder;

    /** @param folder empty, or one that earlier pages ran in */
    RunPage(Path checkout, Path folder) throws IOException {
        this.folder = folder;
        for (String name : LINKED) {
            if (!Files.exists(folder.resolve(name))) {
                Files.createSymbolicLink(folder.resolve(name), checkout.resolve(name));
            }
        }
    }

    /** Faults of the page, a line each; none if every command ends with 0 and prints what the page shows. */
    List<String> faults(DocPage page) throws IOException, InterruptedException {
        Path script = Files.createTempFile(folder, "page", ".sh");
        Path said = Files.createTempFile(folder, "page", ".out");
        Files.writeString(script, script(page));
        var shell = new ProcessBuilder("bash", script.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        // Neither the operator's noise key nor a Spark of the machine; compiled as tests are.
        shell.environment()
                .put(
                        "JDK_JAVA_OPTIONS",
                        "-Duser.home=" + folder + " -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m");
        shell.environment().put("SEALEDJOIN_HEAP", "2g");
        shell.environment().remove("SPARK_HOME");
        Process process = shell.start();
        if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return List.of(page.name() + ": not done after " + MOST_MINUTES + " minutes");
        }
        return faults(page, Files.readString(said, UTF_8));
    }

    private static String script(DocPage page) {
        // A pipe ends with 0 although its first command failed, unless asked not to.
        var script = new StringBuilder("exec </dev/null\nset -o pipefail\n");
        for (DocPage.Command command : page.commands()) {
            script.append(command.text()).append("\nprintf '\\n").append(MARK).append("%d\\n' $?\n");
        }
        return script.toString();
    }

    private static List<String> faults(DocPage page, String said) {
        var faults = new ArrayList<String>();
        String[] parts = said.split(MARK, -1);
        for (int i = 0; i < page.commands().size(); i++) {
            DocPage.Command command = page.commands().get(i);
            String where = page.name() + ":" + command.line() + ": ";
            if (i + 1 >= parts.length) {
                faults.add(where + "the shell ended before it");
                break;
            }
            String status = parts[i + 1].lines().findFirst().orElseThrow();
            List<String> printed = printed(i == 0 ? parts[i] : parts[i].substring(parts[i].indexOf('\n') + 1));
            if (!status.equals("0")) {
                faults.add(where + "ended with " + status + "\n" + String.join("\n", printed));
            } else if (!command.shows(printed)) {
                faults.add(where + "does not print what the page shows, but\n" + String.join("\n", printed));
            }
        }
        return faults;
    }

    /** What a reader would take for the output: no progress, no notice of the build or of Java's options, no blank line at the end. */
    private static List<String> printed(String text) {
        var lines = new ArrayList<>(text.lines()
                .filter(line -> !line.matches("\\[ *\\d+\\.\\d s\\] .*")
                        && !line.startsWith("NOTE: Picked up JDK_JAVA_OPTIONS")
                        && !line.startsWith("Building Sealed Join"))
                .toList());
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }
}
