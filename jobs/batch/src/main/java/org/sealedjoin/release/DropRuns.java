package org.sealedjoin.release;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Removes finished runs: out of sight in one step, so that nobody finds half of one, then for good. */
final class DropRuns {
    private static final String DROPPED = "dropped-";

    private DropRuns() {}

    /**
     * Removes a run that may be gone already.
     *
     * @param staging what is left there by a process that died is cleared at the next start
     */
    static void drop(OutputFiles files, Path run, Path staging) throws IOException {
        if (files.exists(run)) {
            var dropped = new Path(staging, DROPPED + run.getName());
            files.mkdirs(staging);
            files.replace(run, dropped);
            files.delete(dropped, true);
        }
    }
}
