package org.sealedjoin.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The file {@code CURRENT} of an output folder as a reader sees it while runs are published.
 *
 * <p>It is replaced in one step, but whoever has opened the old one and not yet read it may find on HDFS that its block is gone: HDFS removes
 * the block of a replaced file within seconds, and its client then fails with "Blocklist has changed". The name is there all the time, so it
 * is opened again.
 */
public final class CurrentFile {
    private CurrentFile() {}

    /**
     * What the file holds, byte for byte; nothing if it is not there.
     *
     * @throws IOException if a file that nobody replaced meanwhile cannot be read
     */
    public static Optional<String> read(FileSystem files, Path pointer) throws IOException {
        while (files.exists(pointer)) {
            long before = written(files, pointer);
            try (var stream = files.open(pointer)) {
                return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                if (written(files, pointer) == before) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    /** When the file was written, in milliseconds. */
    private static long written(FileSystem files, Path pointer) throws IOException {
        return files.getFileStatus(pointer).getModificationTime();
    }
}
