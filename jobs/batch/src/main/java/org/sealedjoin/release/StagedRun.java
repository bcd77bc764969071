package org.sealedjoin.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.guard.Approved;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.SinkFlow;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;

/** A run under way, in staging: its sinks, and ids-only results of the seal that later stages read while the run lasts. */
public final class StagedRun {
    static final String KEPT = ".kept";

    /** Packing and dictionaries make a file longer or shorter by what its figures are. */
    private static final Map<String, String> PLAIN =
            Map.of("compression", "none", "parquet.enable.dictionary", "false");

    private final RunId id;
    private final Path folder;
    private final OutputFiles files;
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final Map<String, List<SinkFlow>> flows = new LinkedHashMap<>();

    StagedRun(RunId id, Path folder, OutputFiles files) {
        this.id = id;
        this.folder = folder;
        this.files = files;
    }

    /** Id of the run. */
    public RunId id() {
        return id;
    }

    /** Where the run lies for now, for whoever reads it before it is published. */
    public String location() {
        return folder.toString();
    }

    Path folder() {
        return folder;
    }

    /** Rows of each sink written so far. */
    public Map<String, Long> rows() {
        return Map.copyOf(rows);
    }

    /**
     * Writes a sink and reads it back.
     *
     * @throws GuaranteeFailure if the columns are not exactly those that the sink declares
     */
    public Dataset<Row> write(SinkTable sink, Dataset<Row> content) {
        requireDeclared(sink, content);
        Column[] order = sink.sortedBy().stream().map(functions::col).toArray(Column[]::new);
        Dataset<Row> whole = sink.oneFile() ? content.repartition(1) : content;
        var path = new Path(folder, sink.folder());
        Dataset<Row> sorted = whole.sortWithinPartitions(order);
        Approved approved = guard(content).approve(sorted, sink.sink());
        flows.put(sink.folder(), approved.flows());
        writeOut(approved, path.toString(), sink.oneFile() ? PLAIN : Map.of());
        Dataset<Row> written = read(sink, content);
        rows.put(sink.folder(), Counts.of(written));
        return written;
    }

    private Dataset<Row> read(SinkTable sink, Dataset<Row> content) {
        return content.sparkSession()
                .read()
                .schema(sink.table().schema())
                .parquet(new Path(folder, sink.folder()).toString());
    }

    /** Writes rows that the rest of the run reads; gone before the run is published. Only ids and what was derived from them. */
    public Dataset<Row> keep(String name, Dataset<Row> content) {
        String path = new Path(new Path(folder, KEPT), name).toString();
        writeOut(guard(content).approve(content, Outputs.kept(name)), path, Map.of());
        return content.sparkSession().read().schema(content.schema()).parquet(path);
    }

    /** Writes examples to fit a model to, for the run's own process to read once the run is over. Consented people only. */
    public void sample(Dataset<Row> content, String path) {
        writeOut(guard(content).approve(content, Outputs.MODEL_SAMPLE), path, Map.of());
    }

    /** What reaches each sink, as the guard saw it. */
    public Map<String, List<SinkFlow>> flows() {
        return Map.copyOf(flows);
    }

    private FlowGuard guard(Dataset<Row> content) {
        FlowGuard guard = FlowGuard.of(content.sparkSession());
        guard.protect(folder.toString(), List.of());
        return guard;
    }

    private static void writeOut(Approved approved, String path, Map<String, String> options) {
        approved.out(Exit.files(path), rows -> {
            rows.write().options(options).parquet(path);
            return rows;
        });
    }

    /** Writes the page that people look at, beside the tables. */
    public void page(String html) {
        PageFile.write(files, folder, html);
    }

    private static void requireDeclared(SinkTable sink, Dataset<Row> content) {
        List<String> declared = signature(sink.table().schema().fields());
        List<String> found = signature(content.schema().fields());
        if (!declared.equals(found)) {
            throw new GuaranteeFailure("Cannot release " + sink.folder() + ": its columns are "
                    + String.join(", ", found) + " (declared: " + String.join(", ", declared) + ")");
        }
    }

    private static List<String> signature(StructField[] fields) {
        var signature = new ArrayList<String>();
        for (StructField field : fields) {
            signature.add(field.name() + " " + field.dataType().typeName());
        }
        return signature;
    }
}
