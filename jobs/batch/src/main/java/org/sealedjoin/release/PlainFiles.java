package org.sealedjoin.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Local files without checksum files beside them, and a rename that replaces in one step: Hadoop's leaves a moment without the file. */
class PlainFiles extends RawLocalFileSystem {
    /** Puts {@code from} in the place of {@code to}, all or nothing. */
    void replace(Path from, Path to) throws IOException {
        Files.move(pathToFile(from).toPath(), pathToFile(to).toPath(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Writes a small file to the disk, whole when this returns. */
    void write(Path path, String text) throws IOException {
        try (var stream = create(path, true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.hsync();
        }
    }
}
