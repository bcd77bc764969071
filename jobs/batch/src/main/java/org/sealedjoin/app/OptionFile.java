package org.sealedjoin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;

/** A file that an option names for a command to write. */
final class OptionFile {
    private OptionFile() {}

    /** Writes nothing if the option was not given. */
    static void write(@Nullable Path file, String option, String text) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new EnvironmentFailure(
                    "Cannot write the file of " + option + ": " + e.getClass().getSimpleName());
        }
    }
}
