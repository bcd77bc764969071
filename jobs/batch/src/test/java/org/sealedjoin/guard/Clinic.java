package org.sealedjoin.guard;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Purpose;

/**
 * A small world of patients and visits under the guard, none of whose tables is this project's. Patient 7 has the number that no
 * attack may get out, lives in a city of her own, and agreed to nothing.
 */
public final class Clinic implements AutoCloseable {
    /** The number of patient 7. */
    public static final String PLANTED = "+15005550177";

    public static final String PLANTED_CITY = "Leaktown";

    private static final Label ADS = Label.unconsented(Purpose.ADS);
    private static final Label FRIENDS = Label.unconsented(Purpose.FRIENDS);
    private static final Set<Label> PERSON = Set.of(Label.PERSON_ID, ADS, FRIENDS);

    public static final Operation.ConsentFilter AGREED_TO_ADS = new Operation.ConsentFilter(
            ADS, "subject_id", "ads", Map.of("place", "clinic"), "clinic", Set.of("decisions"));
    public static final Operation.ConsentFilter AGREED_TO_FRIENDS = new Operation.ConsentFilter(
            FRIENDS, "subject_id", "friends", Map.of("place", "clinic"), "clinic", Set.of("decisions"));
    public static final Operation.ConsentByRow AGREED_BY_ROW =
            new Operation.ConsentByRow(Map.of("ads", ADS, "friends", FRIENDS), "purpose", Set.of("patient_id"));
    public static final Operation.Subtract NOT_BLOCKED = new Operation.Subtract("blocked people");
    public static final Operation.LookupJoin LEAVE_TOKENS = new Operation.LookupJoin("token join", Set.of(Label.TOKEN));
    public static final Operation.Count COUNT =
            new Operation.Count(Set.of(Label.PERSON_ID, ADS, FRIENDS, Label.USAGE, Label.TOKEN));
    public static final Operation.Release NOISY =
            new Operation.Release("noise", Set.of(Label.USAGE, Label.PERSON_ID, ADS, FRIENDS), List.of("figure"));

    /** May receive ids of people who agreed to ads, whatever they said to friends. */
    public static final Sink ADVERTS = new Sink("products/adverts", "own systems", Set.of(Label.PERSON_ID, FRIENDS));

    /** May receive everything but numbers and tokens. */
    public static final Sink INTERNAL =
            new Sink("internal/patients", "own systems", Set.of(Label.PERSON_ID, Label.USAGE, ADS, FRIENDS));

    /** Each row says for what it may be used. */
    public static final Sink BY_PURPOSE = new Sink(
            "internal/by_purpose",
            "own systems",
            Set.of(Label.PERSON_ID),
            Map.of(ADS, "ads", FRIENDS, "friends"),
            java.util.Optional.of("purpose"));

    /** May receive hashes; none of them may leave its task on the way all the same. */
    public static final Sink HASHES = new Sink(
            "internal/hashes",
            "own systems",
            Set.of(Label.HASHED_NUMBER, Label.RAW_NUMBER, Label.PERSON_ID, ADS, FRIENDS));

    /** Nothing with a label. */
    public static final Sink PUBLIC = new Sink("report/public", "anyone", Set.of());

    /** A function that the guard knows: stands for the real one, takes numbers and gives tokens. */
    public static final class Tokenize implements UDF1<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String call(String number) {
            return number == null ? null : "t" + Integer.toHexString(number.hashCode());
        }

