package org.sealedjoin.release;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.sealedjoin.table.SinkTable;

/**
 * What a run had made of ids when it was stopped, for a run of the same inputs to take over. A table counts once its mark is written, which is after
 * its rows; it is gone when the next run has ended well.
 */
final class KeptStages {
    private static final String FOLDER = ".unfinished";
    private static final String MARKS = StagedRun.KEPT + "/.stages";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OutputFiles files;
    private final Path folder;
    private final Path staging;

    KeptStages(OutputFiles files, Path root, Path staging) {
        this.files = files;
        this.folder = new Path(root, FOLDER);
        this.staging = staging;
    }

    /** Says that a table of a staged run is whole. */
    void mark(Path staged, SinkTable sink, String fingerprint, Instant executedAt) throws IOException {
        // The mark must not outlive its rows.
        files.settle(new Path(staged, sink.folder()));
        var marks = new Path(staged, MARKS);
        files.mkdirs(marks);
        files.write(
                new Path(marks, sink.table().name()),
                JSON.writeValueAsString(Map.of("fingerprint", fingerprint, "executed_at", executedAt.toString())));
    }

    /** Keeps of a run that was stopped its finished tables, in the place of those of an earlier one. Before staging is cleared. */
    void setAside() throws IOException {
        for (FileStatus run : list(staging)) {
            // A name node may refuse to look below a file.
            if (run.isDirectory() && files.exists(new Path(run.getPath(), MARKS))) {
                for (FileStatus kept : list(new Path(run.getPath(), StagedRun.KEPT))) {
                    if (!MARKS.endsWith(kept.getPath().getName())) {
                        files.delete(kept.getPath(), true);
                    }
                }
                forget();
                files.mkdirs(folder);
                files.replace(run.getPath(), new Path(folder, run.getPath().getName()));
            }
        }
    }

    /** A finished table that was made under the same fingerprint. */
    Optional<KeptStage> find(SinkTable sink, String fingerprint) throws IOException {
        for (FileStatus run : list(folder)) {
            var mark = new Path(run.getPath(), MARKS + "/" + sink.table().name());
            if (files.exists(mark)) {
                JsonNode told = read(mark);
                if (told.path("fingerprint").asText().equals(fingerprint)) {
                    return Optional.of(new KeptStage(
                            new RunId(run.getPath().getName()),
                            run.getPath(),
                            sink,
                            Instant.parse(told.path("executed_at").asText())));
                }
            }
        }
        return Optional.empty();
    }

    void forget() throws IOException {
        files.delete(folder, true);
    }

    /** A mark that was written by half says nothing. */
    private JsonNode read(Path mark) throws IOException {
        try (var stream = files.open(mark)) {
            return JSON.readTree(stream.readAllBytes());
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }

    private FileStatus[] list(Path place) throws IOException {
        try {
            return files.listStatus(place);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }
}
