package org.sealedjoin.table;

import static org.apache.spark.sql.functions.col;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.InputFailure;

/**
 * Opens the files of a table and holds their columns against the declaration. Parquet columns come out with their declared types; CSV
 * columns come out as text, together with {@link #BROKEN_LINE}, to be cast row by row in {@link CheckRows}.
 */
final class OpenTable {
    /** Not null where a CSV line has more or fewer fields than the header. Holds the line: it must not be selected. */
    static final String BROKEN_LINE = "_broken_line";

    private static final Pattern LOOKS_LIKE_A_NAME = Pattern.compile("[A-Za-z_]\\w{0,63}");

    /** A hash in hexadecimal looks like a name too, and so does a number behind a letter. */
    private static final Pattern LOOKS_LIKE_DATA = Pattern.compile(".*\\d{4}.*|[0-9A-Fa-f]{16,}");

    private final SparkSession spark;

    OpenTable(SparkSession spark) {
        this.spark = spark;
    }

    Dataset<Row> open(TableFiles files) {
        return switch (files.format()) {
            case CSV -> openCsv(files);
            case PARQUET -> openParquet(files);
        };
    }

    private Dataset<Row> openCsv(TableFiles files) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        List<String> header = CsvHeader.read(files, hadoop);
        requireDeclared(files.table(), header);
        var schema = new StructType();
        for (String name : header) {
            schema = schema.add(name, DataTypes.StringType);
        }
        return spark.read()
                .schema(schema.add(BROKEN_LINE, DataTypes.StringType))
                .option("header", true)
                .option("enforceSchema", true)
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", BROKEN_LINE)
                // A pruned parser would take a broken line for a whole one.
                .option("columnPruning", false)
                .option("encoding", "UTF-8")
                .option("escape", "\"")
                .csv(files.paths());
    }

    private Dataset<Row> openParquet(TableFiles files) {
        Dataset<Row> rows;
        try {
            rows = spark.read().option("mergeSchema", true).parquet(files.paths());
        } catch (Exception e) {
            // Spark's message may quote content; its class is enough to act on.
            throw EncryptionFault.of(e, files.table(), spark)
                    .orElseGet(() -> new InputFailure("Cannot read "
                            + files.table().name() + ": its files are damaged, or differ in a column's type ("
                            + e.getClass().getSimpleName() + ")"));
        }
        Table table = files.table();
        requireDeclared(table, List.of(rows.schema().fieldNames()));
        for (StructField field : rows.schema().fields()) {
            DeclaredColumn declared = table.column(field.name());
            if (!declared.type().accepts(field.dataType())) {
                throw new InputFailure("Cannot read " + table.name() + ": column " + field.name() + " is "
                        + field.dataType().typeName().toUpperCase(Locale.ROOT) + " (need "
                        + declared.type() + ")");
            }
        }
        return rows.select(table.columns().stream()
                .map(column ->
                        col(column.name()).cast(column.type().sparkType()).as(column.name()))
                .toArray(Column[]::new));
    }

    private static void requireDeclared(Table table, List<String> found) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < found.size(); i++) {
            String name = found.get(i);
            if (!table.columnNames().contains(name)) {
                throw new InputFailure("Cannot read " + table.name() + ": column " + printable(found, i)
                        + " is not declared (declared: " + String.join(", ", table.columnNames()) + ")");
            }
            if (!seen.add(name)) {
                throw new InputFailure("Cannot read " + table.name() + ": column " + name + " stands twice");
            }
        }
        for (String name : table.columnNames()) {
            if (!seen.contains(name)) {
                throw new InputFailure("Cannot read " + table.name() + ": column " + name + " is missing");
            }
        }
    }

    /** One name that cannot be a column's makes the whole line suspect: then it is a row, and its code words are a person's. */
    private static String printable(List<String> found, int index) {
        String name = found.get(index);
        boolean header =
                found.stream().allMatch(each -> LOOKS_LIKE_A_NAME.matcher(each).matches());
        return header && !LOOKS_LIKE_DATA.matcher(name).matches()
                ? name
                : "number " + (index + 1) + " (its name is not shown)";
    }
}
