package org.sealedjoin.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.table.CurrentFile;
import org.sealedjoin.table.LocalFiles;
import org.sealedjoin.table.SinkTable;

/** A run that was published, for reading. Takes no lock: what is published does not change. */
public final class PublishedRun {
    private static final String NEXT = ".new";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunId id;
    private final Path folder;
    private final FileSystem files;

    private PublishedRun(RunId id, Path folder, FileSystem files) {
        this.id = id;
        this.folder = folder;
        this.files = files;
    }

    /**
     * Finds a run below an output folder.
     *
     * @param run its id; null for the one that CURRENT names
     * @throws UsageFailure if there is no such run
     */
    public static PublishedRun find(String output, @Nullable String run, Configuration hadoop) {
        var root = new Path(output);
        try {
            FileSystem files = root.getFileSystem(hadoop);
            var id = new RunId(run == null ? currentOf(files, root) : run);
            var folder = new Path(new Path(root, "runs"), id.name());
            if (!files.exists(new Path(folder, OutputFolder.MANIFEST))) {
                throw new UsageFailure("Cannot find that run below the output folder");
            }
            return new PublishedRun(id, files.makeQualified(folder), files);
        } catch (IllegalArgumentException e) {
            throw new UsageFailure("Cannot find that run: a run id is <as-of>-<8 hex>");
        } catch (IOException e) {
            throw new EnvironmentFailure(
                    "Cannot read the output folder: " + e.getClass().getSimpleName());
        }
    }

    /** The same without a Spark session. */
    public static PublishedRun find(String output, @Nullable String run) {
        var hadoop = new Configuration();
        // Hadoop's other one would leave checksum files beside what is written.
        hadoop.set("fs.file.impl", LocalFiles.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        return find(output, run, hadoop);
    }

    private static String currentOf(FileSystem files, Path root) throws IOException {
        return CurrentFile.read(files, new Path(root, OutputFolder.CURRENT))
                .map(String::strip)
                .orElseThrow(() -> new UsageFailure("Cannot find a published run: the output folder has no CURRENT"));
    }

    /** Id of the run. */
    public RunId id() {
        return id;
    }

    /** Where the run lies. */
    public Path folder() {
        return folder;
    }

    /** The same as text. */
    public String location() {
        return folder.toString();
    }

    /** The manifest of the run. */
    public JsonNode manifest() {
        try (var stream = files.open(new Path(folder, OutputFolder.MANIFEST))) {
            return JSON.readTree(stream.readAllBytes());
        } catch (IOException e) {
            throw new EnvironmentFailure("Cannot read the manifest of the run: it is missing or damaged ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Puts another page in the place of the run's, in one step. */
    public void replacePage(String html) {
        Path page = PageFile.of(folder);
        Path root = folder.getParent().getParent();
        try {
            OutputFiles store = OutputFiles.of(root, files.getConf());
            // Else a run that is erased meanwhile would come back with its page.
            try (OutputLock lock = store.lock(root)) {
                if (!store.exists(new Path(folder, OutputFolder.MANIFEST))) {
                    throw new UsageFailure("Cannot write the page: the run is gone");
                }
                var held = new HeldFiles(store, lock);
                held.mkdirs(page.getParent());
                held.write(page.suffix(NEXT), html);
                held.replace(page.suffix(NEXT), page);
            }
        } catch (IOException e) {
            throw PageFile.cannotWrite(e);
        }
    }

    /** True if the run made that table. */
    public boolean has(SinkTable sink) {
        try {
            return files.exists(new Path(folder, sink.folder()));
        } catch (IOException e) {
            throw new EnvironmentFailure(
                    "Cannot read the output folder: " + e.getClass().getSimpleName());
        }
    }

    /** Rows of a table of the run. */
    public Dataset<Row> read(SparkSession spark, SinkTable sink) {
        return spark.read().schema(sink.table().schema()).parquet(new Path(folder, sink.folder()).toString());
    }
}
