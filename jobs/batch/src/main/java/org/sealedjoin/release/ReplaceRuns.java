package org.sealedjoin.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.table.CurrentFile;

/**
 * Puts rewritten runs in the place of kept ones, all or none. The journal is the moment of decision: before it is there nothing has changed;
 * once it is there, whoever holds the folder next finishes what it says. Each step may be done again.
 */
final class ReplaceRuns {
    /** Beside CURRENT; names no person. */
    static final String JOURNAL = ".erasure";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputFiles files;
    private final Path root;
    private final Path staging;

    ReplaceRuns(OutputFiles files, Path root, Path staging) {
        this.files = files;
        this.root = root;
        this.staging = staging;
    }

    /** Replaces the runs of {@code receipt}; the new ones lie whole in staging. The receipt stands once the old ones are gone. */
    void apply(Receipt receipt) throws IOException {
        var next = new Path(staging, JOURNAL);
        files.mkdirs(staging);
        files.write(next, text(receipt));
        files.replace(next, journal());
        finish();
    }

    /** Finishes what a dead process began; nothing if nothing was begun. Before staging is cleared. */
    void finish() throws IOException {
        if (!files.exists(journal())) {
            return;
        }
        Receipt receipt;
        try (var stream = files.open(journal())) {
            receipt = Receipt.parse(JSON.readTree(stream.readAllBytes()));
        }
        files.mkdirs(staging);
        for (Receipt.Replaced run : receipt.runs()) {
            var staged = new Path(staging, run.now().name());
            if (files.exists(staged)) {
                files.replace(staged, folderOf(run.now()));
            }
        }
        for (Receipt.Replaced run : receipt.runs()) {
            if (names(run.was())) {
                var next = new Path(staging, OutputFolder.CURRENT);
                files.write(next, run.now() + "\n");
                files.replace(next, new Path(root, OutputFolder.CURRENT));
            }
        }
        for (Receipt.Replaced run : receipt.runs()) {
            DropRuns.drop(files, folderOf(run.was()), staging);
        }
        var written = new Path(staging, receipt.id());
        files.write(written, text(receipt));
        files.mkdirs(new Path(root, Receipts.FOLDER));
        files.replace(written, new Path(root, Receipts.FOLDER + "/" + receipt.id() + ".json"));
        files.delete(journal(), false);
    }

    private boolean names(RunId run) throws IOException {
        return CurrentFile.read(files, new Path(root, OutputFolder.CURRENT))
                .map(String::strip)
                .filter(run.name()::equals)
                .isPresent();
    }

    private Path folderOf(RunId run) {
        return new Path(root, "runs/" + run.name());
    }

    private Path journal() {
        return new Path(root, JOURNAL);
    }

    private static String text(Receipt receipt) throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(receipt.fields()) + "\n";
    }
}
