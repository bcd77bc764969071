package org.sealedjoin.testing;

import java.io.IOException;
import java.util.EnumSet;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.Progressable;

/**
 * HDFS with {@link Faults}, as a client sees it: each making, writing, closing, renaming and deleting is a change, the renames that publish a run
 * among them. For Hadoop and Spark to use by its class name ({@code fs.hdfs.impl}), so the faults are handed over beside it.
 */
public final class FaultyHdfs extends DistributedFileSystem {
    private static volatile Faults faults = Faults.none();

    /** What every instance does from now on. Give back {@link Faults#none}. */
    public static void meet(Faults next) {
        faults = next;
    }

    private static FSDataOutputStream faulty(FSDataOutputStream out) throws IOException {
        return new FSDataOutputStream(new FaultyStream(out, () -> faults), null);
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            EnumSet<CreateFlag> flags,
            int buffer,
            short replication,
            long block,
            Progressable progress,
            Options.ChecksumOpt checksum)
            throws IOException {
        return faulty(faults.change(
                () -> super.create(path, permission, flags, buffer, replication, block, progress, checksum)));
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        return faults.changeWithoutRoom(() -> super.rename(from, to));
    }

    @Override
    public void rename(Path from, Path to, Options.Rename... options) throws IOException {
        faults.changeWithoutRoom(() -> {
            super.rename(from, to, options);
            return to;
        });
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
    public FSDataInputStream open(Path path, int buffer) throws IOException {
        faults.look();
        return super.open(path, buffer);
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        faults.look();
        return super.getFileStatus(path);
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        faults.look();
        return super.listStatus(path);
    }
}
