package org.sealedjoin.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.sealedjoin.base.EnvironmentFailure;

/**
 * The files of an output folder. What a run needs of a store beyond reading and writing: one file or folder takes the place of another in one
 * step, and one run at a time holds the folder. See docs/decisions/0015.
 */
abstract class OutputFiles extends FilterFileSystem {
    /** @param store does everything else */
    OutputFiles(FileSystem store) {
        super(store);
    }

    /**
     * The store that {@code place} is in.
     *
     * @throws EnvironmentFailure if it is none that replaces in one step. Its client is not asked: it may be missing, or wait long for a server
     * @throws IOException if the store cannot be reached
     */
    static OutputFiles of(Path place, Configuration hadoop) throws IOException {
        String scheme = schemeOf(place, hadoop);
        OutputFiles files = switch (scheme) {
            case "file" -> new PlainFiles();
            case "hdfs" -> hdfs(place.getFileSystem(hadoop));
            default -> throw unsure(scheme);
        };
        files.initialize(files.makeQualified(place).toUri(), hadoop);
        return files;
    }

    private static OutputFiles hdfs(FileSystem client) {
        if (client instanceof DistributedFileSystem store) {
            return new HdfsFiles(store);
        }
        throw unsure("hdfs (" + client.getClass().getSimpleName() + ")");
    }

    private static EnvironmentFailure unsure(String store) {
        return new EnvironmentFailure(
                "Cannot publish to a " + store
                        + " folder: replacing CURRENT in one step is sure only on HDFS and on a local or mounted file system (need hdfs or file)");
    }

    /** Scheme of a place, such as {@code hdfs}. */
    static String schemeOf(Path place, Configuration hadoop) {
        String named = place.toUri().getScheme();
        return named == null ? FileSystem.getDefaultUri(hadoop).getScheme() : named;
    }

    /** Puts {@code from} in the place of {@code to}, all or nothing. */
    abstract void replace(Path from, Path to) throws IOException;

    /** Waits until everything below {@code folder} would outlast a loss of power, as far as the store lets its clients know. */
    abstract void settle(Path folder) throws IOException;

    /**
     * Takes a folder, which must exist, for one run.
     *
     * @throws EnvironmentFailure if another run holds it
     */
    abstract OutputLock lock(Path folder) throws IOException;

    /** Writes a small file to the disk, whole when this returns. */
    void write(Path path, String text) throws IOException {
        try (var stream = create(path, true)) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.hsync();
        }
    }
}
