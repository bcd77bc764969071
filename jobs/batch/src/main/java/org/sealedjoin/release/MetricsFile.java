package org.sealedjoin.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;

/** A file of metrics beside the output, which a collector may read at any moment. */
public final class MetricsFile {
    private static final String SETTING = "report.metrics-file";
    private static final String NONE = "none";

    private final Path file;

    private MetricsFile(Path file) {
        this.file = file;
    }

    /**
     * The file that a setting names; nothing for {@code none}.
     *
     * @throws UsageFailure if it does not end in {@code .prom}, or its folder is not there
     */
    public static Optional<MetricsFile> of(String setting) {
        if (setting.equals(NONE)) {
            return Optional.empty();
        }
        try {
            Path file = Path.of(setting).toAbsolutePath();
            if (!setting.endsWith(".prom") || !Files.isDirectory(folderOf(file))) {
                throw new UsageFailure("Cannot use setting " + SETTING
                        + ": it must be none, or end in .prom and lie in a folder that exists");
            }
            return Optional.of(new MetricsFile(file));
        } catch (InvalidPathException e) {
            throw new UsageFailure("Cannot use setting " + SETTING + ": it is no path");
        }
    }

    /** Whether it can be put there. */
    public boolean isWritable() {
        return Files.isWritable(folderOf(file));
    }

    private static Path folderOf(Path file) {
        return file.resolveSibling("");
    }

    /** What the file holds; empty if it is not there. */
    public String text() {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Puts another text in the place of the file's, in one step. */
    public void replace(String text) {
        // Collectors read what ends in .prom, so a half-written file must not.
        Path next = file.resolveSibling("." + file.getFileName() + ".new");
        try {
            Files.writeString(next, text, StandardCharsets.UTF_8);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static EnvironmentFailure failure(IOException e) {
        return new EnvironmentFailure("Cannot write the file of " + SETTING + ": "
                + e.getClass().getSimpleName() + " (check permissions and the disk)");
    }
}
