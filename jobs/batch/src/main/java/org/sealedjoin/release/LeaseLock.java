package org.sealedjoin.release;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream.SyncFlag;
import org.apache.hadoop.hdfs.protocol.AlreadyBeingCreatedException;
import org.apache.hadoop.ipc.RemoteException;
import org.sealedjoin.base.EnvironmentFailure;

/**
 * A hold on an output folder on HDFS: an empty file that the run keeps open for appending. Its name node lets one client do so, whose lease the
 * client renews while it lives; one that was not renewed for a minute goes to whoever asks next. So a run waits a little more than a minute for
 * a holder that may be dead before it gives up.
 */
final class LeaseLock implements OutputLock {
    /** The name node's soft limit of leases is sixty seconds, and not a setting. */
    private static final int SECONDS_TO_WAIT = 75;

    /** By name: the second is a class of servers, which clients do not have. */
    private static final Set<String> HELD = Set.of(
            AlreadyBeingCreatedException.class.getName(),
            "org.apache.hadoop.hdfs.protocol.RecoveryInProgressException");

    private final FSDataOutputStream open;

    private LeaseLock(FSDataOutputStream open) {
        this.open = open;
    }

    static LeaseLock take(DistributedFileSystem store, Path folder) throws IOException {
        return take(store, folder, SECONDS_TO_WAIT);
    }

    /**
     * The same with a patience of the caller's.
     *
     * @throws EnvironmentFailure if another run holds it after so many seconds
     */
    static LeaseLock take(DistributedFileSystem store, Path folder, int seconds) throws IOException {
        var file = new Path(folder, ".lock");
        for (int second = 0; ; second++) {
            Optional<FSDataOutputStream> open = open(store, file);
            if (open.isPresent()) {
                return new LeaseLock(open.get());
            }
            if (second >= seconds) {
                throw new EnvironmentFailure(
                        "Cannot start a run: another run holds the output folder (limit 1 at a time)");
            }
            pause();
        }
    }

    /** Nothing if another client has it open. Appending, for creating over a file would take it from whoever has it open. */
    private static Optional<FSDataOutputStream> open(DistributedFileSystem store, Path file) throws IOException {
        try {
            return Optional.of(store.append(file));
        } catch (FileNotFoundException e) {
            make(store, file);
            return open(store, file);
        } catch (RemoteException e) {
            if (HELD.contains(e.getClassName())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static void make(DistributedFileSystem store, Path file) throws IOException {
        try {
            // Replicated: a file in pieces of an erasure code cannot be appended to.
            store.createFile(file).overwrite(false).replicate().build().close();
        } catch (FileAlreadyExistsException e) {
            // Another run came first.
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentFailure("Cannot start a run: it was stopped while it waited for the output folder");
        }
    }

    /** Asks the name node, which knows of no lease that it gave to another. */
    @Override
    public boolean isHeld() {
        try {
            ((HdfsDataOutputStream) open).hsync(EnumSet.of(SyncFlag.UPDATE_LENGTH));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (IOException e) {
            // The lease went to another, or lapses in a minute.
        }
    }
}
