package org.sealedjoin.release;

import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.testing.Faults;

/** The files of an output folder with {@link Faults}; replacing a file is one change, as is writing a small one. */
final class FaultyFiles extends OutputFiles {
    private final OutputFiles files;
    private final Faults faults;

    /** Local files. */
    FaultyFiles(Faults faults) {
        this(new PlainFiles(), faults);
    }

    FaultyFiles(OutputFiles files, Faults faults) {
        super(files);
        this.files = files;
        this.faults = faults;
    }

    @Override
    void replace(Path from, Path to) throws IOException {
        faults.changeWithoutRoom(() -> {
            files.replace(from, to);
            return to;
        });
    }

    @Override
    void settle(Path folder) throws IOException {
        faults.look();
        files.settle(folder);
    }

    @Override
    OutputLock lock(Path folder) throws IOException {
        return files.lock(folder);
    }

    @Override
    void write(Path path, String text) throws IOException {
        faults.change(() -> written(path, text), () -> written(path, text.substring(0, text.length() / 2)));
    }

    private Path written(Path path, String text) throws IOException {
        files.write(path, text);
        return path;
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        return faults.change(() -> super.mkdirs(path));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return faults.changeWithoutRoom(() -> super.delete(path, recursive));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        faults.look();
        return super.listStatus(path);
    }
}
