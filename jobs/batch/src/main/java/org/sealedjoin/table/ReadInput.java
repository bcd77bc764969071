package org.sealedjoin.table;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sequence;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.Failure;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.Operation;

/**
 * Reads every declared table and checks every row, before any other work. One pass over each table counts its rows by reason; the
 * stages read the good rows again. Nothing that a row holds leaves this class but through the rows themselves.
 */
public final class ReadInput {
    /** Rows whose key stands twice are taken out; adding a row with a key takes out more, never fewer. */
    public static final Operation.Subtract REPEATED = new Operation.Subtract("repeated keys");

    /** Of a table's files. */
    private static final long FEW_BYTES = 4L << 20;

    private final SparkSession spark;
    private final InputPolicy policy;

    public ReadInput(SparkSession spark, InputPolicy policy) {
        this.spark = spark;
        this.policy = policy;
    }

    /**
     * Reads the tables below {@code input}.
     *
     * @param mustHave names of tables that may not be absent this time, because the last published run had them
     * @throws InputFailure naming a table that is missing; else the first that is unreadable or not as declared; else the first that has too many bad rows,
     *     small tables before large ones
     */
    public InputTables read(String input, Set<String> mustHave) {
        Path root = pathOf(input);
        requireFolder(root);
        FlowGuard.of(spark).protect(root.toString(), ProtectedTables.ofInput(root.toString()));
        var listed = new ArrayList<TableFiles>();
        for (Table table : Inputs.all()) {
            List<TableFiles.InputFile> files =
                    TableFiles.list(root, table, spark.sessionState().newHadoopConf());
            if (!files.isEmpty()) {
                listed.add(TableFiles.of(table, files));
            } else if (table.presence() == Table.Presence.NEEDED) {
                throw missing(table);
            } else if (mustHave.contains(table.name())) {
                throw new InputFailure(
                        "Cannot read " + table.name()
                                + ": it is missing, and the last published run had it (a table that vanishes is taken for a fault)");
            }
        }
        Map<String, CheckedTable> checked = checkAll(listed);
        var tables = new LinkedHashMap<String, CheckedTable>();
        for (Table table : Inputs.all()) {
            CheckedTable found = checked.get(table.name());
            tables.put(table.name(), found == null ? absent(table) : found);
        }
        return new InputTables(tables);
    }

    private Map<String, CheckedTable> checkAll(List<TableFiles> listed) {
        List<Opened> opened = AtOnce.map(listed, this::open);
        var checked = new LinkedHashMap<String, CheckedTable>();
        try (var unused = new PlanForFew(spark)) {
            checkAll(opened.stream().filter(Opened::isFew).toList(), checked);
        }
        checkAll(opened.stream().filter(each -> !each.isFew()).toList(), checked);
        return checked;
    }

    private void checkAll(List<Opened> opened, Map<String, CheckedTable> checked) {
        AtOnce.map(opened, each -> requireFewRejected(check(each)))
                .forEach(each -> checked.put(each.table().name(), each));
    }

    private record Opened(TableFiles files, Dataset<Row> rows) {
        /** Whether its rows are checked in less time than it takes to compile code for them. */
        boolean isFew() {
            return files.files().stream().mapToLong(TableFiles.InputFile::bytes).sum() <= FEW_BYTES;
        }
    }

    private Opened open(TableFiles files) {
        return new Opened(files, new OpenTable(spark).open(files));
    }

    /**
     * What can still be read of an input.
     *
     * @param lost names of wanted tables that are missing or cannot be read; they count as absent
     */
    public record Rescued(InputTables tables, List<String> lost) {}

    /**
     * Reads what can be read of some tables, bad rows left out however many: for work that a fault in the input must not hold up. All other tables
     * count as absent.
     *
     * @throws InputFailure naming the first of {@code needed} that is missing, unreadable or not as declared
     */
    public Rescued rescue(String input, Set<Table> needed, Set<Table> wanted) {
        Path root = pathOf(input);
        requireFolder(root);
        FlowGuard.of(spark).protect(root.toString(), ProtectedTables.ofInput(root.toString()));
        var tables = new LinkedHashMap<String, CheckedTable>();
        var lost = new ArrayList<String>();
        for (Table table : Inputs.all()) {
            CheckedTable read = absent(table);
            if (needed.contains(table) || wanted.contains(table)) {
                try {
                    read = readAlone(root, table);
                } catch (InputFailure e) {
                    if (needed.contains(table)) {
                        throw e;
                    }
                    lost.add(table.name());
                }
            }
            tables.put(table.name(), read);
        }
        return new Rescued(new InputTables(tables), lost);
    }

    private CheckedTable readAlone(Path root, Table table) {
        List<TableFiles.InputFile> files =
                TableFiles.list(root, table, spark.sessionState().newHadoopConf());
        if (files.isEmpty()) {
            throw missing(table);
        }
        Opened opened = open(TableFiles.of(table, files));
        if (!opened.isFew()) {
            return check(opened);
        }
        try (var unused = new PlanForFew(spark)) {
            return check(opened);
        }
    }

    private static InputFailure missing(Table table) {
        return new InputFailure("Cannot read " + table.name() + ": its folder is missing or holds no files");
    }

