package org.sealedjoin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileUtil;
import org.sealedjoin.base.EnvironmentFailure;

/** A folder for the time of one command; closing it deletes it with all that it holds. */
record TemporaryFolder(Path path) implements AutoCloseable {
    /** @param command whose it is, as a part of its name */
    static TemporaryFolder of(String command) {
        try {
            return new TemporaryFolder(Files.createTempDirectory("sealedjoin-" + command));
        } catch (IOException e) {
            throw new EnvironmentFailure(
                    "Cannot make a temporary folder: " + e.getClass().getSimpleName());
        }
    }

    String resolve(String name) {
        return path.resolve(name).toString();
    }

    @Override
    public void close() {
        FileUtil.fullyDelete(path.toFile());
    }
}
