package org.sealedjoin.release;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.sealedjoin.base.Require;

/**
 * Which runs are kept once another is published: the newest, and those younger than an age, whichever are more.
 *
 * @param keepRuns how many of the newest
 * @param keepDays how old others may be
 */
public record RetentionPolicy(int keepRuns, int keepDays) {
    public RetentionPolicy {
        Require.setting(keepRuns >= 1, "release.keep-runs", keepRuns, ">= 1");
        Require.setting(keepDays >= 0, "release.keep-days", keepDays, ">= 0");
    }

    /**
     * The runs that go, by when they were made. A back-filled night is as young as any other.
     *
     * @param needed are kept whatever their age
     */
    List<RunId> beyond(List<KeptRun> runs, Set<RunId> needed, Instant now) {
        Instant oldest = now.minus(Duration.ofDays(keepDays));
        return runs.stream()
                .sorted(Comparator.comparing(KeptRun::madeAt)
                        .reversed()
                        .thenComparing(run -> run.id().name(), Comparator.reverseOrder()))
                .skip(keepRuns)
                .filter(run -> run.madeAt().isBefore(oldest))
                .map(KeptRun::id)
                .filter(run -> !needed.contains(run))
                .toList();
    }
}
