package org.sealedjoin.guard;

/**
 * How approved rows leave Spark's hands.
 *
 * @param path where files are written; empty for the others
 */
public record Exit(Kind kind, String path) {
    /** The ways out. */
    public enum Kind {
        FILES,
        DRIVER,
        MEMORY,
        TASKS
    }

    /** Written as files into a new folder. */
    public static Exit files(String path) {
        return new Exit(Kind.FILES, path);
    }

    /** Collected by the driver. Only rows without any label. */
    public static Exit driver() {
        return new Exit(Kind.DRIVER, "");
    }

    /** Kept in the executors' memory, and on their disks if it does not fit, encrypted. */
    public static Exit memory() {
        return new Exit(Kind.MEMORY, "");
    }

    /** Handed to functions that run in tasks. */
    public static Exit tasks() {
        return new Exit(Kind.TASKS, "");
    }
}
