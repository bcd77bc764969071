package org.sealedjoin.bench;

import java.util.List;

/**
 * What a process cost from its start to its end.
 *
 * @param cpuSeconds user and system time of it and of processes that it started
 * @param stages in the order in which it told them
 */
record Watched(int status, double wallSeconds, double cpuSeconds, double peakMegabytes, List<Stage> stages) {
    /**
     * Between two lines on standard error.
     *
     * @param beganMillis milliseconds since 1970
     * @param peakMegabytes most memory in RAM at any moment of the stage; NaN if the system does not tell
     */
    record Stage(
            String name,
            long beganMillis,
            long endedMillis,
            double wallSeconds,
            double cpuSeconds,
            double peakMegabytes) {}

    Watched {
        stages = List.copyOf(stages);
    }
}