        /** No part of the function that the guard knows. */
        public UTF8String same(UTF8String text) {
            return text;
        }
    }

    private static final FlowPolicy POLICY = new FlowPolicy(
            Set.of(Label.RAW_NUMBER, Label.HASHED_NUMBER),
            Set.of(Label.TOKEN),
            Set.of(ADS, FRIENDS),
            List.of(new KnownFunction(
                    Tokenize.class, Set.of(Label.RAW_NUMBER, Label.HASHED_NUMBER), Set.of(Label.TOKEN), false)),
            List.of(AGREED_TO_ADS, AGREED_TO_FRIENDS, AGREED_BY_ROW, NOT_BLOCKED, LEAVE_TOKENS, COUNT, NOISY));

    private final SparkSession spark;
    private final Path root;
    private final Path outside;
    private int written;
    private boolean guarded;

    /** Writes the tables below {@code folder} and puts them under protection. */
    public Clinic(SparkSession spark, Path folder) {
        this.spark = spark;
        this.root = folder.resolve("protected");
        this.outside = folder.resolve("outside");
        write();
        views();
        guard();
    }

    private void write() {
        rows(
                        "patient_id BIGINT, phone STRING, city STRING, score INT",
                        row(1L, "+15005550101", "Aarhus", 3),
                        row(2L, "+15005550102", "Aarhus", 5),
                        row(3L, "+15005550103", "Bergen", 8),
                        row(7L, PLANTED, PLANTED_CITY, 13),
                        row(9L, null, "Bergen", 1))
                .coalesce(1)
                .write()
                .parquet(path("patients"));
        rows(
                        "patient_id BIGINT, doctor_hash STRING, day DATE, minutes INT",
                        row(1L, "aa01", java.sql.Date.valueOf("2026-01-01"), 10),
                        row(1L, "aa02", java.sql.Date.valueOf("2026-01-02"), 20),
                        row(3L, "aa03", java.sql.Date.valueOf("2026-01-02"), 30),
                        row(7L, "cafe0177", java.sql.Date.valueOf("2026-01-03"), 40))
                .coalesce(1)
                .write()
                .parquet(path("visits"));
        rows(
                        "subject_id BIGINT, other_id BIGINT, place STRING, ads BOOLEAN, friends BOOLEAN",
                        row(1L, 7L, "clinic", true, true),
                        row(2L, 7L, "clinic", true, false),
                        row(3L, 7L, "clinic", false, true),
                        row(7L, 7L, "clinic", false, false))
                .coalesce(1)
                .write()
                .parquet(path("decisions"));
        rows("patient_id BIGINT", row(2L)).coalesce(1).write().parquet(path("blocked"));
        rows("city STRING, people BIGINT", row("Aarhus", 300L), row("Bergen", 200L), row(PLANTED_CITY, 5L))
                .coalesce(1)
                .write()
                .parquet(path("cities"));
        rows(
                        "patient_id BIGINT, phone STRING, city STRING, day STRING",
                        row(1L, "+15005550101", "Aarhus", "mon"),
                        row(7L, PLANTED, PLANTED_CITY, "tue"))
                .coalesce(1)
                .write()
                .option("header", true)
                .csv(path("patients_csv"));
        rows("note STRING", row(PLANTED)).coalesce(1).write().parquet(path("undeclared"));
    }

    private void views() {
        for (String table : List.of("patients", "visits", "decisions", "blocked", "cities")) {
            table(table).createOrReplaceTempView(table);
        }
    }

    /** Puts the tables under protection. */
    public void guard() {
        guarded = true;
        FlowGuard guard = FlowGuard.of(spark);
        guard.adopt(POLICY);
        guard.protect(
                root.toString(),
                List.of(
                        new SourceTable(
                                "patients",
                                path("patients"),
                                List.of(
                                        column("patient_id", PERSON, "clinic"),
                                        column("phone", Set.of(Label.RAW_NUMBER), ""),
                                        column("city", Set.of(), ""),
                                        column("score", Set.of(Label.USAGE), ""))),
                        new SourceTable(
                                "visits",
                                path("visits"),
                                List.of(
                                        column("patient_id", PERSON, "clinic"),
                                        column("doctor_hash", Set.of(Label.HASHED_NUMBER), ""),
                                        column("day", Set.of(), ""),
                                        column("minutes", Set.of(Label.USAGE), ""))),
                        new SourceTable(
                                "decisions",
                                path("decisions"),
                                List.of(
                                        column("subject_id", Set.of(), ""),
                                        column("other_id", Set.of(), ""),
                                        column("place", Set.of(), ""),
                                        column("ads", Set.of(), ""),
                                        column("friends", Set.of(), ""))),
                        new SourceTable("blocked", path("blocked"), List.of(column("patient_id", PERSON, "clinic"))),
                        new SourceTable(
                                "cities",
                                path("cities"),
                                List.of(column("city", Set.of(), ""), column("people", Set.of(), ""))),
                        new SourceTable(
                                "patients_csv",
                                path("patients_csv"),
                                List.of(
                                        column("patient_id", PERSON, "clinic"),
                                        column("phone", Set.of(Label.RAW_NUMBER), ""),
                                        column("city", Set.of(), ""),
                                        column("day", Set.of(), "")))));
    }

    /** Takes the protection away, to see an attack succeed. */
    public void unguard() {
        guarded = false;
        FlowGuard.of(spark).forget(root.toString());
    }

    /** Whether the tables are under protection now. */
    public boolean guarded() {
        return guarded;
    }

    @Override
    public void close() {
        unguard();
        spark.catalog().clearCache();
        for (String table : List.of("patients", "visits", "decisions", "blocked", "cities")) {
            spark.catalog().dropTempView(table);
        }
    }

    public SparkSession spark() {
        return spark;
    }

    public Dataset<Row> sql(String text) {
        return spark.sql(text);
    }

    public Dataset<Row> patients() {
        return spark.table("patients");
    }

    public Dataset<Row> visits() {
        return spark.table("visits");
    }

    public Dataset<Row> decisions() {
        return spark.table("decisions");
    }

    public Dataset<Row> cities() {
        return spark.table("cities");
    }

    public Dataset<Row> blocked() {
        return spark.table("blocked");
    }

    /** Only the numbers. */
    public Dataset<String> phones() {
        return patients().select("phone").as(Encoders.STRING());
    }

    /** Ids and cities of people who agreed to ads, consent proved. */
    public Dataset<Row> agreedToAds() {
        return agreedToAds(patients().select("patient_id", "city"));
    }

    public Dataset<Row> agreedToAds(Dataset<Row> rows) {
        Dataset<Row> yes = decisions()
                .filter(col("ads"))
                .filter(col("place").equalTo("clinic"))
                .select("subject_id");
        return AGREED_TO_ADS.mark(
                rows, all -> all.join(yes, all.col("patient_id").equalTo(yes.col("subject_id")), "left_semi"));
    }

    public Dataset<Row> agreedToFriends(Dataset<Row> rows) {
        Dataset<Row> yes = decisions()
                .filter(col("friends"))
                .filter(col("place").equalTo("clinic"))
                .select("subject_id");
        return AGREED_TO_FRIENDS.mark(
                rows, all -> all.join(yes, all.col("patient_id").equalTo(yes.col("subject_id")), "left_semi"));
    }

    /** Table read with its schema given, so that no job looks for one. */
    public Dataset<Row> table(String name) {
        return spark.read().schema(schema(name)).parquet(path(name));
    }

    public static StructType schema(String table) {
        return StructType.fromDDL(
                switch (table) {
                    case "patients" -> "patient_id BIGINT, phone STRING, city STRING, score INT";
                    case "visits" -> "patient_id BIGINT, doctor_hash STRING, day DATE, minutes INT";
                    case "decisions" ->
                        "subject_id BIGINT, other_id BIGINT, place STRING, ads BOOLEAN, friends BOOLEAN";
                    case "blocked" -> "patient_id BIGINT";
                    case "cities" -> "city STRING, people BIGINT";
                    default -> throw new IllegalArgumentException(table);
                });
    }

    /** A folder of the protected root. */
    public String path(String table) {
        return root.resolve(table).toString();
    }

    public Path root() {
        return root;
    }

    /** A new place outside of the protected root. */
    public String place() {
        try {
            Files.createDirectories(outside);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outside.resolve("p" + written++).toString();
    }

    /** Everything that stands in files and names of files below a folder. */
    public static String bytesUnder(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.map(file -> {
                        try {
                            return file
                                    + (Files.isRegularFile(file)
                                            ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                            : "");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Dataset<Row> rows(String schema, Row... rows) {
        return spark.createDataFrame(List.of(rows), StructType.fromDDL(schema));
    }

    public static Row row(Object... values) {
        return RowFactory.create(values);
    }

    /** Rows as text, sorted. */
    public static List<String> text(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }

    /** What an action gave, as text. */
    public static String text(Object result) {
        if (result instanceof Object[] array) {
            return Arrays.deepToString(array);
        }
        return String.valueOf(result);
    }

    public static MapFunction<String, String> echo() {
        return text -> "" + text;
    }

    public static FilterFunction<String> planted() {
        return PLANTED::equals;
    }

    private static SourceTable.Column column(String name, Set<Label> labels, String domain) {
        return new SourceTable.Column(name, labels, domain);
    }
}
