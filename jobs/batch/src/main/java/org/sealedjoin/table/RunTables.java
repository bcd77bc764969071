package org.sealedjoin.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;

/**
 * What lies in the folder of one run, as found: nothing is taken for granted but that the folder is there. For the second reading, which
 * judges what this class only reports.
 */
public final class RunTables {
    private static final String RUN_ID = "\\d{8}T\\d{6}Z-[0-9a-f]{8}";
    private static final String MANIFEST = "manifest.json";
    private static final String KEPT_WHILE_STAGED = ".kept";
    private static final String PAGE = "report";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession spark;
    private final FileSystem files;
    private final Path folder;
    private final @Nullable JsonNode manifest;
    private final boolean staged;

    private RunTables(SparkSession spark, FileSystem files, Path folder, @Nullable JsonNode manifest, boolean staged) {
        this.spark = spark;
        this.files = files;
        this.folder = folder;
        this.manifest = manifest;
        this.staged = staged;
    }

    /**
     * A run under way.
     *
     * @param folder where its tables lie
     * @param manifest what will be written beside them
     */
    public static RunTables staged(SparkSession spark, String folder, Object manifest) {
        var path = new Path(folder);
        return new RunTables(spark, filesOf(spark, path), path, JSON.valueToTree(manifest), true);
    }

    /**
     * A finished run.
     *
     * @param output folder in which runs are published
     * @param id of the run
     * @throws UsageFailure if there is no such run
     */
    public static RunTables finished(SparkSession spark, String output, String id) {
        Path folder = new Path(rootOf(output), "runs/" + (id.matches(RUN_ID) ? id : "none"));
        FileSystem files = filesOf(spark, folder);
        if (!id.matches(RUN_ID) || !exists(files, folder)) {
            throw new UsageFailure("Cannot find that run below the output folder (need the name of a folder in runs)");
        }
        return new RunTables(spark, files, folder, manifestIn(files, folder), false);
    }

    /** What {@code CURRENT} of an output folder holds, byte for byte; nothing if it is not there. */
    public static Optional<String> current(SparkSession spark, String output) {
        var pointer = new Path(rootOf(output), "CURRENT");
        try {
            return CurrentFile.read(filesOf(spark, pointer), pointer);
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    /** Names of the folders of all runs below an output folder, sorted. */
    public static List<String> runs(SparkSession spark, String output) {
        var folder = new Path(rootOf(output), "runs");
        FileSystem files = filesOf(spark, folder);
        var names = new ArrayList<String>();
        for (FileStatus status : list(files, folder)) {
            names.add(status.getPath().getName());
        }
        names.sort(null);
        return names;
    }

    /** Name of the run's folder, which is the run's id. */
    public String name() {
        return folder.getName();
    }

    /** Folder of the run. */
    public String location() {
        return folder.toString();
    }

    /** The manifest; nothing if it is missing or no JSON object. */
    public Optional<JsonNode> manifest() {
        return Optional.ofNullable(manifest).filter(JsonNode::isObject);
    }

    /** The page that shows the manifest to people; nothing if there is none, as while the run is under way. */
    public Optional<String> page() {
        try (var stream = files.open(new Path(folder, PAGE + "/index.html"))) {
            return Optional.of(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    /** True if the table's folder is there. */
    public boolean has(SinkTable sink) {
        return exists(files, new Path(folder, sink.folder()));
    }

    /** Rows of a table under its declared schema. */
    public Dataset<Row> rows(SinkTable sink) {
        return spark.read().schema(sink.table().schema()).parquet(pathOf(sink));
    }

    /** Columns of all files of a table together, as the files tell them; nothing if they cannot be read or contradict each other. */
    public Optional<StructType> columns(SinkTable sink) {
        try {
            return Optional.of(spark.read()
                    .option("mergeSchema", true)
                    .parquet(pathOf(sink))
                    .schema());
        } catch (Exception e) {
            // Spark's message may quote content. That the table is unreadable is all that is needed.
            return Optional.empty();
        }
    }

    /** How many files a table has. */
    public long filesOf(SinkTable sink) {
        return list(files, new Path(folder, sink.folder())).size();
    }

    /** How many files and folders of the run are neither declared tables, their Parquet files, the manifest nor the page. */
    public long strays() {
        long found = 0;
        for (FileStatus status : list(files, folder)) {
            String name = status.getPath().getName();
            boolean expected = status.isDirectory()
                    ? name.equals(PAGE) || (staged && name.equals(KEPT_WHILE_STAGED))
                    : name.equals(MANIFEST);
            if (!expected) {
                found += status.isDirectory() ? straysBelow(status.getPath(), name) : 1;
            }
        }
        return found;
    }

    private long straysBelow(Path place, String name) {
        if (Outputs.all().stream().map(SinkTable::folder).anyMatch(name::equals)) {
            return list(files, place).stream()
                    .filter(file ->
                            file.isDirectory() || !file.getPath().getName().matches("[^._].*\\.parquet"))
                    .count();
        }
        if (Outputs.all().stream().map(SinkTable::folder).noneMatch(sink -> sink.startsWith(name + "/"))) {
            return 1;
        }
        long found = 0;
        for (FileStatus status : list(files, place)) {
            String below = name + "/" + status.getPath().getName();
            found += status.isDirectory() ? straysBelow(status.getPath(), below) : 1;
        }
        return found;
    }

    private String pathOf(SinkTable sink) {
        return new Path(folder, sink.folder()).toString();
    }

    private static Path rootOf(String output) {
        try {
            return new Path(output);
        } catch (IllegalArgumentException e) {
            throw new UsageFailure("Cannot read the output folder: its name is empty or no path");
        }
    }

    private static @Nullable JsonNode manifestIn(FileSystem files, Path folder) {
        try (var stream = files.open(new Path(folder, MANIFEST))) {
            return JSON.readTree(stream.readAllBytes());
        } catch (IOException e) {
            // Missing or damaged: what follows from it is the reader's to say.
            return null;
        }
    }

    private static FileSystem filesOf(SparkSession spark, Path path) {
        try {
            return path.getFileSystem(spark.sessionState().newHadoopConf());
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    private static boolean exists(FileSystem files, Path path) {
        try {
            return files.exists(path);
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    private static List<FileStatus> list(FileSystem files, Path path) {
        try {
            return List.of(files.listStatus(path));
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw cannotRead(e);
        }
    }

    private static EnvironmentFailure cannotRead(IOException e) {
        return new EnvironmentFailure(
                "Cannot read the output folder: " + e.getClass().getSimpleName());
    }
}
