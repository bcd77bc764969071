package org.sealedjoin.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of classes that Java may write when it ends, for later starts: see {@code scripts/lib/shared-classes.sh}. */
public final class SharedClasses {
    /** The file's path, set by the script if it asked Java for one. */
    private static final String FILE = "sealedjoin.shared-classes";

    private static final String WHOLE = ".whole";

    private SharedClasses() {}

    /** Tells the script that a run came to its end, so that its classes are those that runs need. Whatever fails here costs later starts time only. */
    public static void ofWholeRun() {
        String file = System.getProperty(FILE);
        if (file == null) {
            return;
        }
        try {
            Files.writeString(Path.of(file + WHOLE), "");
        } catch (IOException e) {
            // The file of classes is then not used, and the next run makes another.
        }
    }
}
