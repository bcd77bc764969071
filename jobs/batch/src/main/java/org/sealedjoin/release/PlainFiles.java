package org.sealedjoin.release;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.table.LocalFiles;

/** Local files without checksum files beside them, and a rename that replaces in one step: Hadoop's leaves a moment without the file. */
final class PlainFiles extends OutputFiles {
    PlainFiles() {
        super(new LocalFiles());
    }

    @Override
    void replace(Path from, Path to) throws IOException {
        Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        settleNames(local(to.getParent()));
    }

    @Override
    void settle(Path folder) throws IOException {
        try (Stream<java.nio.file.Path> all = Files.walk(local(folder))) {
            for (java.nio.file.Path place : (Iterable<java.nio.file.Path>) all::iterator) {
                if (Files.isDirectory(place)) {
                    settleNames(place);
                } else {
                    try (var file = FileChannel.open(place, StandardOpenOption.WRITE)) {
                        file.force(true);
                    }
                }
            }
        }
    }

    /** Some systems and mounts have no such thing for folders; what they hold is then as safe as they make it. */
    private static void settleNames(java.nio.file.Path folder) {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        } catch (IOException e) {
            // As said above.
        }
    }

    @Override
    OutputLock lock(Path folder) {
        return LocalLock.take(local(folder));
    }

    private static java.nio.file.Path local(Path path) {
        return new File(path.toUri().getPath()).toPath();
    }
}
