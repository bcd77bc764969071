package org.sealedjoin.release;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/**
 * The files of a folder that a run holds: nothing is put in the place of anything once the hold may have lapsed.
 *
 * <p>Whoever takes over a hold that lapsed clears staging first, and what is put somewhere comes from staging. So between the question and the
 * rename nothing can go wrong: either the hold was good until now, or what is to be renamed is gone.
 */
final class HeldFiles extends OutputFiles {
    private final OutputFiles files;
    private final OutputLock lock;

    HeldFiles(OutputFiles files, OutputLock lock) {
        super(files);
        this.files = files;
        this.lock = lock;
    }

    @Override
    void replace(Path from, Path to) throws IOException {
        lock.requireHeld();
        files.replace(from, to);
    }

    @Override
    void settle(Path folder) throws IOException {
        files.settle(folder);
    }

    @Override
    void write(Path path, String text) throws IOException {
        files.write(path, text);
    }

    @Override
    OutputLock lock(Path folder) throws IOException {
        return files.lock(folder);
    }
}
