package org.sealedjoin.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.base.EnvironmentFailure;

/** The receipts of all erasures in an output folder, a file each below {@code receipts}. */
public final class Receipts {
    static final String FOLDER = "receipts";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Receipts() {}

    /**
     * All receipts, oldest first. Takes no lock: a receipt is written whole, and never changed.
     *
     * @throws EnvironmentFailure if one cannot be read
     */
    public static List<Receipt> in(String output, Configuration hadoop) {
        try {
            var root = new Path(output);
            return in(root.getFileSystem(hadoop), root);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    static List<Receipt> in(FileSystem files, Path root) {
        var receipts = new ArrayList<Receipt>();
        try {
            for (FileStatus file : files.listStatus(new Path(root, FOLDER))) {
                try (var stream = files.open(file.getPath())) {
                    receipts.add(Receipt.parse(JSON.readTree(stream.readAllBytes())));
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(e);
        }
        receipts.sort(Comparator.comparing(Receipt::id));
        return receipts;
    }

    private static EnvironmentFailure unreadable(Exception e) {
        return new EnvironmentFailure("Cannot read the receipts of erasures: one is damaged or unreadable ("
                + e.getClass().getSimpleName()
                + "; need it from its backup: without it the person it tells of would come back)");
    }
}
