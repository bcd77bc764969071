package org.sealedjoin.testing;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.jspecify.annotations.Nullable;

/**
 * The local disk with {@link Faults}: each making, writing, closing, renaming and deleting is a change. For Hadoop and Spark to use by its class
 * name ({@code fs.file.impl}, with {@code fs.file.impl.disable.cache}), so the faults are handed over beside it.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
    private static volatile Faults faults = Faults.none();

    /** What every instance does from now on. Give back {@link Faults#none}. */
    public static void meet(Faults next) {
        faults = next;
    }

    /** Every way of creating or appending ends here. */
    @Override
    protected OutputStream createOutputStreamWithMode(Path path, boolean append, @Nullable FsPermission permission)
            throws IOException {
        return new FaultyStream(
                faults.change(() -> super.createOutputStreamWithMode(path, append, permission)), () -> faults);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        return faults.changeWithoutRoom(() -> super.rename(from, to));
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        return faults.changeWithoutRoom(() -> super.delete(path, recursive));
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        return faults.change(() -> super.mkdirs(path, permission));
    }

    @Override
    public boolean mkdirs(Path path) throws IOException {
        return faults.change(() -> super.mkdirs(path));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        faults.look();
        return super.listStatus(path);
    }
}
