package org.sealedjoin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.guard.GuardExtension;
import org.sealedjoin.release.FollowCurrent;
import org.sealedjoin.table.Outputs;

/** The words of docs/reading.md, run: DuckDB by path, Spark by name through a Hive metastore that outlives the session. */
class ReadByOthersTest {
    private static final String FIRST = "20161014T000000Z-00000001";
    private static final String SECOND = "20161015T000000Z-00000002";

    @TempDir
    static Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void publish() throws IOException {
        spark = session();
        write(FIRST, "in_your_contacts");
        write(SECOND, "shared_friends");
        Files.writeString(folder.resolve("CURRENT"), SECOND + "\n");
    }

    private static SparkSession session() {
        System.setProperty(
                "derby.stream.error.file", folder.resolve("derby.log").toString());
        return SparkSession.builder()
                .master("local[1]")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "1")
                .config("spark.sql.extensions", GuardExtension.class.getName())
                .config("spark.sql.catalogImplementation", "hive")
                .config(
                        "spark.sql.warehouse.dir",
                        folder.resolve("warehouse").toUri().toString())
                .config(
                        "spark.hadoop.javax.jdo.option.ConnectionURL",
                        "jdbc:derby:" + folder.resolve("metastore") + ";create=true")
                .config("spark.hadoop.datanucleus.schema.autoCreateAll", "true")
                .config("spark.hadoop.hive.metastore.schema.verification", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }

    private static void write(String run, String reason) {
        List<Row> rows = List.of(
                RowFactory.create(101L, 103L, 2, 0.5, reason),
                RowFactory.create(101L, 102L, 1, 0.9, reason),
                RowFactory.create(104L, 102L, 1, 0.9, reason));
        spark.createDataFrame(rows, Outputs.FRIEND_SUGGESTIONS.table().schema())
                .write()
                .parquet(place(run) + "/" + Outputs.FRIEND_SUGGESTIONS.folder());
    }

    private static String place(String run) {
        return folder.resolve("runs").resolve(run).toUri().toString();
    }

    /** Blocks of one language in the page, with this test's folder for the page's. */
    private static List<String> shown(String language) throws IOException {
        Path page = Path.of(System.getProperty("project.root", "../.."), "docs", "reading.md");
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(page))
                .results()
                .map((MatchResult block) -> block.group(1).replace("/data/sealed-join", folder.toString()))
                .toList();
    }

    @Test
    void duckdb_asThePageSays_readsThePublishedRun() throws IOException, SQLException {
        String[] statements = shown("sql").get(0).split(";\n", -1);
        var rows = new ArrayList<String>();
        try (var duck = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duck.createStatement()) {
            statement.execute(statements[0]);
            try (var result = statement.executeQuery(statements[1])) {
                while (result.next()) {
                    rows.add(result.getLong(1) + " " + result.getInt(2) + " " + result.getString(3));
                }
            }
        }

        assertThat(rows).containsExactly("102 1 shared_friends", "103 2 shared_friends");
    }

    @Test
    void spark_byPath_readsThePublishedRun() throws IOException {
        String query = shown("sql").get(1).replace(";", "").strip();
        SparkSession reader = spark.newSession();
        reader.conf().set("run", SECOND);

        assertThat(reader.sql(query).collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder("[101,2]", "[104,1]");
    }

    @Test
    void spark_byName_readsThePublishedRunInALaterSessionToo() throws IOException {
        String query = shown("sql")
                .get(2)
                .replaceAll("--[^\n]*\n", "")
                .replace(";", "")
                .strip();
        FollowCurrent follow = FollowCurrent.open(spark, "sealed_join");
        follow.moveTo(place(FIRST), List.of(Outputs.FRIEND_SUGGESTIONS));
        assertThat(spark.sql(query).collectAsList()).extracting(Row::toString).containsExactly("[in_your_contacts,3]");

        follow.moveTo(place(SECOND), List.of(Outputs.FRIEND_SUGGESTIONS));
        assertThat(spark.sql(query).collectAsList()).extracting(Row::toString).containsExactly("[shared_friends,3]");
        assertThat(spark.newSession().sql(query).collectAsList())
                .extracting(Row::toString)
                .containsExactly("[shared_friends,3]");
        assertThat(spark.newSession()
                        .sql("DESCRIBE sealed_join.friend_suggestions")
                        .collectAsList())
                .extracting(row -> row.getString(0) + ": " + row.getString(2))
                .contains("rank: "
                        + Outputs.FRIEND_SUGGESTIONS.table().column("rank").description());
    }
}
