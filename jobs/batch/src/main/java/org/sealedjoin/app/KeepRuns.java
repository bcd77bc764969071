package org.sealedjoin.app;

import java.time.Instant;
import java.util.Optional;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.release.RetentionPolicy;

/** Removes runs that are no longer kept, once another is published. */
final class KeepRuns {
    private final RetentionPolicy policy;
    private final Instant now;
    private final Progress progress;

    KeepRuns(RetentionPolicy policy, Instant now, Progress progress) {
        this.policy = policy;
        this.now = now;
        this.progress = progress;
    }

    /** What went wrong, for whoever looks at the run: it is published all the same, and the next one tries again. */
    Optional<String> in(OutputFolder folder) {
        try {
            int removed = folder.keepOnly(policy, now);
            if (removed > 0) {
                progress.say(
                        "removed " + removed + " runs that release.keep-runs and release.keep-days no longer keep");
            }
            return Optional.empty();
        } catch (EnvironmentFailure e) {
            String warning = "published, but runs that are no longer kept could not be removed (" + e.line() + ")";
            progress.say(warning);
            return Optional.of(warning);
        }
    }
}
