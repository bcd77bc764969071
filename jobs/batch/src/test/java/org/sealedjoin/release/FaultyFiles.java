package org.sealedjoin.release;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Files of a process that dies at its n-th change of the disk: before it, after it, or in the middle of a write. Once dead it changes nothing
 * more.
 */
final class FaultyFiles extends PlainFiles {
    /** The process is gone. Not an exception that the program could take for a fault of the disk. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private int left;
    private final boolean afterwards;

    /**
     * @param changes how many changes reach the disk before the last one
     * @param afterwards whether the last one does too
     */
    FaultyFiles(int changes, boolean afterwards) {
        left = changes;
        this.afterwards = afterwards;
    }

    private interface Change {
        void make() throws IOException;
    }

    private void change(Change change) throws IOException {
        if (left < 0) {
            throw new Killed();
        }
        left--;
        if (left >= 0 || afterwards) {
            change.make();
        }
        if (left < 0) {
            throw new Killed();
        }
    }

    @Override
    void replace(Path from, Path to) throws IOException {
        change(() -> super.replace(from, to));
    }

    @Override
    void write(Path path, String text) throws IOException {
        if (left == 0 && !afterwards) {
            super.write(path, text.substring(0, text.length() / 2));
        }
        change(() -> super.write(path, text));
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        boolean[] made = {false};
        change(() -> made[0] = super.mkdirs(path));
        return made[0];
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        boolean[] gone = {false};
        change(() -> gone[0] = super.delete(path, recursive));
        return gone[0];
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        if (left < 0) {
            throw new Killed();
        }
        return super.listStatus(path);
    }
}
