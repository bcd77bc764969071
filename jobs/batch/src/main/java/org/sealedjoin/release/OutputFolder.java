package org.sealedjoin.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.table.SinkTable;

/**
 * The output folder: {@code runs/<run id>} with everything that a run made, {@code CURRENT} with the id of the published run, and
 * {@code .staging} with runs under way. Held by one run at a time.
 *
 * <p>A reader who follows {@code CURRENT} sees all of a run or none of it: a run moves to {@code runs} when it is complete, and {@code
 * CURRENT} is replaced by one rename.
 */
public final class OutputFolder implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    static final String CURRENT = "CURRENT";
    private static final String STAGING = ".staging";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputFiles files;
    private final Path root;
    private final OutputLock lock;
    private final KeptStages stages;
    private final FinishedRuns finished;
    private boolean keepsFinished;
    private boolean keepsUnfinished;

    private OutputFolder(OutputFiles files, Path root, OutputLock lock, KeptStages stages) {
        this.files = files;
        this.root = root;
        this.lock = lock;
        this.stages = stages;
        this.finished = new FinishedRuns(files, root);
    }

    /**
     * Opens the folder for one run, making it if need be, finishes an erasure that died half way, and clears away what a run that died left in
     * staging.
     *
     * @throws EnvironmentFailure if another run holds it, it cannot be written, or its store cannot rename in one step
     */
    public static OutputFolder open(String output, Configuration hadoop) {
        try {
            return open(output, hadoop, OutputFiles.of(pathOf(output), hadoop));
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** The same with files of the caller's, which it need not have initialized. */
    static OutputFolder open(String output, Configuration hadoop, OutputFiles files) {
        Path path = pathOf(output);
        try {
            Path root = path.getFileSystem(hadoop).makeQualified(path);
            files.initialize(root.toUri(), hadoop);
            files.mkdirs(root);
            OutputLock lock = files.lock(root);
            try {
                var held = new HeldFiles(files, lock);
                var staging = new Path(root, STAGING);
                new ReplaceRuns(held, root, staging).finish();
                var stages = new KeptStages(held, root, staging);
                stages.setAside();
                held.delete(staging, true);
                return new OutputFolder(held, root, lock, stages);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private static Path pathOf(String output) {
        try {
            return new Path(output);
        } catch (IllegalArgumentException e) {
            throw new EnvironmentFailure("Cannot write the output folder: its name is empty or no path");
        }
    }

    /** What was published here. */
    public FinishedRuns runs() {
        return finished;
    }

    /** Closing leaves what stopped nights had finished: who holds the folder makes nothing in its place. */
    public void keepUnfinished() {
        keepsUnfinished = true;
    }

    /** Receipts of erasures, oldest first. */
    public List<Receipt> receipts() {
        return Receipts.in(files, root);
    }

    /**
     * Puts rewritten runs in the place of kept ones, all or none, moves CURRENT with the one that it names, and leaves the receipt. A process that
     * dies on the way has changed nothing, or whoever opens the folder next finishes it.
     *
     * @param manifests of the new runs, which lie in staging
     */
    public void replace(Receipt receipt, Map<RunId, Map<String, Object>> manifests) {
        try {
            for (Map.Entry<RunId, Map<String, Object>> run : manifests.entrySet()) {
                var staged = new Path(root, STAGING + "/" + run.getKey());
                complete(staged, run.getValue());
                // The old runs go as soon as the journal stands.
                files.settle(staged);
            }
            new ReplaceRuns(files, root, new Path(root, STAGING)).apply(receipt);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /**
     * Removes the runs that a policy no longer keeps; never the current one, never the one from whose ledger the next run goes on.
     *
     * @return how many were removed
     */
    public int keepOnly(RetentionPolicy policy, Instant now) {
        var needed = new HashSet<RunId>();
        finished.current().ifPresent(needed::add);
        finished.ledger().ifPresent(ledger -> needed.add(new RunId(ledger.run().getName())));
        List<RunId> beyond = policy.beyond(finished.all(), needed, now);
        try {
            for (RunId run : beyond) {
                DropRuns.drop(files, finished.folderOf(run), new Path(root, STAGING));
            }
            return beyond.size();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Starts a run in staging. */
    public StagedRun stage(RunId run) {
        var staged = new Path(new Path(root, STAGING), run.name());
        try {
            files.mkdirs(staged);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
        return new StagedRun(run, staged, files);
    }

    /** Notes that a table of a staged run is whole, in case the run is stopped: another of the same {@code fingerprint} may take it over. */
    public void finished(StagedRun staged, SinkTable sink, String fingerprint, Instant executedAt) {
        try {
            stages.mark(staged.folder(), sink, fingerprint, executedAt);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** A table that a run finished which was stopped. */
    public Optional<KeptStage> unfinished(SinkTable sink, String fingerprint) {
        try {
            return stages.find(sink, fingerprint);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Closing leaves what a failing run had finished, for the next to take over. For faults of the machine, never for what a guarantee refused. */
    public void keepFinished() {
        keepsFinished = true;
    }

    /** Removes what runs left that were stopped. */
    public void forgetUnfinished() {
        try {
            stages.forget();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /**
     * Publishes a complete run: moves it out of staging and makes it current, unless a run of a later as-of instant is.
     *
     * @param manifest written beside the tables; has {@code as_of}
     * @return whether the run is now the current one
     */
    public boolean publish(StagedRun staged, Map<String, Object> manifest) {
        boolean newest = finished.current()
                .map(run -> !FinishedRuns.asOf(finished.manifest(run))
                        .isAfter(Instant.parse(String.valueOf(manifest.get("as_of")))))
                .orElse(true);
        try {
            complete(staged.folder(), manifest);
            Path published = finished.folderOf(staged.id());
            files.mkdirs(published.getParent());
            files.settle(staged.folder());
            files.replace(staged.folder(), published);
            if (newest) {
                var next = new Path(root, STAGING + "/" + CURRENT);
                files.write(next, staged.id() + "\n");
                files.replace(next, new Path(root, CURRENT));
            }
            return newest;
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    private void complete(Path staged, Map<String, Object> manifest) throws IOException {
        files.delete(new Path(staged, StagedRun.KEPT), true);
        files.write(
                new Path(staged, MANIFEST),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n");
    }

    private static EnvironmentFailure cannotWrite(IOException e) {
        return new EnvironmentFailure("Cannot write the output folder: "
                + e.getClass().getSimpleName() + " (check that it is a folder, its permissions and the disk)");
    }

    /** Clears staging, so that a refused run leaves nothing behind, and gives the folder back. */
    @Override
    public void close() {
        try {
            // Else it is another run's staging by now.
            if (lock.isHeld() && !keepsFinished) {
                if (!keepsUnfinished) {
                    stages.forget();
                }
                files.delete(new Path(root, STAGING), true);
            }
        } catch (IOException e) {
            // The next run clears it.
        } finally {
            lock.close();
        }
    }
}
