package org.sealedjoin.release;

import java.io.IOException;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** Files on HDFS, whose name node replaces in one step, and lets one writer at a time hold a file. */
final class HdfsFiles extends OutputFiles {
    private final DistributedFileSystem store;

    HdfsFiles(DistributedFileSystem store) {
        super(store);
        this.store = store;
    }

    @Override
    void replace(Path from, Path to) throws IOException {
        store.rename(from, to, Options.Rename.OVERWRITE);
    }

    /** Each file was on several data nodes when it was closed; whether on their disks is the cluster's to set. */
    @Override
    void settle(Path folder) {}

    @Override
    OutputLock lock(Path folder) throws IOException {
        return LeaseLock.take(store, folder);
    }
}
