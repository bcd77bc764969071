package org.sealedjoin.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.base.EnvironmentFailure;

/** Where the page of a run lies. */
final class PageFile {
    private static final String PAGE = "report/index.html";

    private PageFile() {}

    static Path of(Path run) {
        return new Path(run, PAGE);
    }

    /** Writes the page of a run that nobody reads yet. */
    static void write(FileSystem files, Path run, String html) {
        try {
            files.mkdirs(of(run).getParent());
            try (var stream = files.create(of(run), true)) {
                stream.write(html.getBytes(StandardCharsets.UTF_8));
                stream.hsync();
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    static EnvironmentFailure cannotWrite(IOException e) {
        return new EnvironmentFailure("Cannot write the page of the run: "
                + e.getClass().getSimpleName() + " (check permissions and the disk)");
    }
}
