package org.sealedjoin.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;

/**
 * Writes input tables as the reader wants them: a folder a table, files of one kind directly inside, nothing else. What a run releases is
 * not written here but by the release package.
 */
public final class TableWriter {
    /** Without these, Spark leaves a mark of success and local files get checksum files beside them. */
    private static final Map<String, String> NO_SIDE_FILES = Map.of(
            "mapreduce.fileoutputcommitter.marksuccessfuljobs", "false",
            "fs.file.impl", LocalFiles.class.getName(),
            "fs.file.impl.disable.cache", "true");

    /** CSV as the reader expects it. Instants are written to the second. */
    private static final Map<String, String> CSV = Map.of(
            "header", "true",
            "encoding", "UTF-8",
            "timestampFormat", "yyyy-MM-dd'T'HH:mm:ssXXX",
            "dateFormat", "yyyy-MM-dd",
            "timeZone", "UTC");

    private final SparkSession spark;
    private final Path folder;
    private final String format;
    private final EncryptionPolicy encryption;

    /**
     * Writes below {@code folder}, without encryption.
     *
     * @param folder a path or a Hadoop URI
     * @param format {@code parquet} or {@code csv}
     */
    public TableWriter(SparkSession spark, String folder, String format) {
        this(spark, folder, format, EncryptionPolicy.OFF);
    }

    /**
     * Writes below {@code folder}.
     *
     * @param folder a path or a Hadoop URI
     * @param format {@code parquet} or {@code csv}
     * @param encryption of columns that hold numbers; only Parquet can
     */
    public TableWriter(SparkSession spark, String folder, String format, EncryptionPolicy encryption) {
        if (encryption.isOn() && !format.equals("parquet")) {
            throw new UsageFailure("Cannot encrypt columns of " + format + " files (need parquet)");
        }
        this.spark = spark;
        this.folder = new Path(folder);
        this.format = format;
        this.encryption = encryption;
    }

    /**
     * True if the folder does not exist or holds nothing.
     *
     * @throws EnvironmentFailure when it cannot be looked into
     */
    public boolean isEmpty() {
        try (FileSystem files = fileSystem()) {
            return !files.exists(folder)
                    || (files.getFileStatus(folder).isDirectory() && files.listStatus(folder).length == 0);
        } catch (IOException failure) {
            throw new EnvironmentFailure(
                    "Cannot look into the output folder: " + failure.getClass().getSimpleName());
        }
    }

    /**
     * Writes a table, one file a partition; where encryption is on, with its number columns encrypted.
     *
     * @return how many rows the files hold, read back
     */
    public long write(Table table, Dataset<Row> rows) {
        return write(table.name(), rows, encryption.writeSettings(table));
    }

    /**
     * Writes rows that are no declared table, and hold no numbers, one file a partition.
     *
     * @return how many rows the files hold, read back
     */
    public long write(String name, Dataset<Row> rows) {
        return write(name, rows, Map.of());
    }

    private long write(String name, Dataset<Row> rows, Map<String, String> encrypting) {
        String place = new Path(folder, name).toString();
        DataFrameWriter<Row> writer =
                rows.write().mode(SaveMode.ErrorIfExists).options(NO_SIDE_FILES).options(encrypting);
        if (format.equals("csv")) {
            writer = writer.options(CSV);
        }
        writer.format(format).save(place);
        return spark.read()
                .options(encryption.readSettings())
                .option("header", "true")
                .format(format)
                .load(place)
                .count();
    }

    /**
     * Writes a text file beside the tables.
     *
     * @throws EnvironmentFailure when it cannot be written
     */
    public void note(String name, String text) {
        try (FileSystem files = fileSystem();
                var out = files.create(new Path(folder, name), false)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new EnvironmentFailure(
                    "Cannot write " + name + ": " + failure.getClass().getSimpleName());
        }
    }

    /** A file system of our own: it may be closed, and a local one writes no checksum files. */
    private FileSystem fileSystem() throws IOException {
        var settings = new Configuration(spark.sparkContext().hadoopConfiguration());
        NO_SIDE_FILES.forEach(settings::set);
        return FileSystem.newInstance(folder.toUri(), settings);
    }
}
