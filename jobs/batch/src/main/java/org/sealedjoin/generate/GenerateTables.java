package org.sealedjoin.generate;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.table.ColumnType;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.EncryptionPolicy;
import org.sealedjoin.table.TableWriter;

/** Writes a world: every input table, what is held out of them, and a note of how they were made. */
public final class GenerateTables {
    /** Held-out friendships, below the output folder; no input table, so a night does not see it. */
    public static final String HELD_OUT = "truth/hidden_friendships";

    /** Who abuses, below the output folder; no input table. See {@link Labels}. */
    public static final String LABELS = "truth/labels";

    /** Note of how the tables were made, below the output folder. */
    public static final String NOTE = "generation.json";

    private static final long ROWS_PER_TASK = 1_000_000;

    private final long rowsPerTask;

    public GenerateTables() {
        this(ROWS_PER_TASK);
    }

    /** Shares the rows out differently; the rows are the same. */
    GenerateTables(long rowsPerTask) {
        this.rowsPerTask = rowsPerTask;
    }

    /**
     * Generates the world of {@code spec} into {@code outputFolder}, streaming: no row comes to the driver, and memory does not grow
     * with the number of rows.
     *
     * @param outputFolder a new or empty folder, as a path or a Hadoop URI
     * @return rows written, by table, as read back from the files
     * @throws UsageFailure when the folder holds something
     */
    public Map<String, Long> write(SparkSession spark, GenerationSpec spec, String outputFolder) {
        return write(spark, spec, outputFolder, EncryptionPolicy.OFF);
    }

    /** The same, with columns that hold numbers encrypted. */
    public Map<String, Long> write(
            SparkSession spark, GenerationSpec spec, String outputFolder, EncryptionPolicy encryption) {
        requireEmpty(spark, spec, outputFolder);
        var writer = new TableWriter(spark, outputFolder, spec.format().ending(), encryption);
        var counts = new LinkedHashMap<String, Long>();
        var world = new World(spec);
        for (RowSource source : sources(world)) {
            counts.put(source.table().name(), writer.write(source.table(), rows(spark, source)));
        }
        var csv = new TableWriter(spark, outputFolder, GenerationSpec.Format.CSV.ending());
        counts.put(HELD_OUT, csv.write(HELD_OUT, rows(spark, heldOut(world)).drop("since")));
        counts.put(LABELS, csv.write(LABELS, rows(spark, labels(world))));
        writer.note(NOTE, GenerationNote.text(spec, counts));
        return counts;
    }

    /**
     * Refuses a folder that holds something.
     *
     * @throws UsageFailure when it does
     */
    public void requireEmpty(SparkSession spark, GenerationSpec spec, String outputFolder) {
        if (!new TableWriter(spark, outputFolder, spec.format().ending()).isEmpty()) {
            throw new UsageFailure("Cannot generate into the output folder: it is not empty");
        }
    }

    /** All tables in the order in which they are declared to a reader, not in that of their names. */
    static List<RowSource> sources(World world) {
        var life = new Life(world);
        var acquaintances = new Acquaintances(world);
        var advertisers = new Advertisers(world, life);
        var sources = new ArrayList<RowSource>();
        sources.addAll(new MessagingSide(world, life, acquaintances).sources());
        sources.add(new AddressBooks(world, life, acquaintances).source());
        sources.addAll(new SocialSide(world, life).sources());
        sources.addAll(new Friendships(world, life, acquaintances).sources());
        sources.addAll(new ConsentHistory(world, life).sources());
        sources.addAll(advertisers.sources());
        sources.add(new Uploads(world, advertisers).source());
        var roles = new Roles(world);
        sources.addAll(new Activity(world, roles).sources());
        sources.add(new Reports(world, life, roles, acquaintances).source());
        sources.addAll(new Businesses(world, life).sources());
        return sources;
    }

    static RowSource heldOut(World world) {
        return new Friendships(world, new Life(world), new Acquaintances(world)).heldOut();
    }

    static RowSource labels(World world) {
        return new Labels(world, new Life(world), new Roles(world)).source();
    }

    /** The rows of one table, with the declared types. */
    Dataset<Row> rows(SparkSession spark, RowSource source) {
        RowSource.Rows rows = source.rows();
        int tasks = (int) Math.min(source.indexes(), 1 + source.expectedRows() / rowsPerTask);
        Dataset<Row> plain = spark.range(0, source.indexes(), 1, Math.max(1, tasks))
                .mapPartitions(
                        (MapPartitionsFunction<Long, Row>) indexes -> new RowIterator(indexes, rows),
                        Encoders.row(plainSchema(source)));
        return plain.select(
                source.table().columns().stream().map(source::written).toArray(Column[]::new));
    }

    /** Instants and days as whole numbers: Spark gives them their types faster, and without a time zone. */
    private static StructType plainSchema(RowSource source) {
        var schema = new StructType();
        for (DeclaredColumn column : source.table().columns()) {
            schema = schema.add(
                    column.name(),
                    column.type() == ColumnType.TIMESTAMP
                            ? DataTypes.LongType
                            : column.type() == ColumnType.DATE
                                    ? DataTypes.IntegerType
                                    : column.type().sparkType());
        }
        return schema;
    }

    /** Makes the rows of one index when the ones before are used up. */
    private static final class RowIterator implements Iterator<Row> {
        private final Iterator<Long> indexes;
        private final RowSource.Rows rows;
        private final ArrayList<Row> ready = new ArrayList<>();
        private int next;

        RowIterator(Iterator<Long> indexes, RowSource.Rows rows) {
            this.indexes = indexes;
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            while (next == ready.size() && indexes.hasNext()) {
                ready.clear();
                next = 0;
                rows.at(indexes.next(), values -> ready.add(RowFactory.create(values)));
            }
            return next < ready.size();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no row left");
            }
            return ready.get(next++);
        }
    }
}
