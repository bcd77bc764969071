package org.sealedjoin.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.CurrentFile;
import org.sealedjoin.table.ProtectedTables;
import org.sealedjoin.table.SinkTable;

/** The finished runs of an output folder, to look at: which there are, what their manifests say, where the budget ledger stands. Changes nothing. */
public final class FinishedRuns {
    private static final String RUNS = "runs";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Comparator<JsonNode> LATER = Comparator.comparing(FinishedRuns::asOf)
            .thenComparing(told -> Instant.parse(told.path("executed_at").asText()));

    private final FileSystem files;
    private final Path root;

    /** @param root the output folder, which somebody else may hold */
    FinishedRuns(FileSystem files, Path root) {
        this.files = files;
        this.root = root;
    }

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

    /** Id of the published run; nothing before the first. */
    public Optional<RunId> current() {
        try {
            return CurrentFile.read(files, new Path(root, OutputFolder.CURRENT))
                    .map(String::strip)
                    .map(RunId::new);
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
        KeptLedger newest = null;
        try {
            for (FileStatus folder : folders()) {
                Path run = folderOf(new RunId(folder.getPath().getName()));
                JsonNode told = manifest(run).path(LedgerMark.FIELD);
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
        try {
            return Arrays.stream(folders())
                    .map(run -> manifest(run.getPath()).path("executed_at").asText(Instant.EPOCH.toString()))
                    .map(Instant::parse)
                    .max(Comparator.naturalOrder());
        } catch (IOException | DateTimeException e) {
            throw damagedRun(e);
        }
    }

    /** When a command executes by whose clock it is {@code clock}: not before the last run here, so that denials which were heard stay heard. */
    public Instant executionNotBeforeLast(Instant clock) {
        return lastExecution().filter(clock::isBefore).orElse(clock);
    }

    /** Every finished run, by name, so the earliest as-of first. */
    public List<KeptRun> all() {
        try {
            return Arrays.stream(folders())
                    .map(folder -> new RunId(folder.getPath().getName()))
                    .sorted(Comparator.comparing(RunId::name))
                    .map(run -> new KeptRun(run, folderOf(run), manifest(run)))
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw damagedRun(e);
        }
    }

    /** Folder of a run, whether or not it was published yet. */
    public Path folderOf(RunId run) {
        return new Path(root, RUNS + "/" + run.name());
    }

    private FileStatus[] folders() throws IOException {
        var runs = new Path(root, RUNS);
        return files.exists(runs) ? files.listStatus(runs) : new FileStatus[0];
    }

    /** The manifest of the newest run of an earlier as-of than {@code asOf}; of several of one as-of, of the one that was made last. */
    public Optional<JsonNode> manifestBefore(Instant asOf) {
        JsonNode newest = null;
        try {
            for (FileStatus folder : folders()) {
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

    private static EnvironmentFailure damagedRun(Exception e) {
        return new EnvironmentFailure("Cannot read the runs in the output folder: one is damaged or is no run ("
                + e.getClass().getSimpleName() + ")");
    }

    static Instant asOf(JsonNode manifest) {
        return Instant.parse(manifest.path("as_of").asText());
    }

    JsonNode manifest(RunId run) {
        return manifest(folderOf(run));
    }

    private JsonNode manifest(Path run) {
        try (var stream = files.open(new Path(run, OutputFolder.MANIFEST))) {
            return JSON.readTree(stream.readAllBytes());
        } catch (IOException e) {
            throw new EnvironmentFailure("Cannot read the manifest of the published run: it is missing or damaged ("
                    + e.getClass().getSimpleName() + ")");
        }
    }
}