    /**
     * Length of all files of declared tables below {@code input}.
     *
     * @throws InputFailure if there is no such folder, or a table's files cannot be listed
     */
    public long bytes(String input) {
        Path root = pathOf(input);
        requireFolder(root);
        Configuration hadoop = spark.sessionState().newHadoopConf();
        return Inputs.all().stream()
                .flatMap(table -> TableFiles.list(root, table, hadoop).stream())
                .mapToLong(TableFiles.InputFile::bytes)
                .sum();
    }

    /**
     * Lists the files anew: tables that were read more than once are the same each time only if nobody writes them meanwhile.
     *
     * @throws InputFailure naming the first table whose files are others than those that were checked
     */
    public void requireUnchanged(String input, InputTables read) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        for (CheckedTable table : read.all()) {
            if (!TableFiles.list(pathOf(input), table.table(), hadoop).equals(table.files())) {
                throw new InputFailure(
                        "Cannot publish: files of " + table.table().name()
                                + " changed while the run read them (need tables that stay as they are until a run ends)");
            }
        }
    }

    private static Path pathOf(String input) {
        try {
            return new Path(input);
        } catch (IllegalArgumentException e) {
            throw new InputFailure("Cannot read the input folder: its name is empty or no path");
        }
    }

    private void requireFolder(Path root) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try {
            if (root.getFileSystem(hadoop).getFileStatus(root).isDirectory()) {
                return;
            }
        } catch (IOException e) {
            throw new InputFailure("Cannot read the input folder: it does not exist or cannot be opened ("
                    + e.getClass().getSimpleName() + ")");
        }
        throw new InputFailure("Cannot read the input folder: it is a file (need a folder with one folder a table)");
    }

    private CheckedTable absent(Table table) {
        return new CheckedTable(
                table, false, List.of(), spark.createDataFrame(List.<Row>of(), table.schema()), 0, Map.of());
    }

    private CheckedTable check(Opened opened) {
        Table table = opened.files().table();
        var check = new CheckRows(table, opened.rows());
        Dataset<Row> rows;
        long good;
        var rejected = new TreeMap<String, Long>();
        try {
            good = countRows(check, rejected);
            rows = check.good(rejected.keySet());
            if (!table.key().isEmpty()) {
                Dataset<Row> times =
                        rows.groupBy(col(table.key())).agg(count(lit(1)).as("times"));
                Dataset<Row> twice = times.filter(col("times").gt(1));
                if (Counts.meeting(times, List.of(col("times").gt(1))).get(0) > 0) {
                    long bad = Counts.of(twice.select(explode(sequence(lit(1L), col("times")))));
                    rejected.put(table.key() + ": stands more than once", bad);
                    good -= bad;
                    rows = REPEATED.mark(
                                    rows,
                                    all -> all.join(broadcast(twice.select(table.key())), table.key(), "left_anti"))
                            .select(columns(table));
                }
            }
        } catch (Failure e) {
            throw e;
        } catch (Exception e) {
            // Spark throws checked exceptions that it does not declare, so no narrower type can be caught.
            throw EncryptionFault.of(e, table, spark).orElseGet(() -> faultOf(table, e));
        }
        return new CheckedTable(table, true, opened.files().files(), rows, good + sum(rejected), rejected);
    }

    /** Counts all rows in one pass: returns how many are good, and adds the others by reason. */
    private static long countRows(CheckRows check, Map<String, Long> rejected) {
        List<String> reasons = check.reasons();
        var wanted = new ArrayList<>(List.of(col(CheckRows.REJECTED).isNull()));
        for (int place = 0; place < reasons.size(); place++) {
            wanted.add(col(CheckRows.REJECTED).equalTo(place));
        }
        List<Long> counted = Counts.meeting(check.all(), wanted);
        for (int place = 0; place < reasons.size(); place++) {
            long bad = counted.get(1 + place);
            if (bad > 0) {
                rejected.put(reasons.get(place), bad);
            }
        }
        return counted.get(0);
    }

    /** Spark says so where a file is at fault; anything else may pass if it is tried again. */
    static Failure faultOf(Table table, Exception fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            // What an executor threw may come here as text only.
            String told = cause.getClass().getName() + " " + cause.getMessage();
            if (told.contains("FAILED_READ_FILE") || told.contains("org.apache.parquet.")) {
                return new InputFailure("Cannot read " + table.name() + ": a file is damaged or unreadable ("
                        + fault.getClass().getSimpleName() + ")");
            }
        }
        return new EnvironmentFailure("Cannot check " + table.name()
                + ": Spark failed while it read the table, and names no file as the cause ("
                + fault.getClass().getSimpleName() + ")");
    }

    private static Column[] columns(Table table) {
        return table.columnNames().stream().map(functions::col).toArray(Column[]::new);
    }

    private static long sum(Map<String, Long> rejected) {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    private CheckedTable requireFewRejected(CheckedTable checked) {
        long bad = checked.rowsRejected();
        double limit = checked.table().protective() ? 0 : policy.maxRejectedShare();
        if (bad <= limit * checked.rowsRead() || checked.table().badRows() == Table.BadRows.NEVER_STOP) {
            return checked;
        }
        var reasons = new ArrayList<String>();
        checked.rejected().forEach((reason, rows) -> reasons.add(reason + " (" + rows + ")"));
        String share = checked.table().protective()
                ? "0, because the table protects people"
                : "a share of " + policy.maxRejectedShare() + ", input.max-rejected-share";
        throw new InputFailure("Cannot use " + checked.table().name() + ": " + bad + " of " + checked.rowsRead()
                + " rows are bad: " + String.join(", ", reasons) + "; the limit is " + share);
    }
}
