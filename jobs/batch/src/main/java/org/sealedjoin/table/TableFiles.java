package org.sealedjoin.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.base.InputFailure;

/**
 * The files of one input table.
 *
 * @param format told from the files' ending
 * @param files sorted by path
 */
public record TableFiles(Table table, Format format, List<InputFile> files) {
    /** How the files of a table are written. */
    public enum Format {
        PARQUET(".parquet"),
        CSV(".csv");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }
    }

    /**
     * One file, as the manifest names it.
     *
     * @param path as Hadoop writes it
     * @param bytes length
     * @param modifiedMillis modification time, in milliseconds since 1970 UTC
     */
    public record InputFile(String path, long bytes, long modifiedMillis) {}

    public TableFiles {
        files = List.copyOf(files);
    }

    /** Paths of the files, in order. */
    String[] paths() {
        return files.stream().map(InputFile::path).toArray(String[]::new);
    }

    /**
     * Lists the files of {@code table} below {@code input}; none if the folder is absent or empty.
     *
     * @throws InputFailure if the folder holds anything but files of one format, or cannot be listed
     */
    static List<InputFile> list(Path input, Table table, Configuration hadoop) {
        Path folder = new Path(input, table.name());
        try {
            FileSystem files = folder.getFileSystem(hadoop);
            if (!files.exists(folder)) {
                return List.of();
            }
            if (!files.getFileStatus(folder).isDirectory()) {
                throw new InputFailure("Cannot read " + table.name() + ": it is a file (need a folder of files)");
            }
            var found = new ArrayList<InputFile>();
            for (FileStatus status : files.listStatus(folder)) {
                String name = status.getPath().getName();
                if (name.startsWith(".") || name.startsWith("_")) {
                    continue;
                }
                if (status.isDirectory()) {
                    throw new InputFailure(
                            "Cannot read " + table.name() + ": its folder holds a folder (need files only)");
                }
                found.add(new InputFile(status.getPath().toString(), status.getLen(), status.getModificationTime()));
            }
            found.sort(Comparator.comparing(InputFile::path));
            return found;
        } catch (IOException e) {
            throw new InputFailure("Cannot read " + table.name() + ": its folder cannot be listed ("
                    + e.getClass().getSimpleName() + ")");
        }
    }

    /** Tells the format of {@code files}, which must not be empty. */
    static TableFiles of(Table table, List<InputFile> files) {
        for (Format format : Format.values()) {
            if (files.stream().allMatch(file -> file.path().endsWith(format.ending))) {
                return new TableFiles(table, format, files);
            }
        }
        throw new InputFailure("Cannot read " + table.name() + ": its " + files.size()
                + " files do not all end in .parquet or all in .csv");
    }
}
