package org.sealedjoin.release;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.testing.Faults;

/** The files of an output folder with {@link Faults}; replacing a file is one change, as is writing a small one. */
final class FaultyFiles extends PlainFiles {
    private final Faults faults;

    FaultyFiles(Faults faults) {
        this.faults = faults;
    }

    @Override
    void replace(Path from, Path to) throws IOException {
        faults.change(() -> {
            super.replace(from, to);
            return to;
        });
    }

    @Override
    void write(Path path, String text) throws IOException {
        faults.change(() -> written(path, text), () -> written(path, text.substring(0, text.length() / 2)));
    }

    private Path written(Path path, String text) throws IOException {
        super.write(path, text);
        return path;
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        return faults.change(() -> super.mkdirs(path));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return faults.change(() -> super.delete(path, recursive));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        faults.look();
        return super.listStatus(path);
    }
}
