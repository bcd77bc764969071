package org.sealedjoin.testing;

import java.io.IOException;

/**
 * When a disk fails, or the process dies at it: at the n-th change, before it reaches the disk, in the middle of it, or after it. Shared by every
 * file system that a test hands it to, from any thread, so that a run meets one fault wherever it falls.
 */
public final class Faults {
    /** Where in the change it strikes. */
    public enum Place {
        BEFORE,
        INSIDE,
        AFTER
    }

    /** What the program sees. */
    public enum Kind {
        /** One change fails with an {@link IOException}; later ones work. */
        ERROR,
        /** The disk is full from then on: what needs room fails, what needs none works. */
        FULL,
        /** The process is gone: from then on nothing reaches the disk, and every change and look throws {@link Killed}. */
        DEATH
    }

    /** The process is gone. Not an exception that the program could take for a fault of the disk. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** A change of the disk. */
    public interface Change<T> {
        T make() throws IOException;
    }

    private final Place place;
    private final Kind kind;
    private int left;
    private int made;

    /** @param changes how many changes are well before the one that is struck */
    public Faults(int changes, Place place, Kind kind) {
        left = changes;
        this.place = place;
        this.kind = kind;
    }

    /** Nothing fails. */
    public static Faults none() {
        return new Faults(Integer.MAX_VALUE, Place.BEFORE, Kind.ERROR);
    }

    /** Makes the change, or not. One that cannot be halved is struck after it if {@link Place#INSIDE}. */
    public <T> T change(Change<T> change) throws IOException {
        return change(change, change);
    }

    /**
     * Makes the change, or not.
     *
     * @param half makes the first half of it
     */
    public synchronized <T> T change(Change<T> change, Change<?> half) throws IOException {
        look();
        if (left < 0 && kind == Kind.FULL) {
            throw full();
        }
        if (left != 0) {
            left = Math.max(-1, left - 1);
            made++;
            return change.make();
        }
        left = -1;
        if (place == Place.INSIDE) {
            half.make();
        } else if (place == Place.AFTER) {
            change.make();
        }
        if (kind == Kind.DEATH) {
            throw new Killed();
        }
        throw kind == Kind.FULL ? full() : new IOException("the disk fails, as the test wants");
    }

    /** Makes a change for which a full disk has room, such as a removal, or not. */
    public synchronized <T> T changeWithoutRoom(Change<T> change) throws IOException {
        return kind == Kind.FULL && left <= 0 ? change.make() : change(change);
    }

    private static IOException full() {
        return new IOException("No space left on device");
    }

    /** Looks at the disk; a dead process cannot. */
    public synchronized void look() {
        if (left < 0 && kind == Kind.DEATH) {
            throw new Killed();
        }
    }

    /** How many changes went well. */
    public synchronized int made() {
        return made;
    }

    /** True once the fault has struck. */
    public synchronized boolean struck() {
        return left < 0;
    }
}
