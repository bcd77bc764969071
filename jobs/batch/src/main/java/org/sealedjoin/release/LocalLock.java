package org.sealedjoin.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;

/** The operating system's lock on a local output folder: a dead run's lock is gone with its process. */
final class LocalLock implements OutputLock {
    private final FileChannel channel;

    private LocalLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks {@code folder}, which must exist.
     *
     * @throws EnvironmentFailure if another run holds it
     */
    static LocalLock take(java.nio.file.Path folder) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() != null) {
                return new LocalLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another run in this very process holds it: as below.
        } catch (IOException e) {
            release(channel);
            throw new EnvironmentFailure("Cannot lock the output folder: it cannot be written ("
                    + e.getClass().getSimpleName() + ")");
        }
        release(channel);
        throw new EnvironmentFailure("Cannot start a run: another run holds the output folder (limit 1 at a time)");
    }

    private static void release(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Closing only gives the lock back; the process's end does so too.
        }
    }

    @Override
    public boolean isHeld() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        release(channel);
    }
}
