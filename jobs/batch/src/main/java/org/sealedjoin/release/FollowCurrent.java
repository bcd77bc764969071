package org.sealedjoin.release;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import scala.Option;

/**
 * Lets a catalog's tables follow CURRENT: external Parquet tables, one for each published table, whose location is the published run's. Each
 * moves in one step; for a moment some are of this night and some of the last.
 */
public final class FollowCurrent {
    private static final String SETTING = "spark.sql.catalogImplementation";
    private static final String RUNS = "/runs/";

    private final SparkSession spark;
    private final String schema;

    FollowCurrent(SparkSession spark, String schema) {
        this.spark = spark;
        this.schema = schema;
    }

    /**
     * Makes sure of the catalog before any work.
     *
     * @param schema the schema (database) of the session's catalog to hold the tables, made if it is not there
     * @throws UsageFailure if that is no name
     * @throws EnvironmentFailure if the session's catalog ends with the session, or cannot be reached
     */
    public static FollowCurrent open(SparkSession spark, String schema) {
        requireName(schema);
        String kind = spark.sparkContext().getConf().get(SETTING, spark.conf().get(SETTING, "in-memory"));
        if (!kind.equals("hive")) {
            throw new EnvironmentFailure(
                    "Cannot register tables: this Spark's catalog lives in memory and ends with the run (need "
                            + SETTING + "=hive, and Hive's libraries in Spark)");
        }
        var follow = new FollowCurrent(spark, schema);
        try {
            spark.sql("CREATE SCHEMA IF NOT EXISTS " + schema);
        } catch (Exception e) {
            throw follow.failed(e);
        }
        return follow;
    }

    /**
     * A name that needs no quoting anywhere.
     *
     * @throws UsageFailure if it is none
     */
    public static void requireName(String schema) {
        if (!schema.matches("[a-z][a-z0-9_]{0,63}")) {
            throw new UsageFailure(
                    "Cannot use --catalog: it is no name of a schema (need small letters, digits and underscores)");
        }
    }

    /**
     * Points the tables at a run.
     *
     * @param run its folder
     * @param made the tables that the run made; others are taken out of the catalog, since a table of another night would stand beside them
     * @throws EnvironmentFailure if the catalog refuses, or a table of that name is not one of ours
     */
    public void moveTo(String run, List<SinkTable> made) {
        try {
            for (SinkTable sink : Outputs.all()) {
                if (made.contains(sink)) {
                    move(sink, run + "/" + sink.folder());
                } else {
                    drop(sink);
                }
            }
        } catch (AnalysisException | RuntimeException e) {
            throw e instanceof EnvironmentFailure ours ? ours : failed(e);
        }
    }

    private void move(SinkTable sink, String place) throws AnalysisException {
        String name = nameOf(sink);
        StructType columns = described(sink);
        if (exists(sink) && !columnsOf(sink).equals(columns)) {
            // Another version of the program: columns of a table cannot be replaced in one step.
            drop(sink);
        }
        if (exists(sink)) {
            requireOurs(sink);
            spark.sql("ALTER TABLE " + name + " SET LOCATION " + literal(place));
        } else {
            spark.catalog().createTable(name, "parquet", columns, sink.table().description(), Map.of("path", place));
        }
        spark.catalog().refreshTable(name);
    }

    private void drop(SinkTable sink) throws AnalysisException {
        if (exists(sink)) {
            requireOurs(sink);
            // External: the files stay.
            spark.sql("DROP TABLE " + nameOf(sink));
        }
    }

    private boolean exists(SinkTable sink) {
        return catalog().tableExists(identifier(sink));
    }

    private void requireOurs(SinkTable sink) throws AnalysisException {
        CatalogTable table = metadata(sink);
        URI location = table.storage().locationUri().getOrElse(() -> URI.create(""));
        boolean ours = table.tableType().name().equals("EXTERNAL")
                && location.toString().contains(RUNS)
                && location.toString().endsWith("/" + sink.folder());
        if (!ours) {
            throw new EnvironmentFailure("Cannot register " + sink.table().name() + " in schema " + schema
                    + ": a table of that name is there which is no run's (need a schema of its own)");
        }
    }

    private StructType columnsOf(SinkTable sink) throws AnalysisException {
        return metadata(sink).schema();
    }

    private CatalogTable metadata(SinkTable sink) throws AnalysisException {
        return catalog().getTableMetadata(identifier(sink));
    }

    private SessionCatalog catalog() {
        return spark.sessionState().catalog();
    }

    private TableIdentifier identifier(SinkTable sink) {
        return new TableIdentifier(sink.table().name(), Option.apply(schema));
    }

    private String nameOf(SinkTable sink) {
        return schema + "." + sink.table().name();
    }

    /** Declared columns with what they hold, for whoever looks into the catalog. Null is allowed everywhere, as in any table of files. */
    private static StructType described(SinkTable sink) {
        var described = new StructType();
        for (DeclaredColumn column : sink.table().columns()) {
            var field = sink.table().schema().apply(column.name());
            described = described.add(column.name(), field.dataType(), true, column.description());
        }
        return described;
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private EnvironmentFailure failed(Exception e) {
        return new EnvironmentFailure("Cannot register tables in schema " + schema + ": the catalog refused ("
                + String.join(
                        " < ",
                        Arrays.stream(new Object[] {e, e.getCause()})
                                .filter(fault -> fault != null)
                                .map(fault -> fault.getClass().getSimpleName())
                                .toList())
                + ")");
    }
}
