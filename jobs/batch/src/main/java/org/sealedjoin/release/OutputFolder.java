package org.sealedjoin.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.ProtectedTables;
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

    private static final Comparator<JsonNode> LATER = Comparator.comparing(OutputFolder::asOf)
            .thenComparing(told -> Instant.parse(told.path("executed_at").asText()));

    private final OutputFiles files;
    private final Path root;
    private final OutputLock lock;
    private final KeptStages stages;
    private boolean keepsFinished;
    private boolean keepsUnfinished;

    /**
     * A state of the budget ledger, with the rows.
     *
     * @param run folder of the run that holds it
     * @param erased how many people were erased from it since its month began
     */
    public record KeptLedger(LedgerMark mark, Path run, long erased) {
        /** False for a table that the version which made the run did not know. */
        public boolean has(SparkSession spark, SinkTable sink) {
            var path = new Path(run, sink.folder());
            try {
                return path.getFileSystem(spark.sessionState().newHadoopConf()).exists(path);
            } catch (IOException e) {
                throw new EnvironmentFailure("Cannot read the runs in the output folder: one is unreadable ("
                        + e.getClass().getSimpleName() + ")");
            }
        }

        /** Rows of one of the ledger's tables, for the flow guard the tables of a run. */
        public Dataset<Row> rows(SparkSession spark, SinkTable sink) {
            FlowGuard.of(spark).protect(run.toString(), ProtectedTables.ofRun(run.toString()));
            return spark.read().schema(sink.table().schema()).parquet(new Path(run, sink.folder()).toString());
        }
    }

    private OutputFolder(OutputFiles files, Path root, OutputLock lock, KeptStages stages) {
        this.files = files;
        this.root = root;
        this.lock = lock;
        this.stages = stages;
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

    /** Id of the published run; nothing before the first. */
    public Optional<RunId> current() {
        var pointer = new Path(root, CURRENT);
        try {
            if (!files.exists(pointer)) {
                return Optional.empty();
            }
            try (var stream = files.open(pointer)) {
                String name = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
                return Optional.of(new RunId(name));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new EnvironmentFailure("Cannot read CURRENT in the output folder: it is damaged or unreadable ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Names of the input tables that the published run had; none before the first run. */
    public Set<String> tablesOfCurrent() {
        return current()
                .map(run -> {
                    var names = new HashSet<String>();
                    for (JsonNode table : manifest(run).path("inputs")) {
                        if (table.path("present").asBoolean()) {
                            names.add(table.path("table").asText());
                        }
                    }
                    return Set.copyOf(names);
                })
                .orElse(Set.of());
    }

    /** The newest state of the budget ledger among all runs here, current or not, and the run that holds it. */
    public Optional<KeptLedger> ledger() {
        return ledger(files, root);
    }

    /** The same of a folder that nobody holds, for looking only. */
    static Optional<KeptLedger> ledger(FileSystem files, Path root) {
        var runs = new Path(root, "runs");
        KeptLedger newest = null;
        try {
            if (!files.exists(runs)) {
                return Optional.empty();
            }
            for (FileStatus folder : files.listStatus(runs)) {
                var id = new RunId(folder.getPath().getName());
                Path run = new Path(runs, id.name());
                JsonNode told = manifest(files, run).path(LedgerMark.FIELD);
                Optional<LedgerMark> mark = LedgerMark.parse(told);
                if (mark.isPresent()
                        && (newest == null
                                || mark.get().sequence() > newest.mark().sequence())) {
                    newest = new KeptLedger(
                            mark.get(), run, told.path(LedgerMark.ERASED).asLong());
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damagedRun(e);
        }
        return Optional.ofNullable(newest);
    }

    /** When the last of all runs here executed, current or not, by the clock of then; nothing before the first. */
    public Optional<Instant> lastExecution() {
        var runs = new Path(root, "runs");
        try {
            if (!files.exists(runs)) {
                return Optional.empty();
            }
            return Arrays.stream(files.listStatus(runs))
                    .map(run ->
                            manifest(files, run.getPath()).path("executed_at").asText(Instant.EPOCH.toString()))
                    .map(Instant::parse)
                    .max(Comparator.naturalOrder());
        } catch (IOException | DateTimeException e) {
            throw damagedRun(e);
        }
    }

    /** Closing leaves what stopped nights had finished: who holds the folder makes nothing in its place. */
    public void keepUnfinished() {
        keepsUnfinished = true;
    }

    /** When a command executes by whose clock it is {@code clock}: not before the last run here, so that denials which were heard stay heard. */
    public Instant executionNotBeforeLast(Instant clock) {
        return lastExecution().filter(clock::isBefore).orElse(clock);
    }

    /** Every finished run, by name, so the earliest as-of first. */
    public List<KeptRun> runs() {
        var runs = new Path(root, "runs");
        try {
            if (!files.exists(runs)) {
                return List.of();
            }
            return Arrays.stream(files.listStatus(runs))
                    .map(folder -> new RunId(folder.getPath().getName()))
                    .sorted(Comparator.comparing(RunId::name))
                    .map(run -> new KeptRun(run, folderOf(run), manifest(run)))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw damagedRun(e);
        }
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
        current().ifPresent(needed::add);
        ledger().ifPresent(ledger -> needed.add(new RunId(ledger.run().getName())));
        List<RunId> beyond = policy.beyond(runs(), needed, now);
        try {
            for (RunId run : beyond) {
                DropRuns.drop(files, folderOf(run), new Path(root, STAGING));
            }
            return beyond.size();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Folder of a run, whether or not it was published yet. */
    public Path folderOf(RunId run) {
        return new Path(new Path(root, "runs"), run.name());
    }

    /** The manifest of the newest run of an earlier as-of than {@code asOf}; of several of one as-of, of the one that was made last. */
    public Optional<JsonNode> manifestBefore(Instant asOf) {
        var runs = new Path(root, "runs");
        JsonNode newest = null;
        try {
            if (!files.exists(runs)) {
                return Optional.empty();
            }
            for (FileStatus folder : files.listStatus(runs)) {
                JsonNode told = manifest(new RunId(folder.getPath().getName()));
                if (asOf(told).isBefore(asOf) && (newest == null || LATER.compare(told, newest) > 0)) {
                    newest = told;
                }
            }
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw damagedRun(e);
        }
        return Optional.ofNullable(newest);
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
        boolean newest = current()
                .map(run -> !asOf(manifest(run)).isAfter(Instant.parse(String.valueOf(manifest.get("as_of")))))
                .orElse(true);
        try {
            complete(staged.folder(), manifest);
            Path published = folderOf(staged.id());
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

    private static EnvironmentFailure damagedRun(Exception e) {
        return new EnvironmentFailure("Cannot read the runs in the output folder: one is damaged or is no run ("
                + e.getClass().getSimpleName() + ")");
    }

    private static Instant asOf(JsonNode manifest) {
        return Instant.parse(manifest.path("as_of").asText());
    }

    private JsonNode manifest(RunId run) {
        return manifest(files, folderOf(run));
    }

    private static JsonNode manifest(FileSystem files, Path run) {
        try (var stream = files.open(new Path(run, MANIFEST))) {
            return JSON.readTree(stream.readAllBytes());
        } catch (IOException e) {
            throw new EnvironmentFailure("Cannot read the manifest of the published run: it is missing or damaged ("
                    + e.getClass().getSimpleName() + ")");
        }
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
